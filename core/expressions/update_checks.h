#pragma once

#include "core/expressions/ast.h"
#include "core/expressions/faults.h"

#include <optional>
#include <span>
#include <string_view>

// What can be wrong with an update's operands before there is an item. Each notes the faults it
// finds.
namespace core::expressions {

// nullopt where only an item tells.
std::optional<AttributeType> known_type(const SetValue& value);

// Operands of + and -, by their symbol.
void check_arithmetic(std::string_view symbol, const SetValue& left, const SetValue& right,
                      Faults& faults);

bool is_set_function(std::string_view name);
// Whether SET can call such a function. Notes a fault if not.
bool check_set_function_name(std::string_view name, Faults& faults);
// Whether the function, a known one, can be made of these operands. Notes a fault if not.
bool check_set_function(std::string_view name, std::span<const SetValue> operands, Faults& faults);

// What ADD or DELETE, as `section` says, is given.
void check_section_operand(std::string_view section, const AttributeValue& value, Faults& faults);

}  // namespace core::expressions
