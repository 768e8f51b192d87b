#pragma once

#include "core/json/value.h"

#include <initializer_list>
#include <string_view>

namespace core::expressions {

using ParameterNames = std::initializer_list<std::string_view>;

// Of one operation's parameters that come in two generations, in the order AWS lists them: the
// expressions ("UpdateExpression"), and what they replaced ("AttributeUpdates"). Throws when the
// request uses both at once, or gives ExpressionAttributeNames or ExpressionAttributeValues without
// an expression that could use them.
void check_request_parameters(const json::Object& request, ParameterNames expressions,
                              ParameterNames non_expressions);

}  // namespace core::expressions
