#pragma once

#include "core/attribute_value.h"
#include "core/json/value.h"

#include <string_view>
#include <vector>

// ComparisonOperator and AttributeValueList, which Expected, the filters and KeyConditions share.
namespace core::expressions {

// The elements of AttributeValueList; none when it is absent.
std::vector<AttributeValue> read_value_list(const json::Object& condition);

// Throws when the operator ("EQ", "BETWEEN" …) doesn't take these arguments.
void check_arguments(std::string_view comparison_operator,
                     const std::vector<AttributeValue>& arguments);

}  // namespace core::expressions
