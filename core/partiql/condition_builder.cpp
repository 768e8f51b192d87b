#include "core/partiql/condition_builder.h"

#include "core/api_error.h"
#include "core/expressions/condition_call.h"
#include "core/expressions/condition_checks.h"
#include "core/overloaded.h"
#include "core/partiql/operation_names.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

// AWS turns WHERE into the same tree of operators that a ConditionExpression makes, checks it by
// the same rules, and words their faults as it does there, but for the introduction.
namespace core::partiql {

namespace {

using namespace core::expressions;

// What is wrong is thrown at once. Nothing stands before the text.
template <class Check>
void check(Check run) {
  Faults faults("");
  run(faults);
  faults.raise();
}

Condition negated(Condition condition) {
  return {Not{Box<Condition>(std::move(condition))}};
}

Condition negated_if(bool negate, Condition condition) {
  return negate ? negated(std::move(condition)) : std::move(condition);
}

Condition never() {
  return {Or{}};
}

bool is_one_of(std::string_view op, std::initializer_list<std::string_view> ops) {
  for (const std::string_view each : ops) {
    if (each == op) return true;
  }
  return false;
}

std::optional<Comparator> find_comparator(std::string_view op) {
  if (op == "=") return Comparator::equal;
  if (op == "<>") return Comparator::not_equal;
  if (op == "<") return Comparator::less;
  if (op == "<=") return Comparator::less_or_equal;
  if (op == ">") return Comparator::greater;
  if (op == ">=") return Comparator::greater_or_equal;
  return std::nullopt;
}

// Whether it can only be true or false, unlike an operand.
bool is_condition(const Expression& expression) {
  if (const auto* operation = std::get_if<Operation>(&expression.node)) {
    return find_comparator(operation->op) ||
           is_one_of(operation->op, {"and", "or", "not", "in", "not_in", "between", "not_between"});
  }
  const auto* call = std::get_if<Call>(&expression.node);
  if (call != nullptr) return call->name != "size" && !call->aggregates;
  return std::holds_alternative<TypeTest>(expression.node);
}

class ConditionBuilder {
 public:
  explicit ConditionBuilder(Parameters parameters) : parameters_(parameters) {}

  Condition condition(const Expression& expression) const {
    if (const auto* operation = std::get_if<Operation>(&expression.node)) {
      return operation_condition(*operation);
    }
    if (const auto* test = std::get_if<TypeTest>(&expression.node)) return type_test(*test);
    if (const auto* call = std::get_if<partiql::Call>(&expression.node)) {
      auto made = call_of(*call, expression.position);
      if (auto* condition = std::get_if<Condition>(&made)) return std::move(*condition);
    }
    throw_validation(
        fmt::format("Unsupported token in expression: {}", operation_name(expression)));
  }

 private:
  std::variant<Operand, Condition> call_of(const Call& call, const Position& position) const {
    if (call.aggregates || !is_condition_function(call.name)) {
      throw_validation(fmt::format("Unrecognized function: {} at {}", call.name, text(position)));
    }
    std::vector<Operand> operands;
    for (const Expression& each : call.arguments) operands.push_back(operand(each));
    if (call.name == "attribute_type") check_type_name(operands);
    check([&](Faults& faults) { check_function(call.name, operands, faults); });
    return make_call(call.name, std::move(operands));
  }

  // The types stand in another order here than in the expressions' text [AWS].
  static void check_type_name(const std::vector<Operand>& operands) {
    const auto* literal = operands.size() == 2 ? std::get_if<Literal>(&operands[1]) : nullptr;
    const auto* name = literal != nullptr ? (*literal)->get_if<std::string>() : nullptr;
    if (name == nullptr || find_type(*name)) return;
    throw_validation(
        fmt::format("Invalid attribute type name found; type: {}, valid types: "
                    "{{N,BS,L,B,NULL,M,S,SS,NS,BOOL}}",
                    *name));
  }

  Operand operand(const Expression& expression) const {
    if (is_path(expression)) return to_path(expression);
    if (is_value(expression)) return to_literal(expression, parameters_);
    if (const auto* call = std::get_if<partiql::Call>(&expression.node)) {
      auto made = call_of(*call, expression.position);
      if (auto* size = std::get_if<Operand>(&made)) return std::move(*size);
    }
    throw_validation(fmt::format("Unsupported operator in Condition Expression. Operator: {}",
                                 operation_name(expression)));
  }

  Condition operation_condition(const Operation& operation) const {
    const std::string& op = operation.op;
    if (op == "and") return Condition{And{conditions(operation.operands)}};
    if (op == "or") return Condition{Or{conditions(operation.operands)}};
    if (op == "not") return negated(condition(operation.operands.front()));
    if (find_comparator(op)) {
      return comparison(op, operation.operands.front(), operation.operands.back());
    }
    if (is_one_of(op, {"in", "not_in"})) return negated_if(op == "not_in", membership(operation));
    if (is_one_of(op, {"between", "not_between"})) {
      return negated_if(op == "not_between", range(operation));
    }
    throw_validation(fmt::format("Unsupported operator in Condition Expression. Operator: {}", op));
  }

