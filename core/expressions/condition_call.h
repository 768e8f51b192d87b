#pragma once

#include "core/expressions/ast.h"

#include <string_view>
#include <variant>
#include <vector>

namespace core::expressions {

// The call of a function in a condition, made of operands that check_function accepted: size() is
// an operand, any other is a condition by itself.
std::variant<Operand, Condition> make_call(std::string_view name, std::vector<Operand> operands);

}  // namespace core::expressions
