#pragma once

#include "storage/change_table.h"
#include "storage/resource_table.h"

namespace storage {

// The change records of shards that are gone: removed a piece at a time, since a shard may have a
// day's. Which there are is stored, so a restart goes on. No shard gets the number of one that was.
// Within somebody's transaction.
class LeftoverShards {
 public:
  explicit LeftoverShards(sqlite::Connection& connection);

  // Nobody reads that shard any more.
  void leave(ShardNumber shard);

  bool any() { return left_.first().has_value(); }
  // Removes some of the records of one of them.
  void remove_some(const core::Clock& clock);

 private:
  ResourceTable left_;
  ChangeTable changes_;
  sqlite::Statement remove_segments_;
};

}  // namespace storage
