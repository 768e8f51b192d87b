#pragma once

#include "core/names.h"
#include "storage/change_record.h"
#include "storage/sqlite/connection.h"

#include <string>
#include <vector>

namespace storage {

// How far an event source mapping has come in one shard: the records below `next` are done. Where
// it has several lanes, each stands for a part of the items, and of those the records below the
// lane's own number are done.
struct Checkpoint {
  ShardNumber shard = 0;
  core::SequenceNumber next;
  std::vector<core::SequenceNumber> lanes = {};  // empty for one lane alone
  // What the mapping keeps of the batches in flight, in a form of its own; empty: nothing.
  std::string progress = {};

  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

// The positions of all event source mappings. Writes are made within somebody's transaction.
class CheckpointTable {
 public:
  explicit CheckpointTable(sqlite::Connection& connection);

  std::vector<Checkpoint> load(const core::MappingId& mapping);
  // Does nothing when the shard is gone: a handler may have been busy while it aged out.
  void store(const core::MappingId& mapping, const Checkpoint& checkpoint);
  void erase(const core::MappingId& mapping);

 private:
  sqlite::Statement load_;
  sqlite::Statement store_;
  sqlite::Statement erase_;
};

}  // namespace storage
