#pragma once

#include "core/expressions/ast.h"
#include "core/expressions/effort.h"

namespace core::expressions {

// Whether the condition holds for the item; nullptr: there is no item.
// Throws ApiError(validation) where the effort goes beyond its limit.
bool holds(const Condition& condition, const Item* item, Effort& effort);
bool holds(const Condition& condition, const Item* item);  // the only one of its request

}  // namespace core::expressions
