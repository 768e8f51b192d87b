#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/table_definition.h"
#include "storage/change_record.h"
#include "storage/sqlite/connection.h"

namespace storage {

// A stream as it is stored: it outlives its table, and later streams of the same table.
struct StreamRow {
  std::int64_t id = 0;
  core::Scope scope;
  core::TableName table;
  core::StreamLabel label;
  core::StreamViewType view_type = core::StreamViewType::keys_only;
  core::KeySchema key;
  core::TimePoint created_at;
  std::optional<core::TimePoint> disabled_at;
};

struct ShardRow {
  ShardNumber number = 0;
  std::int64_t stream = 0;
  core::ShardId id;
  std::optional<ShardNumber> parent;
  // The shard takes the items whose partition hash is at least this, up to the next open shard's.
  std::uint64_t first_hash = 0;
  core::TimePoint created_at;
  core::SequenceNumber first_sequence;
  std::optional<core::SequenceNumber> last_sequence;  // set once it is closed
};

// The streams and shards of all tables. Writes are made within somebody's transaction.
class StreamTable {
 public:
  explicit StreamTable(sqlite::Connection& connection);

  // Answer the new row's number; the given row's own is ignored.
  std::int64_t insert(const StreamRow& stream);
  ShardNumber insert(const ShardRow& shard);
  void disable(std::int64_t stream, core::TimePoint now);
  void close(ShardNumber shard, core::SequenceNumber last);
  void erase_shard(ShardNumber shard);
  void erase_stream(std::int64_t stream);

  std::vector<StreamRow> load_streams();
  std::vector<ShardRow> load_shards();

 private:
  sqlite::Connection& connection_;
};

}  // namespace storage
