#include "core/partiql/values.h"

#include "core/api_error.h"
#include "core/attribute_name.h"
#include "core/limits.h"
#include "core/overloaded.h"
#include "core/partiql/operation_names.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <utility>

namespace core::partiql {

namespace {

// Where in a value something stands. Its text is wanted for errors only.
struct Place {
  const Place* above = nullptr;  // nullptr: it is the value itself
  std::variant<std::string_view, std::size_t> step = std::string_view();
  int level = 1;

  Place below(std::variant<std::string_view, std::size_t> by) const {
    return {this, by, level + 1};
  }

  // "root.a[1]": as AWS prints it.
  std::string text() const {
    if (above == nullptr) return "root";
    const auto* name = std::get_if<std::string_view>(&step);
    return above->text() + (name != nullptr ? fmt::format(".{}", *name)
                                            : fmt::format("[{}]", std::get<std::size_t>(step)));
  }
};

AttributeValue make_value(const Expression& expression, const Place& place);

// Text and order are those of Java's numbers, which the older front end reads with.
Number make_number(const NumberLiteral& literal, const Place& place) {
  try {
    return Number::parse(literal.text);
  } catch (const ApiError& error) {
    throw_validation(fmt::format("{} under {}", error.message(FrontEnd::older), place.text()));
  }
}

std::string bag_text(const std::vector<std::string>& members) {
  return fmt::format("[{}]", fmt::join(members, ", "));
}

AttributeValue make_string_set(const BagLiteral& bag) {
  StringSet set;
  std::vector<std::string> texts;
  for (const Expression& each : bag.elements) {
    texts.push_back(std::get<StringLiteral>(each.node).value);
  }
  set.members = texts;
  if (normalize(set)) {
    throw_validation(fmt::format(
        "One or more parameter values were invalid: Input collection {} contains duplicates.",
        bag_text(texts)));
  }
  return AttributeValue(std::move(set));
}

AttributeValue make_number_set(const BagLiteral& bag, const Place& place) {
  NumberSet set;
  std::vector<std::string> texts;
  for (const Expression& each : bag.elements) {
    const auto& literal = std::get<NumberLiteral>(each.node);
    texts.push_back(literal.text);
    set.members.push_back(make_number(literal, place));
  }
  if (normalize(set)) {
    throw_validation(
        fmt::format("One or more parameter values were invalid: Input collection {} "
                    "contains duplicates! under {}",
                    bag_text(texts), place.text()));
  }
  return AttributeValue(std::move(set));
}

template <class T>
bool all_are(const Expressions& elements) {
  for (const Expression& each : elements) {
    if (!std::holds_alternative<T>(each.node)) return false;
  }
  return true;
}

AttributeValue make_set(const BagLiteral& bag, const Place& place) {
  if (bag.elements.empty()) throw_validation("Empty bags are not supported");
  if (all_are<StringLiteral>(bag.elements)) return make_string_set(bag);
  if (all_are<NumberLiteral>(bag.elements)) return make_number_set(bag, place);
  throw_validation(
      "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags");
}

AttributeValue make_list(const ListLiteral& literal, const Place& place) {
  List list;
  for (std::size_t i = 0; i < literal.elements.size(); ++i) {
    list.push_back(make_value(literal.elements[i], place.below(i)));
  }
  return AttributeValue(std::move(list));
}

const std::string& field_name(const Field& field) {
  const auto* name = std::get_if<StringLiteral>(&field.name.node);
  if (name == nullptr) {
    throw_validation(fmt::format("Unsupported data type: {} under key root at {}",
                                 operation_name(field.name), text(field.name.position)));
  }
  check_attribute_name(name->value);
  return name->value;
}

AttributeValue make_map(const StructLiteral& literal, const Place& place) {
  AttributeMap map;
  for (const Field& field : literal.fields) {
    const std::string& name = field_name(field);
    map.insert_or_assign(name, make_value(field.value, place.below(std::string_view(name))));
  }
  return AttributeValue(std::move(map));
}

[[noreturn]] void throw_unsupported(const Expression& expression, const Place& place) {
  throw_validation(fmt::format("Unsupported data type: {} under key {} at {}",
                               operation_name(expression), place.text(),
                               text(expression.position)));
}

AttributeValue make_value(const Expression& expression, const Place& place) {
  if (place.level > limits::kMaxNestingLevels) {
    throw_validation(
        fmt::format("Nesting Levels have exceeded supported limits under {}", place.text()));
  }
  return std::visit(
      Overloaded{
          [](const StringLiteral& node) { return AttributeValue(node.value); },
          [&](const NumberLiteral& node) { return AttributeValue(make_number(node, place)); },
          [](const BooleanLiteral& node) { return AttributeValue(node.value); },
          [](const NullLiteral&) { return AttributeValue(); },
          [&](const ListLiteral& node) { return make_list(node, place); },
          [&](const BagLiteral& node) { return make_set(node, place); },
          [&](const StructLiteral& node) { return make_map(node, place); },
          [&](const auto&) -> AttributeValue { throw_unsupported(expression, place); },
      },
      expression.node);
}

[[noreturn]] void throw_unexpected_component(const Expression& expression) {
  throw_validation(fmt::format("Unexpected path component at {}", text(expression.position)));
}

std::string checked_name(const std::string& name) {
  if (name.empty()) throw_validation("Path component cannot be an empty string");
  return name;
}

// "-0" is 0, and nothing else with a sign is an index.
std::size_t to_index(const NumberLiteral& literal, const Expression& expression) {
  std::int32_t index = 0;
  const char* const end = literal.text.data() + literal.text.size();
  const auto result = std::from_chars(literal.text.data(), end, index);
  if (result.ec == std::errc() && result.ptr == end && index >= 0) {
    return static_cast<std::size_t>(index);
  }
  throw_validation(fmt::format("List index is not within the allowable range; index: [{}] at {}",
                               literal.text, text(expression.position)));
}

expressions::DocumentPath::Step to_step(const PathStep& step) {
  return std::visit(Overloaded{
                        [](const std::string& name) -> expressions::DocumentPath::Step {
                          return checked_name(name);
                        },
                        [](const Everything&) -> expressions::DocumentPath::Step {
                          throw_validation("Wildcard path component like a[*].b are not supported");
                        },
                        [](const EveryAttribute&) -> expressions::DocumentPath::Step {
                          throw_validation("Unpivot path component like a.*.b are not supported");
                        },
                        [](const Box<Expression>& index) -> expressions::DocumentPath::Step {
                          if (const auto* name = std::get_if<StringLiteral>(&index->node)) {
                            return checked_name(name->value);
                          }
                          const auto* number = std::get_if<NumberLiteral>(&index->node);
                          if (number == nullptr) throw_unexpected_component(*index);
                          return to_index(*number, *index);
                        },
                    },
                    step);
}

}  // namespace

bool is_value(const Expression& expression) {
  return std::visit(Overloaded{
                        [](const Identifier&) { return false; },
                        [](const Path&) { return false; },
                        [](const MissingLiteral&) { return false; },
                        [](const Operation&) { return false; },
                        [](const TypeTest&) { return false; },
                        [](const Call&) { return false; },
                        [](const UnsupportedNode&) { return false; },
                        [](const Box<Select>&) { return false; },
                        [](const Box<Change>&) { return false; },
                        [](const auto&) { return true; },
                    },
                    expression.node);
}

expressions::Literal to_literal(const Expression& expression, Parameters parameters) {
  if (const auto* parameter = std::get_if<Parameter>(&expression.node)) {
    return parameters[parameter->index];
  }
  return expressions::Literal(make_value(expression, Place()));
}

bool is_path(const Expression& expression) {
  return std::holds_alternative<Identifier>(expression.node) ||
         std::holds_alternative<Path>(expression.node);
}

expressions::DocumentPath to_path(const Expression& expression) {
  if (const auto* name = std::get_if<Identifier>(&expression.node)) {
    return {checked_name(name->name), {}};
  }
  const auto* path = std::get_if<Path>(&expression.node);
  const auto* root = path != nullptr ? std::get_if<Identifier>(&path->root->node) : nullptr;
  if (root == nullptr) throw_unexpected_component(expression);
  expressions::DocumentPath result{checked_name(root->name), {}};
  for (const PathStep& step : path->steps) result.steps.push_back(to_step(step));
  return result;
}

Item to_item(const Expression& expression, Parameters parameters) {
  if (const auto* parameter = std::get_if<Parameter>(&expression.node)) {
    if (const auto* map = parameters[parameter->index]->get_if<AttributeMap>()) return *map;
  }
  const auto* literal = std::get_if<StructLiteral>(&expression.node);
  if (literal == nullptr) throw_unsupported(expression, Place());
  Item item;
  for (const Field& field : literal->fields) {
    const std::string& name = field_name(field);
    item.insert_or_assign(name, *to_literal(field.value, parameters));
  }
  return item;
}

}  // namespace core::partiql
