#pragma once

#include "core/json/value.h"
#include "lambda-host/mappings/filter_pattern.h"

#include <optional>
#include <string_view>
#include <vector>

// Matching values against what filter patterns are made of. nullopt is a value that isn't there.
namespace lambda_host {

// Unlike Object::find this tells a null from a member that isn't there.
std::optional<core::json::Value> find_member(const std::optional<core::json::Value>& value,
                                             std::string_view name);

// Whether any of a field's tests passes.
bool leaf_matches(const std::vector<FilterTest>& tests,
                  const std::optional<core::json::Value>& value);

bool node_matches(const FilterNode& pattern, const std::optional<core::json::Value>& value);

}  // namespace lambda_host
