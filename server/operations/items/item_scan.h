#pragma once

#include "core/expressions/ast.h"
#include "core/json/writer.h"
#include "server/operations/items/consumed_capacity.h"
#include "server/operations/items/read_source.h"
#include "storage/item_table.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

// What Query and Scan have in common: one page of a walk over a table or an index.
namespace server::operations {

struct PageRequest {
  storage::KeyRange range;
  storage::Direction direction = storage::Direction::forward;
  std::optional<std::size_t> limit;  // of the items that are read, before the filter
  std::optional<core::expressions::Condition> filter;
  std::optional<core::expressions::Projection> projection;
  // What is shown of what the projection names, in its place.
  std::function<core::Item(const core::Item&)> shape;
  bool count_only = false;
  bool whole_items = false;  // of an index: reads the rest of the item from the table
  bool consistent = false;
};

struct Page {
  std::size_t count = 0;
  std::size_t scanned_count = 0;
  std::size_t source_bytes = 0;  // read of the source's entries
  std::size_t table_bytes = 0;   // read from the table behind an index
  double table_units = 0;        // what that costs: each item is rounded up on its own [AWS]
  std::size_t effort_bytes = 0;  // how long it took: see limits::kMaxPageEffortBytes
  // Where the page ended by its limit, by 1 MB, or since it took long, by its filter, by what its
  // items hold beside what an index shows, or by how many and how small they are. As on AWS, there
  // may be nothing behind it.
  std::optional<core::Item> last;
};

// Writes the items that hold the filter as elements of a JSON array, unless only counted.
Page read_page(const ReadSource& source, const PageRequest& request, core::json::Writer& items);

// The same for one item of a table, by its stored key. There is nothing behind it.
Page read_item(const ReadSource& source, const PageRequest& request, std::string_view key,
               core::json::Writer& items);

// What reading the page cost.
ConsumedCapacity cost_of(const ReadSource& source, const Page& page, bool consistent);

// The body of the answer to a Query or Scan.
std::string answer_page(const ReadSource& source, const PageRequest& request,
                        CapacityDetail capacity);

}  // namespace server::operations
