#pragma once

#include "core/expressions/key_condition.h"
#include "core/key_schema.h"
#include "storage/item_table.h"

#include <cstdint>
#include <string>
#include <string_view>

// The ranges of stored keys that reads walk. They hold for tables and indexes alike: an index's
// keys begin with its own parts.
namespace server::operations {

// The entries that a Query selects.
storage::KeyRange selected_range(const core::KeySchema& key,
                                 const core::expressions::KeySelection& selection);

// One segment of a parallel Scan: a share of the hashes that keys begin with. Segments don't
// overlap and leave nothing out.
storage::KeyRange segment_range(std::uint64_t segment, std::uint64_t total_segments);

bool contains(const storage::KeyRange& range, std::string_view key);

// What is left of the range behind `key`, in the direction of the walk.
storage::KeyRange range_after(storage::KeyRange range, std::string key,
                              storage::Direction direction);

}  // namespace server::operations
