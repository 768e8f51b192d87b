#pragma once

#include "server/operations/operation.h"

#include <cstddef>
#include <functional>

namespace server::operations {

// Items of so many bytes are shown at once.
constexpr std::size_t kQuickItemBytes = std::size_t{64} << 10;

// Replies with what `make` makes of items of so many bytes: on a worker thread where that takes
// long, since an item may have very many values. It has copies of all that it looks at.
void answer_with_items(std::size_t item_bytes, std::function<Answer()> make, Services& services,
                       Reply reply);

}  // namespace server::operations
