#include "core/expressions/update_checks.h"

#include "core/expressions/condition_checks.h"

#include <fmt/format.h>

namespace core::expressions {

namespace {

void check_type(std::string_view name, const SetValue& operand, AttributeType wanted,
                Faults& faults) {
  const auto type = known_type(operand);
  if (type && *type != wanted) note_operand_type(name, type_name(*type), faults);
}

// This text, unlike those on functions, spells the types out.
std::string_view long_type_name(AttributeType type) {
  switch (type) {
    case AttributeType::s: return "STRING";
    case AttributeType::n: return "NUMBER";
    case AttributeType::b: return "BINARY";
    case AttributeType::boolean: return "BOOLEAN";
    case AttributeType::null: return "NULL";
    case AttributeType::list: return "LIST";
    case AttributeType::map: return "MAP";
    case AttributeType::ss:
    case AttributeType::ns:
    case AttributeType::bs: break;
  }
  return "";
}

}  // namespace

std::optional<AttributeType> known_type(const SetValue& value) {
  if (const auto* literal = std::get_if<Literal>(&value.node)) return (*literal)->type();
  if (std::holds_alternative<ListAppend>(value.node)) return AttributeType::list;
  if (std::holds_alternative<Plus>(value.node)) return AttributeType::n;
  if (std::holds_alternative<Minus>(value.node)) return AttributeType::n;
  return std::nullopt;
}

void check_arithmetic(std::string_view symbol, const SetValue& left, const SetValue& right,
                      Faults& faults) {
  check_type(symbol, left, AttributeType::n, faults);
  check_type(symbol, right, AttributeType::n, faults);
}

bool is_set_function(std::string_view name) {
  return name == "if_not_exists" || name == "list_append";
}

bool check_set_function_name(std::string_view name, Faults& faults) {
  if (is_set_function(name)) return true;
  faults.note(Fault::unknown_function,
              fmt::format("{}; function: {}",
                          is_condition_function(name)
                              ? "The function is not allowed in an update expression"
                              : "Invalid function name",
                          name));
  return false;
}

bool check_set_function(std::string_view name, std::span<const SetValue> operands, Faults& faults) {
  for (const SetValue& operand : operands) {
    // Functions nest, but not this one [AWS].
    if (std::holds_alternative<ListAppend>(operand.node)) {
      note_misused_function("list_append", faults);
    }
  }
  if (operands.size() != 2) {
    note_operand_count(name, operands.size(), faults);
    return false;
  }
  if (name == "list_append") {
    for (const SetValue& operand : operands) check_type(name, operand, AttributeType::list, faults);
    return true;
  }
  if (std::holds_alternative<DocumentPath>(operands[0].node)) return true;
  note_path_required(name, faults);
  return false;
}

void check_section_operand(std::string_view section, const AttributeValue& value, Faults& faults) {
  const std::string_view name = long_type_name(value.type());
  const bool is_set = name.empty();
  if (is_set || (section == "ADD" && value.type() == AttributeType::n)) return;
  faults.note(Fault::section_operand,
              fmt::format("Incorrect operand type for operator or function; operator: {}, operand "
                          "type: {}",
                          section, name));
}

}  // namespace core::expressions
