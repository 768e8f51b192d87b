#pragma once

#include "core/expressions/ast.h"

#include <optional>

// The values that an update works out, before anything is written.
namespace core::expressions {

// What the values that an update writes may come to: all of them end in one item.
class WrittenSize {
 public:
  // False, from then on, when they are more than an item can hold.
  bool add(std::size_t bytes);
  bool exceeded() const { return exceeded_; }

 private:
  std::size_t bytes_ = 0;
  bool exceeded_ = false;
};

// A right-hand side of SET. Throws ApiError(validation) when the item lacks an attribute it needs,
// or has one of a wrong type. nullopt, and nothing is copied, when the item would be too large.
std::optional<AttributeValue> evaluate(const SetValue& value, const Item& item, WrittenSize& size);

// Whether ADD can: numbers, sets of one type, lists.
bool can_be_added(const AttributeValue& existing, const AttributeValue& added);

// ADD: the sum of two numbers, the union of two sets, two lists after one another. Needs
// can_be_added().
AttributeValue add_values(const AttributeValue& existing, const AttributeValue& added);

// DELETE: the set without these members, maybe empty. nullopt unless both are sets of one type.
std::optional<AttributeValue> subtract_members(const AttributeValue& existing,
                                               const AttributeValue& members);

bool is_empty_set(const AttributeValue& value);

}  // namespace core::expressions
