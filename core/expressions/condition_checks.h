#pragma once

#include "core/expressions/ast.h"
#include "core/expressions/faults.h"

#include <optional>
#include <span>
#include <string_view>

// What can be wrong with a condition's operands before there is an item. Each notes the faults it
// finds.
namespace core::expressions {

// nullopt for a path: only an item tells.
std::optional<AttributeType> known_type(const Operand& operand);

// `symbol` as written: "<=".
void check_comparison(std::string_view symbol, const Operand& left, const Operand& right,
                      Faults& faults);
void check_between(const Operand& value, const Operand& low, const Operand& high, Faults& faults);
void check_in(const Operand& value, std::span<const Operand> candidates, Faults& faults);

bool is_condition_function(std::string_view name);
// Whether a condition can call such a function. Notes a fault if not.
bool check_function_name(std::string_view name, Faults& faults);
// Whether the function, a known one, can be made of these operands. Notes a fault if not.
bool check_function(std::string_view name, std::span<const Operand> operands, Faults& faults);

void note_misused_function(std::string_view name, Faults& faults);
void note_operand_type(std::string_view name, std::string_view type, Faults& faults);
void note_operand_count(std::string_view name, std::size_t count, Faults& faults);
void note_path_required(std::string_view name, Faults& faults);

}  // namespace core::expressions
