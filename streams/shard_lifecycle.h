#pragma once

#include "core/clock.h"
#include "streams/stream.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

// How shards give way to others: decisions only, the StreamRegistry carries them out. A closed
// shard keeps its records until they age out; from then on its items' records go to its children,
// so a consumer that reads a child after its parents sees each item's records in order.
namespace streams {

// AWS closes a shard some four hours after it opened it, written to or not.
inline constexpr core::Duration kShardLifetime = std::chrono::hours(4);

// Open shards that close, and what is opened for their hashes.
struct Succession {
  std::vector<storage::ShardNumber> parents;  // two when they merge, the lower hashes first
  std::vector<std::uint64_t> first_hashes;    // of the children

  friend bool operator==(const Succession&, const Succession&) = default;
};

// Whether the shard is open and has been for long enough.
bool is_due(const storage::ShardRow& shard, core::WallTime now);

// One child for all the shard's hashes.
Succession roll(const storage::ShardRow& shard);
// A child for each half of an open shard's hashes; nullopt when it has only one.
std::optional<Succession> split(const Stream& stream, const storage::ShardRow& shard);
// One child for an open shard and the one with the next hashes; the last merges with the one
// before. nullopt when no other is open.
std::optional<Succession> merge(const Stream& stream, const storage::ShardRow& shard);

// The same for all open shards. Neighbours merge in pairs; an odd one at the end is left.
std::vector<Succession> roll_all(const Stream& stream);
std::vector<Succession> split_all(const Stream& stream);
std::vector<Succession> merge_all(const Stream& stream);

// When the first of the open shards is due; nullopt when none is open.
std::optional<core::WallTime> next_roll(const Stream& stream);
// The rolls that are due.
std::vector<Succession> due_rolls(const Stream& stream, core::WallTime now);

}  // namespace streams
