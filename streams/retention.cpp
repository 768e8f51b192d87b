#include "streams/retention.h"

#include "core/limits.h"

namespace streams {
namespace {

constexpr int kLooksAtOnce = 100;  // at what turns out to have nothing to remove
constexpr int kErasedAtOnce = 16;  // shards and streams, each in a transaction of its own

}  // namespace

core::WallTime oldest_kept(core::WallTime now) {
  return now - core::limits::kStreamRetention;
}

bool is_dead(const storage::ShardRow& shard, core::WallTime now) {
  return shard.closed_at && *shard.closed_at < oldest_kept(now);
}

bool is_dead(const storage::StreamRow& stream, core::WallTime now) {
  return stream.disabled_at && *stream.disabled_at < oldest_kept(now);
}

bool RetentionSweep::step() {
  int erased = 0;
  for (int looks = 0; looks < kLooksAtOnce && erased < kErasedAtOnce; ++looks) {
    if (const storage::ShardRow* shard = registry_.shard_after(done_shard_)) {
      if (trim(*shard)) return true;  // and look at it again
      done_shard_ = shard->number;
      erased += erase_if_dead(*shard) ? 1 : 0;
      continue;
    }
    const Stream* stream = registry_.stream_after(done_stream_);
    if (!stream) {
      restart();
      return false;
    }
    done_stream_ = stream->arn.get();
    erased += erase_if_dead(*stream) ? 1 : 0;
  }
  return true;
}

void RetentionSweep::restart() {
  done_shard_ = 0;
  done_stream_.clear();
}

bool RetentionSweep::trim(const storage::ShardRow& shard) {
  const core::WallTime now = clock_.now();
  // The clock may have been set back since a dead shard's records were made: they go all the same.
  const auto trimmed =
      registry_.trim(shard.number, is_dead(shard, now) ? core::WallTime::max() : oldest_kept(now));
  if (trimmed) log_.forget(shard.number, *trimmed);
  return trimmed.has_value();
}

bool RetentionSweep::erase_if_dead(const storage::ShardRow& shard) {
  if (!is_dead(shard, clock_.now())) return false;
  const storage::ShardNumber number = shard.number;
  registry_.erase_shard(number);
  log_.forget(number);
  return true;
}

bool RetentionSweep::erase_if_dead(const Stream& stream) {
  if (!is_dead(stream.row, clock_.now()) || !stream.shards.empty()) return false;
  registry_.erase_stream(stream.arn);
  return true;
}

}  // namespace streams
