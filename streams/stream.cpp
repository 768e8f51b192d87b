#include "streams/stream.h"

#include <algorithm>

namespace streams {
namespace {

bool lasts(core::WallTime since, core::WallTime now, core::Duration transition) {
  return since <= now && now - since < transition;
}

}  // namespace

std::string_view wire_name(StreamStatus status) {
  constexpr std::string_view kNames[] = {"ENABLING", "ENABLED", "DISABLING", "DISABLED"};
  return kNames[static_cast<std::size_t>(status)];
}

StreamStatus Stream::status(core::WallTime now, core::Duration transition) const {
  if (row.disabled_at) {
    const bool disabling = lasts(*row.disabled_at, now, transition);
    return disabling ? StreamStatus::disabling : StreamStatus::disabled;
  }
  return lasts(row.created_at, now, transition) ? StreamStatus::enabling : StreamStatus::enabled;
}

const storage::ShardRow* Stream::find_shard(std::string_view id) const {
  const auto found =
      std::find_if(shards.begin(), shards.end(),
                   [&](const storage::ShardRow& shard) { return shard.id.get() == id; });
  return found == shards.end() ? nullptr : &*found;
}

const storage::ShardRow* Stream::find_shard(storage::ShardNumber number) const {
  const auto found = std::lower_bound(
      shards.begin(), shards.end(), number,
      [](const storage::ShardRow& shard, storage::ShardNumber n) { return shard.number < n; });
  return found == shards.end() || found->number != number ? nullptr : &*found;
}

std::vector<const storage::ShardRow*> Stream::open_shards() const {
  std::vector<const storage::ShardRow*> open;
  for (const auto& shard : shards) {
    if (shard.is_open()) open.push_back(&shard);
  }
  std::sort(open.begin(), open.end(),
            [](const auto* a, const auto* b) { return a->first_hash < b->first_hash; });
  return open;
}

}  // namespace streams
