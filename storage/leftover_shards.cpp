#include "storage/leftover_shards.h"

#include <string>

namespace storage {
namespace {

// They belong to nobody: the scope is only there since each resource has one.
core::Scope nobody() {
  return {core::AccountId("000000000000"), core::Region("us-east-1")};
}

}  // namespace

LeftoverShards::LeftoverShards(sqlite::Connection& connection)
    : left_(connection, "leftover_shard"),
      changes_(connection),
      remove_segments_(connection.prepare("DELETE FROM change_segment WHERE shard = ?")) {}

void LeftoverShards::leave(ShardNumber shard) {
  left_.store({nobody(), std::to_string(shard), "{}"});
}

void LeftoverShards::remove_some(const core::Clock& clock) {
  const auto left = left_.first();
  if (!left) return;
  const ShardNumber shard = std::stoll(left->name);
  const auto last = changes_.find_obsolete(shard, core::WallTime::max(), clock);
  if (last) return changes_.remove_up_to(shard, *last);
  remove_segments_.run().bind(1, shard).execute();
  left_.erase(nobody(), left->name);
}

}  // namespace storage
