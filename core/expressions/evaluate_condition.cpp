#include "core/expressions/evaluate_condition.h"

#include "core/item_size.h"
#include "core/overloaded.h"
#include "core/text_search.h"
#include "core/utf16.h"

#include <algorithm>
#include <compare>

// An operand without a value (no such attribute, the size of a number) makes every comparison false
// but "<>", which it makes true, even between two such operands [AWS].
namespace core::expressions {

namespace {

AttributeValue number(std::size_t value) {
  return AttributeValue(Number(static_cast<std::int64_t>(value)));
}

std::optional<std::size_t> size_of(const AttributeValue& value) {
  using Result = std::optional<std::size_t>;
  return std::visit(Overloaded{
                        [](const std::string& string) -> Result { return utf16_length(string); },
                        [](const Binary& binary) -> Result { return binary.bytes.size(); },
                        [](const StringSet& set) -> Result { return set.members.size(); },
                        [](const NumberSet& set) -> Result { return set.members.size(); },
                        [](const BinarySet& set) -> Result { return set.members.size(); },
                        [](const List& list) -> Result { return list.size(); },
                        [](const AttributeMap& map) -> Result { return map.size(); },
                        [](const Number&) -> Result { return std::nullopt; },
                        [](bool) -> Result { return std::nullopt; },
                        [](Null) -> Result { return std::nullopt; },
                    },
                    value.node());
}

// To look at a value takes as long as to look through so many bytes of a text.
constexpr std::size_t kValueEffortBytes = 6;

std::size_t effort_bytes(const AttributeValue& value) {
  return attribute_value_size_bytes(value) + kValueEffortBytes * (count_values(value) - 1);
}

// Texts are compared as fast as they are read, and most scalars are short: only members count.
std::size_t members_bytes(const AttributeValue& value) {
  return std::visit(Overloaded{
                        [](const std::string&) -> std::size_t { return 0; },
                        [](const Binary&) -> std::size_t { return 0; },
                        [](const Number&) -> std::size_t { return 0; },
                        [](bool) -> std::size_t { return 0; },
                        [](Null) -> std::size_t { return 0; },
                        [&](const auto&) { return effort_bytes(value); },
                    },
                    value.node());
}

// An operand's value for one item. Points into the item or the operand, except for a size.
class Resolved {
 public:
  Resolved(const Operand& operand, const Item* item, Effort& effort) {
    std::visit(Overloaded{
                   [&](const DocumentPath& path) { value_ = look_up(path, item); },
                   [&](const Literal& value) { value_ = &*value; },
                   [&](const Size& size) { measure(size, item, effort); },
               },
               operand);
  }
  Resolved(const Resolved&) = delete;
  Resolved& operator=(const Resolved&) = delete;

  explicit operator bool() const { return value_ != nullptr; }
  const AttributeValue& operator*() const { return *value_; }

 private:
  static const AttributeValue* look_up(const DocumentPath& path, const Item* item) {
    return item != nullptr ? find(*item, path) : nullptr;
  }

  void measure(const Size& size, const Item* item, Effort& effort) {
    const auto* path = std::get_if<DocumentPath>(&size.of);
    const AttributeValue* of =
        path != nullptr ? look_up(*path, item) : &*std::get<Literal>(size.of);
    if (of == nullptr) return;
    if (const auto* text = of->get_if<std::string>()) effort.spend(text->size());
    const auto result = size_of(*of);
    if (!result) return;
    size_ = number(*result);
    value_ = &size_;
  }

