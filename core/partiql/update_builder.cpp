#include "core/partiql/update_builder.h"

#include "core/api_error.h"
#include "core/expressions/path_overlap.h"
#include "core/expressions/update_checks.h"
#include "core/overloaded.h"
#include "core/partiql/operation_names.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace core::partiql {

namespace {

using namespace core::expressions;

bool is_set_type(AttributeType type) {
  return type == AttributeType::ss || type == AttributeType::ns || type == AttributeType::bs;
}

const Call* find_set_call(const Expression& value) {
  const auto* call = std::get_if<Call>(&value.node);
  const bool found = call != nullptr && (call->name == "set_add" || call->name == "set_delete");
  return found ? call : nullptr;
}

std::string_view shown_name(const Call& call) {
  return call.name == "set_add" ? "SET_ADD" : "SET_DELETE";
}

class UpdateBuilder {
 public:
  explicit UpdateBuilder(Parameters parameters) : parameters_(parameters) {}

  void add(const Assignment& assignment) {
    DocumentPath target = to_path(assignment.target);
    paths_.push_back(target);
    if (const Call* call = find_set_call(assignment.value)) {
      return add_set_call(std::move(target), *call, assignment.value.position);
    }
    update_.sets.push_back(SetAction{std::move(target), set_value(assignment.value)});
  }

  void add(const Removal& removal) {
    paths_.push_back(to_path(removal.target));
    update_.removes.push_back(paths_.back());
  }

  Update finish() {
    Faults faults("");
    check_paths(paths_, faults);
    faults.raise();
    update_.from_statement = true;
    return std::move(update_);
  }

 private:
  // Where a fault of the second argument is said to be, is the first one's place [AWS].
  void add_set_call(DocumentPath target, const Call& call, const Position& position) {
    const std::string_view name = shown_name(call);
    if (call.arguments.size() != 2) {
      throw_validation(
          fmt::format("{} must have exactly two arguments at {}", name, text(position)));
    }
    const Expression& first = call.arguments.front();
    if (!is_path(first) || to_path(first) != target) {
      throw_validation(fmt::format("The first argument to {} must equal the assignment value at {}",
                                   name, text(position)));
    }
    auto members = find_set(call.arguments.back());
    if (!members) {
      throw_validation(fmt::format("The second argument to {} must be a value with type SET at {}",
                                   name, text(first.position)));
    }
    if (call.name == "set_add") {
      update_.adds.push_back(AddAction{std::move(target), *std::move(members)});
    } else {
      update_.deletes.push_back(DeleteAction{std::move(target), *std::move(members)});
    }
  }

  std::optional<Literal> find_set(const Expression& expression) const {
    if (!is_value(expression)) return std::nullopt;
    Literal value = to_literal(expression, parameters_);
    if (!is_set_type(value->type())) return std::nullopt;
    return value;
  }

  SetValue set_value(const Expression& expression) const {
    if (is_path(expression)) return {to_path(expression)};
    if (is_value(expression)) return {to_literal(expression, parameters_)};
    if (const auto* call = std::get_if<Call>(&expression.node)) {
      return function(*call, expression.position);
    }
    const auto* operation = std::get_if<Operation>(&expression.node);
    const bool sum = operation != nullptr && operation->operands.size() == 2 &&
                     (operation->op == "+" || operation->op == "-");
    if (sum) return arithmetic(*operation);
    throw_validation(fmt::format("Unsupported operator in Update Expression. Operator: {}",
                                 operation_name(expression)));
  }

  SetValue arithmetic(const Operation& operation) const {
    SetValue left = set_value(operation.operands.front());
    SetValue right = set_value(operation.operands.back());
    Faults faults("");
    check_arithmetic(operation.op, left, right, faults);
    faults.raise();
    Box<SetValue> first(std::move(left));
    Box<SetValue> second(std::move(right));
    if (operation.op == "+")
      return {
          Plus{std::move(first), std::move(second)}
      };
    return {
        Minus{std::move(first), std::move(second)}
    };
  }

  SetValue function(const Call& call, const Position& position) const {
    if (!is_set_function(call.name)) {
      throw_validation(fmt::format("Unrecognized function: {} at {}", call.name, text(position)));
    }
    std::vector<SetValue> operands;
    for (const Expression& each : call.arguments) operands.push_back(set_value(each));
    Faults faults("");
    check_set_function(call.name, operands, faults);
    faults.raise();
    Box<SetValue> second(std::move(operands[1]));
    if (call.name == "list_append") {
      return {
          ListAppend{Box<SetValue>(std::move(operands[0])), std::move(second)}
      };
    }
    return {
        IfNotExists{std::get<DocumentPath>(std::move(operands[0].node)), std::move(second)}
    };
  }

  Parameters parameters_;
  Update update_;
  std::vector<DocumentPath> paths_;
};

}  // namespace

expressions::Update to_update(const Change& change, Parameters parameters) {
  UpdateBuilder builder(parameters);
  for (const auto& operation : change.operations) {
    std::visit([&](const auto& each) { builder.add(each); }, operation);
  }
  return builder.finish();
}

}  // namespace core::partiql
