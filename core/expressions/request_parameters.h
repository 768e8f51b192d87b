#pragma once

#include "core/json/value.h"

#include <string_view>
#include <vector>

namespace core::expressions {

// The parameters of one operation that come in two generations, in the order AWS lists them.
struct ParameterNames {
  std::vector<std::string_view> expressions;      // {"UpdateExpression", "ConditionExpression"}
  std::vector<std::string_view> non_expressions;  // {"AttributeUpdates", "Expected"}
};

// Throws when the request uses both generations at once, or gives ExpressionAttributeNames or
// ExpressionAttributeValues without an expression that could use them.
void check_request_parameters(const json::Object& request, const ParameterNames& names);

}  // namespace core::expressions
