#include "streams/stream_registry.h"

#include <utility>

namespace streams {

std::size_t removal_weight(const Stream& stream) {
  constexpr std::size_t kShardsOfOne = 20;
  return 1 + stream.shards.size() / kShardsOfOne;
}

std::vector<storage::ShardNumber> StreamRegistry::erase_all(
    const std::function<bool(const Stream&)>& wanted, std::size_t most) {
  std::vector<storage::ShardNumber> shards;
  std::vector<std::string> arns;
  std::size_t weight = 0;
  writer_.transact([&] {
    for (const auto& [arn, stream] : streams_) {
      if (weight >= most) break;
      if (!wanted(stream)) continue;
      weight += removal_weight(stream);
      arns.push_back(arn);
      for (const auto& shard : stream.shards) shards.push_back(shard.number);
      rows_.erase_stream(stream.row.id);
    }
    store_left(shards);
  });
  for (const auto shard : shards) stream_of_shard_.erase(shard);
  for (const auto& arn : arns) streams_.erase(arn);
  return shards;
}

std::vector<storage::ShardNumber> StreamRegistry::empty(const core::StreamArn& arn) {
  replace(arn, roll_all(streams_.at(arn.get())));
  Stream& stream = streams_.at(arn.get());
  std::vector<storage::ShardNumber> shards;
  for (const auto& shard : stream.shards) {
    if (!shard.is_open()) shards.push_back(shard.number);
  }
  writer_.transact([&] { store_left(shards); });
  for (const auto shard : shards) stream_of_shard_.erase(shard);
  std::erase_if(stream.shards, [](const storage::ShardRow& shard) { return !shard.is_open(); });
  stream.version = ++version_;
  return shards;
}

void StreamRegistry::store_left(const std::vector<storage::ShardNumber>& shards) {
  for (const auto shard : shards) {
    rows_.leave_shard(shard);
    leftovers_.leave(shard);
  }
  // Numbers go on from here even if no record is left to tell.
  if (!shards.empty()) rows_.store_next_sequence(writer_.next_sequence());
}

bool StreamRegistry::remove_leftovers() {
  if (!leftovers_.any()) return false;
  writer_.transact([&] { leftovers_.remove_some(clock_); });
  return true;
}

}  // namespace streams
