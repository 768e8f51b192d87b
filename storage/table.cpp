#include "storage/table.h"

#include "core/ensure.h"

#include <algorithm>

namespace storage {

ShardNumber OpenStream::shard_of(std::uint64_t partition_hash) const {
  core::ensure(!shards.empty(), "an enabled stream has open shards");
  const auto after = std::upper_bound(
      shards.begin(), shards.end(), partition_hash,
      [](std::uint64_t hash, const OpenShard& shard) { return hash < shard.first_hash; });
  return std::prev(after)->number;
}

Index* Table::find_index(std::string_view name) {
  const auto found = std::find_if(indexes.begin(), indexes.end(), [&](const Index& index) {
    return index.definition.name.get() == name;
  });
  return found == indexes.end() ? nullptr : &*found;
}

}  // namespace storage
