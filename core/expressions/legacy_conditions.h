#pragma once

#include "core/expressions/ast.h"
#include "core/json/value.h"

#include <optional>
#include <string_view>

// The parameters of 2012 that ConditionExpression and FilterExpression replaced.
namespace core::expressions {

// Reads `Expected` and `ConditionalOperator` of a request. nullopt when there is nothing to check.
std::optional<Condition> read_expected(const json::Object& request);

// Reads `QueryFilter` or `ScanFilter`, as `parameter` says, and `ConditionalOperator`.
std::optional<Condition> read_filter(const json::Object& request, std::string_view parameter);

}  // namespace core::expressions
