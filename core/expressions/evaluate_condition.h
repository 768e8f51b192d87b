#pragma once

#include "core/expressions/ast.h"

namespace core::expressions {

// Whether the condition holds for the item; nullptr: there is no item.
bool holds(const Condition& condition, const Item* item);

}  // namespace core::expressions
