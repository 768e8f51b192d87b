#pragma once

#include "core/table_definition.h"
#include "storage/change_record.h"
#include "storage/sqlite/connection.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace storage {

// A stream as it is stored: it outlives its table, and later streams of the same table.
struct StreamRow {
  std::int64_t id = 0;
  core::Scope scope;
  core::TableName table;
  core::StreamLabel label;
  core::StreamViewType view_type = core::StreamViewType::keys_only;
  core::KeySchema key;
  core::WallTime created_at;
  std::optional<core::WallTime> disabled_at;
};

struct ShardRow {
  ShardNumber number = 0;
  std::int64_t stream = 0;
  core::ShardId id;
  // Parents may have been trimmed away; the id stays known, as consumers see it.
  std::optional<ShardNumber> parent;
  std::optional<core::ShardId> parent_id;
  std::optional<ShardNumber> adjacent_parent;  // the second one of a shard that two merged into
  // The shard takes the items whose partition hash is at least this, up to the next open shard's.
  std::uint64_t first_hash = 0;
  core::WallTime created_at;
  core::SequenceNumber first_sequence;
  // Set once it is closed: the number of its last record, or first_sequence if it had none.
  std::optional<core::SequenceNumber> last_sequence;
  std::optional<core::WallTime> closed_at;
  std::optional<core::SequenceNumber> trimmed_to;  // the newest record that was trimmed away

  bool is_open() const { return !last_sequence; }
  // Whether no record has that number or a higher one, and none ever will.
  bool ends_before(core::SequenceNumber from) const {
    return last_sequence && *last_sequence < from;
  }
  // No record that is still there has a lower number.
  core::SequenceNumber trim_horizon() const {
    return trimmed_to ? core::SequenceNumber(trimmed_to->get() + 1) : first_sequence;
  }
};

// The streams and shards of all tables. Writes are made within somebody's transaction.
class StreamTable {
 public:
  explicit StreamTable(sqlite::Connection& connection);

  // Answer the new row's number; the given row's own is ignored.
  std::int64_t insert(const StreamRow& stream);
  ShardNumber insert(const ShardRow& shard);
  void disable(std::int64_t stream, core::WallTime now);
  void close(ShardNumber shard, core::SequenceNumber last, core::WallTime now);
  void set_trimmed(ShardNumber shard, core::SequenceNumber last);
  // What happened to streams, or to the shards from one up to another, later than now counts as
  // happened now.
  void date_back_streams(core::WallTime now);
  void date_back_shards(core::WallTime now, ShardNumber first, ShardNumber last);
  // With the positions that event source mappings had in it.
  void erase_shard(ShardNumber shard);
  // The same of one that has records left: they are found by its number yet.
  void leave_shard(ShardNumber shard);
  void erase_stream(std::int64_t stream);

  std::vector<StreamRow> load_streams();
  std::vector<ShardRow> load_shards();

  // The number that the next record will have or exceed, for when the records that would tell are
  // gone. The first number when none was stored.
  void store_next_sequence(core::SequenceNumber next);
  core::SequenceNumber load_next_sequence();

 private:
  sqlite::Connection& connection_;
  // A reset needs them for each of many streams.
  sqlite::Statement erase_stream_;
  sqlite::Statement erase_checkpoints_;
  sqlite::Statement erase_shard_;
};

}  // namespace storage
