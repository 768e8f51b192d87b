#include "streams/shard_lifecycle.h"

#include <algorithm>
#include <limits>

namespace streams {
namespace {

using OpenShards = std::vector<const storage::ShardRow*>;

OpenShards::const_iterator place_of(const storage::ShardRow& shard, const OpenShards& open) {
  return std::find_if(open.begin(), open.end(),
                      [&](const storage::ShardRow* each) { return each->number == shard.number; });
}

Succession merge(const storage::ShardRow& low, const storage::ShardRow& high) {
  return {
      {low.number, high.number},
      {low.first_hash         }
  };
}

}  // namespace

bool is_due(const storage::ShardRow& shard, core::WallTime now) {
  return shard.is_open() && now - shard.created_at >= kShardLifetime;
}

Succession roll(const storage::ShardRow& shard) {
  return {{shard.number}, {shard.first_hash}};
}

std::optional<Succession> split(const Stream& stream, const storage::ShardRow& shard) {
  const OpenShards open = stream.open_shards();
  const auto next = std::next(place_of(shard, open));
  const std::uint64_t last_hash =
      next == open.end() ? std::numeric_limits<std::uint64_t>::max() : (*next)->first_hash - 1;
  if (last_hash == shard.first_hash) return std::nullopt;
  const std::uint64_t middle = shard.first_hash + (last_hash - shard.first_hash) / 2;
  Succession halves{{shard.number}, {shard.first_hash}};
  halves.first_hashes.push_back(middle + 1);
  return halves;
}

std::optional<Succession> merge(const Stream& stream, const storage::ShardRow& shard) {
  const OpenShards open = stream.open_shards();
  if (open.size() < 2) return std::nullopt;
  const auto at = place_of(shard, open);
  const auto low = std::next(at) == open.end() ? std::prev(at) : at;
  return merge(**low, **std::next(low));
}

std::vector<Succession> roll_all(const Stream& stream) {
  std::vector<Succession> all;
  for (const auto* shard : stream.open_shards()) all.push_back(roll(*shard));
  return all;
}

std::vector<Succession> split_all(const Stream& stream) {
  std::vector<Succession> all;
  for (const auto* shard : stream.open_shards()) {
    if (auto halves = split(stream, *shard)) all.push_back(*std::move(halves));
  }
  return all;
}

std::vector<Succession> merge_all(const Stream& stream) {
  const OpenShards open = stream.open_shards();
  std::vector<Succession> all;
  for (std::size_t i = 0; i + 1 < open.size(); i += 2) all.push_back(merge(*open[i], *open[i + 1]));
  return all;
}

std::optional<core::WallTime> next_roll(const Stream& stream) {
  std::optional<core::WallTime> next;
  for (const auto& shard : stream.shards) {
    if (!shard.is_open()) continue;
    const core::WallTime due = shard.created_at + kShardLifetime;
    if (!next || due < *next) next = due;
  }
  return next;
}

std::vector<Succession> due_rolls(const Stream& stream, core::WallTime now) {
  std::vector<Succession> due;
  for (const auto& shard : stream.shards) {
    if (is_due(shard, now)) due.push_back(roll(shard));
  }
  return due;
}

}  // namespace streams
