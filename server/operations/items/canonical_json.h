#pragma once

#include "core/json/value.h"

#include <string>

namespace server::operations {

// The value's text with the members of its objects in order of their names: alike for values that
// differ in nothing but that order, as clients that keep maps without one send them.
std::string canonical_json(core::json::Value value);

}  // namespace server::operations
