#include "streams/stream.h"

#include <algorithm>

namespace streams {

std::string_view wire_name(StreamStatus status) {
  constexpr std::string_view kNames[] = {"ENABLING", "ENABLED", "DISABLING", "DISABLED"};
  return kNames[static_cast<std::size_t>(status)];
}

StreamStatus Stream::status(core::TimePoint now, core::Duration transition) const {
  if (row.disabled_at) {
    return now < *row.disabled_at + transition ? StreamStatus::disabling : StreamStatus::disabled;
  }
  return now < row.created_at + transition ? StreamStatus::enabling : StreamStatus::enabled;
}

const storage::ShardRow* Stream::find_shard(std::string_view id) const {
  const auto found =
      std::find_if(shards.begin(), shards.end(),
                   [&](const storage::ShardRow& shard) { return shard.id.get() == id; });
  return found == shards.end() ? nullptr : &*found;
}

const storage::ShardRow* Stream::find_shard(storage::ShardNumber number) const {
  const auto found =
      std::find_if(shards.begin(), shards.end(),
                   [&](const storage::ShardRow& shard) { return shard.number == number; });
  return found == shards.end() ? nullptr : &*found;
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
