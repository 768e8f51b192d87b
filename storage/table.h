#pragma once

#include "core/table_definition.h"
#include "storage/change_record.h"
#include "storage/expiry_table.h"
#include "storage/history_table.h"
#include "storage/index_table.h"
#include "storage/item_table.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// Where the change records of a table's writes go. Kept by streams/, read by the Writer.
struct OpenShard {
  std::uint64_t first_hash = 0;
  ShardNumber number = 0;
};
struct OpenStream {
  core::StreamViewType view_type = core::StreamViewType::keys_only;
  std::vector<OpenShard> shards;  // by first_hash; the first one's is 0

  ShardNumber shard_of(std::uint64_t partition_hash) const;
};

struct Statistics {
  std::int64_t item_count = 0;
  std::int64_t size_bytes = 0;
  bool operator==(const Statistics&) const = default;
};

// How far a walk over the items has filled an index: it has entries for exactly the items whose
// keys come before this one. nullopt: for all.
using FilledTo = std::optional<std::string>;

struct Index {
  core::IndexDefinition definition;
  IndexTable entries;
  Statistics statistics = {};  // of the projected items
  FilledTo filled_to = {};
};

// The order in which the items expire.
struct ExpiryIndex {
  ExpiryTable entries;
  FilledTo filled_to = {};
};

// A moment at which somebody will begin to copy what a table was then. Until its next write the
// table is what it was, and nobody needs to know the position.
struct Moment {
  std::optional<HistoryPosition> position;
};

inline bool covers(const FilledTo& filled_to, std::string_view item_key) {
  return !filled_to || item_key < *filled_to;
}

// One DynamoDB table: its definition, the SQLite tables that hold it, and what is counted of it.
struct Table {
  std::int64_t id = 0;
  core::TableDefinition definition;  // its `indexes` and `indexes` below are alike in order
  ItemTable items;
  std::vector<Index> indexes;
  Statistics statistics;
  std::optional<OpenStream> stream;
  std::optional<ExpiryIndex> expiry;         // when it has a time to live
  std::optional<HistoryTable> history = {};  // when it can be recovered, or is being copied
  bool being_copied_to = false;  // its items are still coming; its indexes have no entries yet
  // Kept by whoever waits for a copy; the next write notes the position.
  std::weak_ptr<Moment> awaited_moment = {};

  Index* find_index(std::string_view name);
};

}  // namespace storage
