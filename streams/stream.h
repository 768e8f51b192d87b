#pragma once

#include <vector>

#include "core/arn.h"
#include "storage/stream_table.h"

namespace streams {

// One stream with all its shards, oldest first. Owned by the StreamRegistry.
struct Stream {
  storage::StreamRow row;
  core::StreamArn arn;
  std::vector<storage::ShardRow> shards;

  bool enabled() const { return !row.disabled_at; }
  // nullptr when there is no such shard.
  const storage::ShardRow* find_shard(std::string_view id) const;
  const storage::ShardRow* find_shard(storage::ShardNumber number) const;
};

}  // namespace streams
