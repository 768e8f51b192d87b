#pragma once

#include "core/expressions/ast.h"

#include <optional>

// The values that an update works out, before anything is written.
namespace core::expressions {

// A right-hand side of SET. Throws ApiError(validation) when the item lacks an attribute it needs,
// or has one of a wrong type.
AttributeValue evaluate(const SetValue& value, const Item& item);

// ADD: the sum of two numbers, the union of two sets of one type, two lists after one another.
// nullopt for other types or two different ones.
std::optional<AttributeValue> add_values(const AttributeValue& existing,
                                         const AttributeValue& added);

// DELETE: the set without these members, maybe empty. nullopt unless both are sets of one type.
std::optional<AttributeValue> subtract_members(const AttributeValue& existing,
                                               const AttributeValue& members);

bool is_empty_set(const AttributeValue& value);

}  // namespace core::expressions
