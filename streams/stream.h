#pragma once

#include "core/arn.h"
#include "storage/stream_table.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace streams {

enum class StreamStatus { enabling, enabled, disabling, disabled };

// "ENABLING": as on the wire.
std::string_view wire_name(StreamStatus status);

// One stream with all its shards by their numbers: parents before their children. Owned by the
// StreamRegistry.
struct Stream {
  storage::StreamRow row;
  core::StreamArn arn;
  std::vector<storage::ShardRow> shards;
  std::uint64_t version = 0;  // another one whenever shards were opened, closed or erased
  // What somebody asked for, in memory only: iterators of an earlier generation have expired, and
  // records below a number are obsolete whatever their age.
  std::uint32_t iterator_generation = 0;
  core::SequenceNumber obsolete_below = {};

  bool enabled() const { return !row.disabled_at; }
  // What it shows when transitions last so long. One that began later than now, because the clock
  // was moved back, is over.
  StreamStatus status(core::WallTime now, core::Duration transition) const;
  // nullptr when there is no such shard.
  const storage::ShardRow* find_shard(std::string_view id) const;
  const storage::ShardRow* find_shard(storage::ShardNumber number) const;
  // In order of their hashes.
  std::vector<const storage::ShardRow*> open_shards() const;
};

}  // namespace streams
