#pragma once

#include "core/arn.h"
#include "storage/stream_table.h"

#include <string_view>
#include <vector>

namespace streams {

enum class StreamStatus { enabling, enabled, disabling, disabled };

// "ENABLING": as on the wire.
std::string_view wire_name(StreamStatus status);

// One stream with all its shards, oldest first: parents before their children. Owned by the
// StreamRegistry.
struct Stream {
  storage::StreamRow row;
  core::StreamArn arn;
  std::vector<storage::ShardRow> shards;

  bool enabled() const { return !row.disabled_at; }
  // What it shows when transitions last so long.
  StreamStatus status(core::TimePoint now, core::Duration transition) const;
  // nullptr when there is no such shard.
  const storage::ShardRow* find_shard(std::string_view id) const;
  const storage::ShardRow* find_shard(storage::ShardNumber number) const;
  // In order of their hashes.
  std::vector<const storage::ShardRow*> open_shards() const;
};

}  // namespace streams
