#pragma once

#include "core/expressions/ast.h"

#include <cstddef>

namespace core::expressions {

// What AWS counts of an UpdateExpression against the 400 KB of an item, in bytes: what it writes,
// and something for each clause, whether or not the item grows. The key and whatever the update
// leaves alone don't count. Ends counting beyond those 400 KB: an update may write one large value
// hundreds of times. Only UpdateItem looks at it, before the condition, and beside the size
// of the finished item; a transaction doesn't.
std::size_t update_charge_bytes(const Update& update);

}  // namespace core::expressions
