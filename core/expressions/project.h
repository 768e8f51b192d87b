#pragma once

#include "core/expressions/ast.h"

namespace core::expressions {

// The parts of the item that the projection names. What isn't there is left out; list elements keep
// their order and close up.
Item project(const Projection& projection, Item item);

}  // namespace core::expressions