  std::vector<Condition> conditions(const Expressions& expressions) const {
    std::vector<Condition> terms;
    terms.reserve(expressions.size());
    for (const Expression& each : expressions) terms.push_back(condition(each));
    return terms;
  }

  Condition comparison(std::string_view op, const Expression& left, const Expression& right) const {
    if (!is_condition(left) && !is_condition(right)) {
      return operand_comparison(op, operand(left), operand(right));
    }
    if (op != "=" && op != "<>") {
      check([&](Faults& faults) { note_operand_type(op, "BOOL", faults); });
    }
    Condition equal = is_condition(left) ? truth_comparison(condition(left), right)
                                         : truth_comparison(condition(right), left);
    return negated_if(op == "<>", std::move(equal));
  }

  static Condition operand_comparison(std::string_view op, Operand left, Operand right) {
    check([&](Faults& faults) { check_comparison(op, left, right, faults); });
    return {
        Compare{std::move(left), *find_comparator(op), std::move(right)}
    };
  }

  // A condition is a value, too: true or false. So it can be compared with one.
  Condition truth_comparison(Condition truth, const Expression& other) const {
    if (is_condition(other)) {
      return {
          TruthIsOneOf{Box<Condition>(std::move(truth)), {condition(other)}, {}}
      };
    }
    Operand value = operand(other);
    if (const auto* literal = std::get_if<Literal>(&value)) {
      const bool* wanted = (*literal)->get_if<bool>();
      if (wanted == nullptr) return never();
      return negated_if(!*wanted, std::move(truth));
    }
    return {
        TruthIsOneOf{Box<Condition>(std::move(truth)), {}, {std::move(value)}}
    };
  }

  // What the right-hand side of IN lists: a list, or a parameter that is one.
  std::vector<Operand> candidates(const Expression& list) const {
    std::vector<Operand> operands;
    if (const auto* literal = std::get_if<ListLiteral>(&list.node)) {
      for (const Expression& each : literal->elements) operands.push_back(operand(each));
      return operands;
    }
    if (is_value(list)) {
      const Literal value = to_literal(list, parameters_);
      if (const auto* elements = value->get_if<List>()) {
        for (const AttributeValue& each : *elements) operands.emplace_back(Literal(each));
        return operands;
      }
    }
    throw_validation("Unsupported operator in Condition Expression. Operator: IN");
  }

  Condition membership(const Operation& in) const {
    const Expression& value = in.operands.front();
    if (is_condition(value)) return truth_membership(value, in.operands.back());
    In node{operand(value), candidates(in.operands.back())};
    check([&](Faults& faults) { check_in(node.value, node.candidates, faults); });
    return {std::move(node)};
  }

  Condition truth_membership(const Expression& value, const Expression& list) const {
    const auto* literal = std::get_if<ListLiteral>(&list.node);
    if (literal == nullptr) return never();
    if (literal->elements.size() == 1) {
      return truth_comparison(condition(value), literal->elements.front());
    }
    TruthIsOneOf any{Box<Condition>(condition(value)), {}, {}};
    for (const Expression& each : literal->elements) {
      if (is_condition(each)) {
        any.conditions.push_back(condition(each));
      } else {
        any.operands.push_back(operand(each));
      }
    }
    return {std::move(any)};
  }

  Condition range(const Operation& between) const {
    Between node{operand(between.operands[0]), operand(between.operands[1]),
                 operand(between.operands[2])};
    check([&](Faults& faults) { check_between(node.value, node.low, node.high, faults); });
    return {std::move(node)};
  }

  Condition type_test(const TypeTest& test) const {
    if (test.type == "missing") {
      DocumentPath path = to_path(*test.value);
      return test.negated ? Condition{AttributeExists{std::move(path)}}
                          : Condition{AttributeNotExists{std::move(path)}};
    }
    return negated_if(test.negated, Condition{
                                        AttributeTypeIs{operand(*test.value), type_of(test.type)}
    });
  }

  static AttributeType type_of(std::string_view type) {
    if (type == "null") return AttributeType::null;
    if (is_one_of(type, {"bool", "boolean"})) return AttributeType::boolean;
    if (type == "blob") return AttributeType::b;
    if (type == "string") return AttributeType::s;
    if (type == "numeric") return AttributeType::n;
    if (is_one_of(type, {"struct", "tuple"})) return AttributeType::map;
    if (type == "list") return AttributeType::list;
    throw_validation(
        fmt::format("Unsupported data type for IS operator: {}. Supported data types are [MISSING, "
                    "NULL, BOOLEAN, BLOB, STRING, NUMERIC, STRUCT, TUPLE, LIST]",
                    type));
  }

  Parameters parameters_;
};

}  // namespace

expressions::Condition to_condition(const Expression& where, Parameters parameters) {
  return ConditionBuilder(parameters).condition(where);
}

}  // namespace core::partiql
