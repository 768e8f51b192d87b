#pragma once

#include "lambda-host/alarm.h"
#include "storage/checkpoint_table.h"
#include "storage/writer.h"

#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace lambda_host {

// The positions of all mappings as they are stored. Delivery goes on while one is being written;
// what a failed commit lost is written again, so that a mapping that falls silent isn't left
// behind. Engine thread only.
class CheckpointStore {
 public:
  // The references must outlive the store, and it the writer's last turn.
  CheckpointStore(storage::sqlite::Connection& connection, storage::Writer& writer,
                  std::unique_ptr<Alarm> alarm);

  std::vector<storage::Checkpoint> load(const core::MappingId& mapping) {
    return table_.load(mapping);
  }
  // In the caller's transaction.
  void store(const core::MappingId& mapping, const storage::Checkpoint& checkpoint) {
    table_.store(mapping, checkpoint);
  }
  void erase(const core::MappingId& mapping) { table_.erase(mapping); }

  // In this turn's commit, or one after that. Of a mapping and shard, in order.
  void submit(const core::MappingId& mapping, const storage::Checkpoint& checkpoint);
  // After the commit that erased it: nothing of it is written any more.
  void forget(const core::MappingId& mapping);

 private:
  using Key = std::pair<core::MappingId, storage::ShardNumber>;

  void committed(const Key& key, const storage::Checkpoint& checkpoint, bool good);
  void submit_lost();

  storage::Writer& writer_;
  storage::CheckpointTable table_;
  std::map<Key, storage::Checkpoint> lost_;  // by failed commits, until others are written
  std::unique_ptr<Alarm> alarm_;
};

}  // namespace lambda_host
