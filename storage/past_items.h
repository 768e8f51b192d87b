#pragma once

#include "storage/table.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

// The items of a table as they were at a moment, read a piece at a time while writes go on.
namespace storage {

// How much one piece may read.
struct ReadBounds {
  std::size_t items = 1000;
  std::size_t bytes = std::size_t{1} << 20;
};

// Where the next piece begins: at this key; nullopt: nothing is left.
using NextKey = std::optional<std::string>;

// Calls take(key, stored item) for the items from `from` on in key order. The table must have a
// history that reaches back to the moment. Keys that were written since but weren't there count as
// items.
using TakeItem = std::function<void(std::string_view key, std::string_view item)>;
NextKey read_past_items(Table& table, HistoryPosition moment, std::string_view from,
                        const ReadBounds& bounds, const TakeItem& take);

// The same of now, of any table.
NextKey read_items(Table& table, std::string_view from, const ReadBounds& bounds,
                   const TakeItem& take);

}  // namespace storage
