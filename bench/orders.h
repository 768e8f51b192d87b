#pragma once

#include "bench/load_client.h"

#include <cstdint>
#include <string>
#include <string_view>

// The table that benchmarks read and write: (Id N, Amount N), and a note of 100 letters.
namespace bench {

// Creates it on demand, with a stream unless the view type is empty.
void create_orders(std::uint16_t port, std::string_view table, std::string_view view_type);

// Writes items 0 to `items` - 1.
void fill_orders(std::uint16_t port, std::string_view table, std::uint64_t items);

// As DescribeTable counts them.
std::uint64_t count_orders(std::uint16_t port, std::string_view table);

// An item's number, spread over all of them, the same in each run.
inline std::uint64_t some_item(std::uint64_t n, std::uint64_t items) {
  return n * 2654435761U % items;
}

// A PutItem request for an item with a note that ends in `last`.
std::string order_body(std::string_view table, std::uint64_t id, char last = 'x');

// Puts half of which overwrite one of so many items with another note, half make new ones: those
// from items + `first` on.
Load put_orders(std::uint16_t port, std::string table, std::uint64_t items, std::uint64_t first);

}  // namespace bench
