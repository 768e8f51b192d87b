#include "core/api_error.h"
#include "core/expressions/key_condition.h"
#include "core/overloaded.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

// A KeyConditionExpression is a condition by its grammar; then only some conditions are allowed.
namespace core::expressions {

namespace {

[[noreturn]] void throw_operator(std::string_view name) {
  throw_validation(fmt::format("Invalid operator used in KeyConditionExpression: {}", name));
}

[[noreturn]] void throw_invalid(std::string_view text) {
  throw_validation(fmt::format("Invalid condition in KeyConditionExpression: {}", text));
}

[[noreturn]] void throw_expression(std::string_view text) {
  throw_validation(fmt::format("Invalid KeyConditionExpression: KeyConditionExpressions {}", text));
}

void require_path_first(std::string_view name, const Operand& operand) {
  if (std::holds_alternative<DocumentPath>(operand)) return;
  throw_invalid(fmt::format("{} operator must have the key attribute as its first operand", name));
}

// One condition's operands, told apart.
struct KeyOperands {
  std::optional<std::string> attribute;
  std::vector<AttributeValue> values;
};

void add_path(KeyOperands& operands, const DocumentPath& path) {
  if (operands.attribute) throw_invalid("Multiple attribute names used in one condition");
  if (!path.steps.empty()) throw_expression("cannot have conditions on nested attributes");
  operands.attribute = path.attribute;
}

void add_operand(KeyOperands& operands, const Operand& operand) {
  std::visit(Overloaded{
                 [&](const DocumentPath& path) { add_path(operands, path); },
                 [&](const Literal& value) { operands.values.push_back(*value); },
                 [](const Size&) { throw_expression("cannot contain nested operations"); },
             },
             operand);
}

// :v < a is a > :v
Comparator mirror(Comparator comparator) {
  switch (comparator) {
    case Comparator::less: return Comparator::greater;
    case Comparator::less_or_equal: return Comparator::greater_or_equal;
    case Comparator::greater: return Comparator::less;
    case Comparator::greater_or_equal: return Comparator::less_or_equal;
    case Comparator::equal:
    case Comparator::not_equal: break;
  }
  return comparator;
}

KeyOperator key_operator(Comparator comparator) {
  switch (comparator) {
    case Comparator::equal: return KeyOperator::equal;
    case Comparator::less: return KeyOperator::less;
    case Comparator::less_or_equal: return KeyOperator::less_or_equal;
    case Comparator::greater: return KeyOperator::greater;
    case Comparator::greater_or_equal: return KeyOperator::greater_or_equal;
    case Comparator::not_equal: break;
  }
  throw_operator("<>");
}

void add_term(KeyCondition& key, KeyOperator op, std::initializer_list<const Operand*> operands) {
  KeyOperands sorted;
  for (const Operand* operand : operands) add_operand(sorted, *operand);
  if (!sorted.attribute) throw_invalid("No key attribute specified");
  const bool repeated = std::any_of(key.terms.begin(), key.terms.end(), [&](const KeyTerm& term) {
    return term.attribute == sorted.attribute;
  });
  if (repeated) throw_expression("must only contain one condition per key");
  key.terms.push_back(KeyTerm{std::move(*sorted.attribute), op, std::move(sorted.values)});
}

void add_condition(KeyCondition& key, const Condition& condition);

void add(KeyCondition& key, const Compare& node) {
  const bool mirrored = !std::holds_alternative<DocumentPath>(node.left);
  const KeyOperator op = key_operator(mirrored ? mirror(node.comparator) : node.comparator);
  add_term(key, op, {&node.left, &node.right});
}
void add(KeyCondition& key, const Between& node) {
  require_path_first("BETWEEN", node.value);
  add_term(key, KeyOperator::between, {&node.value, &node.low, &node.high});
}
void add(KeyCondition& key, const BeginsWith& node) {
  require_path_first("begins_with", node.value);
  add_term(key, KeyOperator::begins_with, {&node.value, &node.prefix});
}
void add(KeyCondition& key, const And& node) {
  for (const Condition& term : node.terms) add_condition(key, term);
}
[[noreturn]] void add(KeyCondition&, const Or&) {
  throw_operator("OR");
}
[[noreturn]] void add(KeyCondition&, const Not&) {
  throw_operator("NOT");
}
[[noreturn]] void add(KeyCondition&, const TruthIsOneOf&) {
  throw_operator("=");  // no KeyConditionExpression comes to it
}
[[noreturn]] void add(KeyCondition&, const In&) {
  throw_operator("IN");
}
[[noreturn]] void add(KeyCondition&, const AttributeExists&) {
  throw_operator("attribute_exists");
}
[[noreturn]] void add(KeyCondition&, const AttributeNotExists&) {
  throw_operator("attribute_not_exists");
}
[[noreturn]] void add(KeyCondition&, const AttributeTypeIs&) {
  throw_operator("attribute_type");
}
[[noreturn]] void add(KeyCondition&, const Contains&) {
  throw_operator("contains");
}

void add_condition(KeyCondition& key, const Condition& condition) {
  std::visit([&](const auto& node) { add(key, node); }, condition.node);
}

}  // namespace

KeyCondition key_condition_of(const Condition& expression) {
  KeyCondition key;
  add_condition(key, expression);
  return key;
}

}  // namespace core::expressions
