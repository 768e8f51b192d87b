#pragma once

#include "core/expressions/ast.h"
#include "core/expressions/placeholders.h"

#include <string_view>

// The parsers of the expression languages. Each throws ApiError(validation), whose text begins with
// "Invalid ConditionExpression: " or the like, for text that isn't such an expression.
namespace core::expressions {

// `parameter` is ConditionExpression or FilterExpression.
Condition parse_condition(std::string_view text, std::string_view parameter,
                          Placeholders& placeholders);
Update parse_update(std::string_view text, Placeholders& placeholders);
Projection parse_projection(std::string_view text, Placeholders& placeholders);

}  // namespace core::expressions
