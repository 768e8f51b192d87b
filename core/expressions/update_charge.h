#pragma once

#include "core/expressions/ast.h"

#include <cstddef>

namespace core::expressions {

// What AWS counts of an UpdateExpression against the 400 KB of an item, in bytes: what it writes,
// and something for each clause, whether or not the item grows. The key and whatever the update
// leaves alone don't count. Only UpdateItem looks at it, before the condition, and beside the size
// of the finished item; a transaction doesn't.
std::size_t update_charge_bytes(const Update& update);

}  // namespace core::expressions
