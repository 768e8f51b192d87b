#include "lambda-host/mappings/checkpoint_store.h"

#include "core/kill_point.h"

#include <chrono>

namespace lambda_host {
namespace {

constexpr core::Duration kRetryDelay = std::chrono::seconds(1);

}  // namespace

CheckpointStore::CheckpointStore(storage::sqlite::Connection& connection, storage::Writer& writer,
                                 std::unique_ptr<Alarm> alarm)
    : writer_(writer), table_(connection), alarm_(std::move(alarm)) {}

void CheckpointStore::submit(const core::MappingId& mapping,
                             const storage::Checkpoint& checkpoint) {
  lost_.erase({mapping, checkpoint.shard});  // an older one, which mustn't be written after this
  writer_.submit([this, mapping, checkpoint] { table_.store(mapping, checkpoint); },
                 [this, mapping, checkpoint](bool good) {
                   committed({mapping, checkpoint.shard}, checkpoint, good);
                 });
}

void CheckpointStore::forget(const core::MappingId& mapping) {
  std::erase_if(lost_, [&](const auto& entry) { return entry.first.first == mapping; });
}

void CheckpointStore::committed(const Key& key, const storage::Checkpoint& checkpoint, bool good) {
  lost_.erase(key);
  if (good) return core::pass(core::KillPoint::checkpointed);
  lost_[key] = checkpoint;
  alarm_->after(kRetryDelay, [this] { submit_lost(); });
}

void CheckpointStore::submit_lost() {
  for (const auto& [key, checkpoint] : std::exchange(lost_, {})) submit(key.first, checkpoint);
}

}  // namespace lambda_host
