#include "core/expressions/condition_checks.h"

#include "core/expressions/update_checks.h"
#include "core/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace core::expressions {

namespace {

struct FunctionRule {
  std::string_view name;
  std::size_t operands;
};
constexpr FunctionRule kFunctions[] = {
    {"attribute_exists",     1},
    {"attribute_not_exists", 1},
    {"attribute_type",       2},
    {"begins_with",          2},
    {"contains",             2},
    {"size",                 1},
};

const FunctionRule* find_function(std::string_view name) {
  const auto* found = std::find_if(std::begin(kFunctions), std::end(kFunctions),
                                   [&](const FunctionRule& rule) { return rule.name == name; });
  return found != std::end(kFunctions) ? found : nullptr;
}

bool is_ordered(AttributeType type) {
  return type == AttributeType::s || type == AttributeType::n || type == AttributeType::b;
}

void check_ordered(std::string_view symbol, const Operand& operand, Faults& faults) {
  const auto type = known_type(operand);
  if (type && !is_ordered(*type)) note_operand_type(symbol, type_name(*type), faults);
}

void check_distinct(std::string_view name, const Operand& first, const Operand& second,
                    Faults& faults) {
  const auto* path = std::get_if<DocumentPath>(&first);
  const auto* other = std::get_if<DocumentPath>(&second);
  if (path == nullptr || other == nullptr || *path != *other) return;
  faults.note(Fault::same_operands,
              fmt::format("The first operand must be distinct from the remaining operands for this "
                          "operator or function; operator: {}, first operand: {}",
                          name, text(*path)));
}

void note_bounds(std::string_view rule, const AttributeValue& low, const AttributeValue& high,
                 Faults& faults) {
  faults.note(Fault::operand_type, [&] {
    return fmt::format(
        "The BETWEEN operator requires {}; lower bound operand: {}, upper bound operand: {}", rule,
        scalar_text(low), scalar_text(high));
  });
}

bool check_path_operand(std::string_view name, const Operand& operand, Faults& faults) {
  if (std::holds_alternative<DocumentPath>(operand)) return true;
  note_path_required(name, faults);
  return false;
}

bool check_attribute_type(const Operand& operand, Faults& faults) {
  const auto type = known_type(operand);
  if (type != AttributeType::s) {
    // A path could be anything, and AWS says so.
    note_operand_type("attribute_type", type ? type_name(*type) : "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}",
                      faults);
    return false;
  }
  const std::string& name = *std::get<Literal>(operand)->get_if<std::string>();
  if (find_type(name)) return true;
  faults.note(Fault::operand_type, [&] {
    return fmt::format(
        "Invalid attribute type name found; type: {}, valid types: "
        "{{B,NULL,SS,BOOL,L,BS,N,NS,S,M}}",
        name);
  });
  return false;
}

void check_begins_with(std::span<const Operand> operands, Faults& faults) {
  for (const Operand& operand : operands) {
    const auto type = known_type(operand);
    if (type && type != AttributeType::s && type != AttributeType::b) {
      note_operand_type("begins_with", type_name(*type), faults);
    }
  }
}

void check_size(const Operand& operand, Faults& faults) {
  const auto type = known_type(operand);
  if (type == AttributeType::n || type == AttributeType::boolean || type == AttributeType::null) {
    note_operand_type("size", type_name(*type), faults);
  }
}

}  // namespace

std::optional<AttributeType> known_type(const Operand& operand) {
  if (const auto* value = std::get_if<Literal>(&operand)) return (*value)->type();
  if (std::holds_alternative<Size>(operand)) return AttributeType::n;
  return std::nullopt;
}

void check_comparison(std::string_view symbol, const Operand& left, const Operand& right,
                      Faults& faults) {
  check_distinct(symbol, left, right, faults);
  if (symbol == "=" || symbol == "<>") return;
  check_ordered(symbol, left, faults);
  check_ordered(symbol, right, faults);
}

void check_between(const Operand& value, const Operand& low, const Operand& high, Faults& faults) {
  for (const Operand* operand : {&value, &low, &high}) check_ordered("BETWEEN", *operand, faults);
  const auto* lower = std::get_if<Literal>(&low);
  const auto* upper = std::get_if<Literal>(&high);
  if (lower == nullptr || upper == nullptr) return;
  const AttributeValue& least = **lower;
  const AttributeValue& most = **upper;
  if (least.type() != most.type()) {
    note_bounds("same data type for lower and upper bounds", least, most, faults);
  } else if (compare(least, most) == std::strong_ordering::greater) {
    note_bounds("upper bound to be greater than or equal to lower bound", least, most, faults);
  }
}

void check_in(const Operand& value, std::span<const Operand> candidates, Faults& faults) {
  for (const Operand& candidate : candidates) check_distinct("IN", value, candidate, faults);
  if (candidates.size() <= limits::kMaxInOperands) return;
  faults.note(Fault::limit,
              fmt::format("The IN operator is provided with too many operands; number of "
                          "operands: {}",
                          candidates.size()));
}

bool is_condition_function(std::string_view name) {
  return find_function(name) != nullptr;
}

bool check_function_name(std::string_view name, Faults& faults) {
  if (is_condition_function(name)) return true;
  faults.note(
      Fault::unknown_function,
      fmt::format("{}; function: {}",
                  is_set_function(name) ? "The function is not allowed in a condition expression"
                                        : "Invalid function name",
                  name));
  return false;
}

bool check_function(std::string_view name, std::span<const Operand> operands, Faults& faults) {
  if (operands.size() != find_function(name)->operands) {
    note_operand_count(name, operands.size(), faults);
    return false;
  }
  if (operands.size() == 2) check_distinct(name, operands[0], operands[1], faults);
  if (name == "attribute_type") return check_attribute_type(operands[1], faults);
  if (name == "begins_with") check_begins_with(operands, faults);
  if (name == "size") check_size(operands[0], faults);
  if (name == "attribute_exists" || name == "attribute_not_exists") {
    return check_path_operand(name, operands[0], faults);
  }
  return true;
}

void note_misused_function(std::string_view name, Faults& faults) {
  faults.note(Fault::misused_function,
              fmt::format("The function is not allowed to be used this way in an expression; "
                          "function: {}",
                          name));
}

void note_operand_type(std::string_view name, std::string_view type, Faults& faults) {
  faults.note(Fault::operand_type,
              fmt::format("Incorrect operand type for operator or function; operator or function: "
                          "{}, operand type: {}",
                          name, type));
}

void note_operand_count(std::string_view name, std::size_t count, Faults& faults) {
  faults.note(Fault::operand_count,
              fmt::format("Incorrect number of operands for operator or function; operator or "
                          "function: {}, number of operands: {}",
                          name, count));
}

void note_path_required(std::string_view name, Faults& faults) {
  faults.note(
      Fault::operand_type,
      fmt::format("Operator or function requires a document path; operator or function: {}", name));
}

}  // namespace core::expressions
