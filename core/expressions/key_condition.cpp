#include "core/expressions/key_condition.h"

#include "core/api_error.h"
#include "core/attribute_name.h"
#include "core/expressions/legacy_comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace core::expressions {

namespace {

KeyOperator key_operator(std::string_view comparison_operator) {
  if (comparison_operator == "EQ") return KeyOperator::equal;
  if (comparison_operator == "LT") return KeyOperator::less;
  if (comparison_operator == "LE") return KeyOperator::less_or_equal;
  if (comparison_operator == "GT") return KeyOperator::greater;
  if (comparison_operator == "GE") return KeyOperator::greater_or_equal;
  if (comparison_operator == "BETWEEN") return KeyOperator::between;
  if (comparison_operator == "BEGINS_WITH") return KeyOperator::begins_with;
  return KeyOperator::not_indexable;
}

KeyTerm read_key_term(const json::Member& member) {
  check_attribute_name(member.name);
  const json::Object condition = member.value.object();
  const std::string_view name = condition.find("ComparisonOperator")->string();
  std::vector<AttributeValue> operands = read_value_list(condition);
  check_arguments(name, operands);
  return KeyTerm{std::string(member.name), key_operator(name), std::move(operands)};
}

const KeyTerm* find_term(const KeyCondition& condition, std::string_view attribute) {
  const auto found = std::find_if(condition.terms.begin(), condition.terms.end(),
                                  [&](const KeyTerm& term) { return term.attribute == attribute; });
  return found != condition.terms.end() ? &*found : nullptr;
}

[[noreturn]] void throw_not_supported() {
  throw_validation("Query key condition not supported");
}

[[noreturn]] void throw_missing(std::string_view attribute) {
  throw_validation(fmt::format("Query condition missed key schema element: {}", attribute));
}

void check_term(const KeyTerm& term, const AttributeDefinition& attribute) {
  if (term.op == KeyOperator::not_indexable) {
    throw_validation("Attempted conditional constraint is not an indexable operation");
  }
  for (const AttributeValue& operand : term.operands) {
    if (operand.type() == attribute_type(attribute.type)) continue;
    throw_validation(
        "One or more parameter values were invalid: Condition parameter type does not match "
        "schema type");
  }
}

// A key of one attribute has an older text, which it gets where the terms are looked at.
void check_count(std::size_t terms, const KeySchema& key) {
  const std::size_t attributes = key.partition.size() + key.sort.size();
  if (terms <= attributes || attributes == 1) return;
  throw_validation(
      fmt::format("The number of query conditions ({}) exceeds the number of key attributes "
                  "defined in the schema ({})",
                  terms, attributes));
}

// Of a key of several partition attributes, all that have no equality are named at once.
void check_all_fixed(const KeyCondition& condition, const KeySchema& key) {
  if (key.partition.size() < 2) return;
  std::vector<std::string_view> open;
  for (const AttributeDefinition& attribute : key.partition) {
    const KeyTerm* term = find_term(condition, attribute.name);
    if (term == nullptr || term->op != KeyOperator::equal) open.push_back(attribute.name);
  }
  if (open.empty()) return;
  throw_validation(
      fmt::format("HASH key attributes {} must have equality conditions specified in the query",
                  fmt::join(open, ", ")));
}

std::vector<AttributeValue> select_partition(const KeyCondition& condition, const KeySchema& key) {
  check_all_fixed(condition, key);
  std::vector<AttributeValue> values;
  for (const AttributeDefinition& attribute : key.partition) {
    const KeyTerm* term = find_term(condition, attribute.name);
    if (term == nullptr) throw_missing(attribute.name);
    check_term(*term, attribute);
    if (term->op != KeyOperator::equal) throw_not_supported();
    values.push_back(term->operands.front());
  }
  return values;
}

// Of a key of several sort attributes, each that stands left of a condition must be fixed.
void check_no_gap(const KeyCondition& condition, const KeySchema& key) {
  if (key.sort.size() < 2) return;
  std::vector<std::string_view> open;
  for (const AttributeDefinition& attribute : key.sort) {
    const KeyTerm* term = find_term(condition, attribute.name);
    if (term != nullptr && !open.empty()) {
      throw_validation(
          fmt::format("RANGE key attributes {} must have equality conditions specified in the "
                      "query because a condition is present on key attribute {}",
                      fmt::join(open, ", "), attribute.name));
    }
    if (term == nullptr || term->op != KeyOperator::equal) open.push_back(attribute.name);
  }
}

// As many as there are conditions for, left to right.
std::vector<KeyTerm> select_sort(const KeyCondition& condition, const KeySchema& key) {
  check_no_gap(condition, key);
  std::vector<KeyTerm> terms;
  const std::size_t wanted = condition.terms.size() - key.partition.size();
  for (const AttributeDefinition& attribute : key.sort) {
    if (terms.size() == wanted) break;
    const KeyTerm* term = find_term(condition, attribute.name);
    if (term == nullptr) throw_missing(attribute.name);
    check_term(*term, attribute);
    terms.push_back(*term);
  }
  if (terms.size() < wanted) throw_not_supported();
  return terms;
}

}  // namespace

KeyCondition read_key_conditions(const json::Object& key_conditions) {
  KeyCondition condition;
  key_conditions.for_each(
      [&](const json::Member& member) { condition.terms.push_back(read_key_term(member)); });
  return condition;
}

void check_any_term(const KeyCondition& condition) {
  if (condition.terms.empty()) throw_validation("Conditions can be of length 1 or 2 only");
}

KeySelection select_by_key(const KeyCondition& condition, const KeySchema& key) {
  check_count(condition.terms.size(), key);
  KeySelection selection;
  selection.partition = select_partition(condition, key);
  selection.sort = select_sort(condition, key);
  return selection;
}

}  // namespace core::expressions
