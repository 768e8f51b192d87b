#include "core/expressions/set_value.h"

#include "core/api_error.h"
#include "core/overloaded.h"

#include <algorithm>
#include <iterator>

namespace core::expressions {

namespace {

const AttributeValue& require(const Item& item, const DocumentPath& path) {
  const AttributeValue* value = find(item, path);
  if (value != nullptr) return *value;
  throw_validation(
      "The provided expression refers to an attribute that does not exist in the item");
}

template <class T>
T require_type(AttributeValue value) {
  if (auto* wanted = value.get_if<T>()) return std::move(*wanted);
  throw_validation("An operand in the update expression has an incorrect data type");
}

Number number(const Box<SetValue>& operand, const Item& item) {
  return require_type<Number>(evaluate(*operand, item));
}

AttributeValue append(const ListAppend& node, const Item& item) {
  List list = require_type<List>(evaluate(*node.head, item));
  List tail = require_type<List>(evaluate(*node.tail, item));
  list.insert(list.end(), std::make_move_iterator(tail.begin()),
              std::make_move_iterator(tail.end()));
  return AttributeValue(std::move(list));
}

template <class T>
struct IsSet : std::false_type {};
template <class T>
struct IsSet<Set<T>> : std::true_type {};

template <class T>
AttributeValue unite(const Set<T>& a, const Set<T>& b) {
  Set<T> united;
  std::set_union(a.members.begin(), a.members.end(), b.members.begin(), b.members.end(),
                 std::back_inserter(united.members));
  return AttributeValue(std::move(united));
}

template <class T>
AttributeValue subtract(const Set<T>& a, const Set<T>& b) {
  Set<T> rest;
  std::set_difference(a.members.begin(), a.members.end(), b.members.begin(), b.members.end(),
                      std::back_inserter(rest.members));
  return AttributeValue(std::move(rest));
}

}  // namespace

AttributeValue evaluate(const SetValue& value, const Item& item) {
  return std::visit(Overloaded{
                        [&](const DocumentPath& path) { return require(item, path); },
                        [](const AttributeValue& literal) { return literal; },
                        [&](const IfNotExists& node) {
                          const AttributeValue* existing = find(item, node.path);
                          return existing != nullptr ? *existing : evaluate(*node.otherwise, item);
                        },
                        [&](const ListAppend& node) { return append(node, item); },
                        [&](const Plus& node) {
                          return AttributeValue(number(node.left, item) + number(node.right, item));
                        },
                        [&](const Minus& node) {
                          return AttributeValue(number(node.left, item) - number(node.right, item));
                        },
                    },
                    value.node);
}

std::optional<AttributeValue> add_values(const AttributeValue& existing,
                                         const AttributeValue& added) {
  using Result = std::optional<AttributeValue>;
  return std::visit(
      Overloaded{
          [](const Number& a, const Number& b) -> Result { return AttributeValue(a + b); },
          [](const List& a, const List& b) -> Result {
            List list = a;
            list.insert(list.end(), b.begin(), b.end());
            return AttributeValue(std::move(list));
          },
          [](const auto& a, const auto& b) -> Result {
            using A = std::decay_t<decltype(a)>;
            using B = std::decay_t<decltype(b)>;
            if constexpr (IsSet<A>::value && std::is_same_v<A, B>) return unite(a, b);
            return std::nullopt;
          },
      },
      existing.node(), added.node());
}

std::optional<AttributeValue> subtract_members(const AttributeValue& existing,
                                               const AttributeValue& members) {
  return std::visit(
      [](const auto& a, const auto& b) -> std::optional<AttributeValue> {
        using A = std::decay_t<decltype(a)>;
        using B = std::decay_t<decltype(b)>;
        if constexpr (IsSet<A>::value && std::is_same_v<A, B>) return subtract(a, b);
        return std::nullopt;
      },
      existing.node(), members.node());
}

bool is_empty_set(const AttributeValue& value) {
  return std::visit(
      [](const auto& node) {
        if constexpr (IsSet<std::decay_t<decltype(node)>>::value) return node.members.empty();
        return false;
      },
      value.node());
}

}  // namespace core::expressions
