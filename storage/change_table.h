#pragma once

#include <vector>

#include "storage/change_record.h"
#include "storage/sqlite/connection.h"

namespace storage {

// The change records of all shards, written in the transaction of the items they tell of.
// A record's row is shard << 40 | sequence (see schema.cpp): one range a shard, in order.
class ChangeTable {
 public:
  explicit ChangeTable(sqlite::Connection& connection);

  void append(const ChangeRecord& record);

  // Up to `limit` records of the shard, from the given sequence number on, in order.
  std::vector<ChangeRecord> read(ShardNumber shard, core::SequenceNumber from, std::size_t limit);

  // The newest record's number; nullopt when the shard has none.
  std::optional<core::SequenceNumber> last_sequence(ShardNumber shard);

  // Removes up to `limit` of the shard's oldest records among those made before `before`; answers
  // how many.
  std::size_t trim(ShardNumber shard, core::TimePoint before, std::size_t limit);

 private:
  sqlite::Statement append_;
  sqlite::Statement read_;
  sqlite::Statement last_;
  sqlite::Statement trim_;
};

}  // namespace storage