  const AttributeValue* value_ = nullptr;
  AttributeValue size_;
};

bool compares(const AttributeValue& left, Comparator comparator, const AttributeValue& right) {
  if (comparator == Comparator::equal) return left == right;
  if (comparator == Comparator::not_equal) return !(left == right);
  const auto order = compare(left, right);
  if (!order) return false;
  switch (comparator) {
    case Comparator::less: return std::is_lt(*order);
    case Comparator::less_or_equal: return std::is_lteq(*order);
    case Comparator::greater: return std::is_gt(*order);
    case Comparator::greater_or_equal: return std::is_gteq(*order);
    case Comparator::equal:
    case Comparator::not_equal: break;
  }
  return false;
}

bool begins_with(const AttributeValue& value, const AttributeValue& prefix) {
  if (const auto* string = value.get_if<std::string>()) {
    const auto* start = prefix.get_if<std::string>();
    return start != nullptr && string->starts_with(*start);
  }
  const auto* binary = value.get_if<Binary>();
  const auto* start = prefix.get_if<Binary>();
  return binary != nullptr && start != nullptr && binary->bytes.starts_with(start->bytes);
}

template <class T>
bool has_member(const Set<T>& set, const AttributeValue& member) {
  const auto* value = member.get_if<T>();
  return value != nullptr && std::binary_search(set.members.begin(), set.members.end(), *value);
}

bool contains(const AttributeValue& container, const AttributeValue& member) {
  return std::visit(Overloaded{
                        [&](const std::string& string) {
                          const auto* part = member.get_if<std::string>();
                          return part != nullptr && contains_text(string, *part);
                        },
                        [&](const Binary& binary) {
                          const auto* part = member.get_if<Binary>();
                          return part != nullptr && contains_text(binary.bytes, part->bytes);
                        },
                        [&](const StringSet& set) { return has_member(set, member); },
                        [&](const NumberSet& set) { return has_member(set, member); },
                        [&](const BinarySet& set) { return has_member(set, member); },
                        [&](const List& list) {
                          return std::find(list.begin(), list.end(), member) != list.end();
                        },
                        [](const auto&) { return false; },
                    },
                    container.node());
}

bool evaluate(const Compare& node, const Item* item, Effort& effort) {
  const Resolved left(node.left, item, effort);
  const Resolved right(node.right, item, effort);
  if (!left || !right) return node.comparator == Comparator::not_equal;
  effort.spend(members_bytes(*left));
  return compares(*left, node.comparator, *right);
}

bool evaluate(const Between& node, const Item* item, Effort& effort) {
  const Resolved value(node.value, item, effort);
  const Resolved low(node.low, item, effort);
  const Resolved high(node.high, item, effort);
  // Only scalars have an order.
  return value && low && high && compares(*low, Comparator::less_or_equal, *value) &&
         compares(*value, Comparator::less_or_equal, *high);
}

bool evaluate(const In& node, const Item* item, Effort& effort) {
  const Resolved value(node.value, item, effort);
  return value &&
         std::any_of(node.candidates.begin(), node.candidates.end(), [&](const Operand& operand) {
           const Resolved candidate(operand, item, effort);
           if (!candidate) return false;
           effort.spend(members_bytes(*candidate));
           return *candidate == *value;
         });
}

bool evaluate(const AttributeExists& node, const Item* item, Effort&) {
  return item != nullptr && find(*item, node.path) != nullptr;
}

bool evaluate(const AttributeNotExists& node, const Item* item, Effort&) {
  return item == nullptr || find(*item, node.path) == nullptr;
}

bool evaluate(const AttributeTypeIs& node, const Item* item, Effort& effort) {
  const Resolved value(node.value, item, effort);
  return value && (*value).type() == node.type;
}

bool evaluate(const BeginsWith& node, const Item* item, Effort& effort) {
  const Resolved value(node.value, item, effort);
  const Resolved prefix(node.prefix, item, effort);
  return value && prefix && begins_with(*value, *prefix);
}

bool evaluate(const Contains& node, const Item* item, Effort& effort) {
  const Resolved container(node.container, item, effort);
  const Resolved member(node.member, item, effort);
  if (!container || !member) return false;
  effort.spend(effort_bytes(*container));
  return contains(*container, *member);
}

bool evaluate(const Not& node, const Item* item, Effort& effort) {
  return !holds(*node.inner, item, effort);
}

bool evaluate(const TruthIsOneOf& node, const Item* item, Effort& effort) {
  const AttributeValue truth(holds(*node.truth, item, effort));
  return std::any_of(node.operands.begin(), node.operands.end(),
                     [&](const Operand& each) {
                       const Resolved value(each, item, effort);
                       return value && *value == truth;
                     }) ||
         std::any_of(node.conditions.begin(), node.conditions.end(), [&](const Condition& each) {
           return AttributeValue(holds(each, item, effort)) == truth;
         });
}

bool evaluate(const And& node, const Item* item, Effort& effort) {
  return std::all_of(node.terms.begin(), node.terms.end(),
                     [&](const Condition& term) { return holds(term, item, effort); });
}

bool evaluate(const Or& node, const Item* item, Effort& effort) {
  return std::any_of(node.terms.begin(), node.terms.end(),
                     [&](const Condition& term) { return holds(term, item, effort); });
}

}  // namespace

bool holds(const Condition& condition, const Item* item, Effort& effort) {
  return std::visit([&](const auto& node) { return evaluate(node, item, effort); }, condition.node);
}

bool holds(const Condition& condition, const Item* item) {
  Effort effort;
  return holds(condition, item, effort);
}

}  // namespace core::expressions
