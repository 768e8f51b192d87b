#pragma once

#include "core/partiql/tree.h"

#include <string>

namespace core::partiql {

// What AWS calls an expression where it has no use for it: "IsType", "Parameter"; a function by its
// name.
std::string operation_name(const Expression& expression);

}  // namespace core::partiql
