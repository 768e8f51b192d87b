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

// An item that was written between two moments: what it was at both, and when it was written last.
// One of the two is there.
struct ItemChange {
  std::optional<std::string> before;
  std::optional<std::string> after;
  core::WallTime at;
};
// Calls take(change) in key order, once for each item; an item that came and went is no change. The
// history must reach back to the first moment. Keys that were written at another time count as
// items.
using TakeChange = std::function<void(ItemChange change)>;
NextKey read_changes(Table& table, HistoryPosition since, HistoryPosition until,
                     std::string_view from, const ReadBounds& bounds, const TakeChange& take);

}  // namespace storage
