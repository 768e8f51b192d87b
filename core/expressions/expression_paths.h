#pragma once

#include "core/expressions/ast.h"

#include <vector>

// The paths that an expression names, in its order. They point into it.
namespace core::expressions {

using Paths = std::vector<const DocumentPath*>;

Paths paths_of(const Condition& condition);
// Those that it writes and those that it reads.
Paths paths_of(const Update& update);

}  // namespace core::expressions
