#include "streams/stream.h"

#include <algorithm>

namespace streams {

const storage::ShardRow* Stream::find_shard(std::string_view id) const {
  const auto found = std::find_if(shards.begin(), shards.end(), [&](const storage::ShardRow& shard) {
    return shard.id.get() == id;
  });
  return found == shards.end() ? nullptr : &*found;
}

const storage::ShardRow* Stream::find_shard(storage::ShardNumber number) const {
  const auto found = std::find_if(shards.begin(), shards.end(), [&](const storage::ShardRow& shard) {
    return shard.number == number;
  });
  return found == shards.end() ? nullptr : &*found;
}

}  // namespace streams
