#pragma once

#include "core/expressions/ast.h"

#include <set>
#include <string_view>
#include <vector>

namespace core::expressions {

using Paths = std::vector<const DocumentPath*>;

// The paths that an expression names, in its order. They point into it.
Paths paths_of(const Condition& condition);
Paths paths_of(const Projection& projection);
// Those that it writes and those that it reads.
Paths paths_of(const Update& update);

// Of an item, the attributes in which the paths lie. They are views of the paths.
std::set<std::string_view> attributes_of(const Paths& paths);

}  // namespace core::expressions
