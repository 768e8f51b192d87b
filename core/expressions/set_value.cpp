#include "core/expressions/set_value.h"

#include "core/api_error.h"
#include "core/item_size.h"
#include "core/limits.h"
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

[[noreturn]] void throw_wrong_type() {
  throw_validation("An operand in the update expression has an incorrect data type");
}

template <class T>
T require_type(AttributeValue value) {
  if (auto* wanted = value.get_if<T>()) return std::move(*wanted);
  throw_wrong_type();
}

AttributeValue make(const SetValue& value, const Item& item);

Number number(const Box<SetValue>& operand, const Item& item) {
  return require_type<Number>(make(*operand, item));
}

// Where the value is, in the item or in the request; nullptr when it must be made.
const AttributeValue* find_value(const SetValue& value, const Item& item) {
  using Result = const AttributeValue*;
  return std::visit(Overloaded{
                        [&](const DocumentPath& path) -> Result { return &require(item, path); },
                        [](const Literal& literal) -> Result { return &*literal; },
                        [&](const IfNotExists& node) -> Result {
                          const AttributeValue* existing = find(item, node.path);
                          return existing != nullptr ? existing : find_value(*node.otherwise, item);
                        },
                        [](const auto&) -> Result { return nullptr; },
                    },
                    value.node);
}

// The list where it is, or in `made`.
const List& require_list(const SetValue& value, const Item& item, AttributeValue& made) {
  const AttributeValue* found = find_value(value, item);
  if (found == nullptr) found = &(made = make(value, item));
  if (const auto* list = found->get_if<List>()) return *list;
  throw_wrong_type();
}

// Both may be large: nothing is copied twice.
List joined(const List& head, const List& tail) {
  List list;
  list.reserve(head.size() + tail.size());
  list.insert(list.end(), head.begin(), head.end());
  list.insert(list.end(), tail.begin(), tail.end());
  return list;
}

AttributeValue append(const ListAppend& node, const Item& item) {
  AttributeValue made_head, made_tail;
  const List& head = require_list(*node.head, item, made_head);
  return AttributeValue(joined(head, require_list(*node.tail, item, made_tail)));
}

AttributeValue make(const SetValue& value, const Item& item) {
  return std::visit(Overloaded{
                        [&](const DocumentPath& path) { return require(item, path); },
                        [](const Literal& literal) { return *literal; },
                        [&](const IfNotExists& node) {
                          const AttributeValue* existing = find(item, node.path);
                          return existing != nullptr ? *existing : make(*node.otherwise, item);
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

// No more than the value's size; numbers don't count.
std::size_t least_size(const SetValue& value, const Item& item) {
  return std::visit(Overloaded{
                        [&](const DocumentPath& path) -> std::size_t {
                          const AttributeValue* existing = find(item, path);
                          return existing != nullptr ? attribute_value_size_bytes(*existing) : 0;
                        },
                        [](const Literal& literal) { return attribute_value_size_bytes(*literal); },
                        [&](const IfNotExists& node) {
                          const AttributeValue* existing = find(item, node.path);
                          return existing != nullptr ? attribute_value_size_bytes(*existing)
                                                     : least_size(*node.otherwise, item);
                        },
                        [&](const ListAppend& node) {
                          return least_size(*node.head, item) + least_size(*node.tail, item);
                        },
                        [](const auto&) -> std::size_t { return 0; },
                    },
                    value.node);
}

// Throws what make() would throw, and answers the type of what it would make.
AttributeType check(const SetValue& value, const Item& item) {
  return std::visit(Overloaded{
                        [&](const DocumentPath& path) { return require(item, path).type(); },
                        [](const Literal& literal) { return literal->type(); },
                        [&](const IfNotExists& node) {
                          const AttributeValue* existing = find(item, node.path);
                          return existing != nullptr ? existing->type()
                                                     : check(*node.otherwise, item);
                        },
                        [&](const ListAppend& node) {
                          for (const auto* part : {&node.head, &node.tail}) {
                            if (check(**part, item) != AttributeType::list) throw_wrong_type();
                          }
                          return AttributeType::list;
                        },
                        [&](const auto&) { return make(value, item).type(); },
                    },
                    value.node);
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

// The first of these sorted members that isn't less than the wanted one, which is looked for in
// steps that grow: it may be near, or a million members away.
template <class Iterator, class T>
Iterator skip_to(Iterator from, Iterator end, const T& wanted) {
  std::ptrdiff_t step = 1;
  while (end - from > step && from[step] < wanted) {
    from += step;
    step *= 2;
  }
  return std::lower_bound(from, from + std::min(end - from, step + 1), wanted);
}

// What is taken away may be far larger than the set, and taken from hundreds of sets.
template <class T>
AttributeValue subtract(const Set<T>& a, const Set<T>& b) {
  Set<T> rest;
  auto from = b.members.begin();
  for (const T& member : a.members) {
    from = skip_to(from, b.members.end(), member);
    if (from == b.members.end() || *from != member) rest.members.push_back(member);
  }
  return AttributeValue(std::move(rest));
}

}  // namespace

bool WrittenSize::add(std::size_t bytes) {
  bytes_ += bytes;
  exceeded_ = exceeded_ || bytes_ > limits::kMaxItemBytes;
  return !exceeded_;
}

std::optional<AttributeValue> evaluate(const SetValue& value, const Item& item, WrittenSize& size) {
  if (!size.exceeded() && size.add(least_size(value, item))) return make(value, item);
  check(value, item);
  return std::nullopt;
}

bool can_be_added(const AttributeValue& existing, const AttributeValue& added) {
  return existing.type() == added.type() &&
         std::visit(
             [](const auto& node) {
               using T = std::decay_t<decltype(node)>;
               return IsSet<T>::value || std::is_same_v<T, Number> || std::is_same_v<T, List>;
             },
             existing.node());
}

AttributeValue add_values(const AttributeValue& existing, const AttributeValue& added) {
  return std::visit(Overloaded{
                        [](const Number& a, const Number& b) { return AttributeValue(a + b); },
                        [](const List& a, const List& b) { return AttributeValue(joined(a, b)); },
                        [](const auto& a, const auto& b) {
                          using A = std::decay_t<decltype(a)>;
                          using B = std::decay_t<decltype(b)>;
                          if constexpr (IsSet<A>::value && std::is_same_v<A, B>) return unite(a, b);
                          return AttributeValue();
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
