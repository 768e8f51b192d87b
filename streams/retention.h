#pragma once

#include "core/clock.h"
#include "streams/shard_log.h"
#include "streams/stream_registry.h"

#include <string>

// Records live for 24 hours. A closed shard lives until all that it may have held has aged out, and
// a disabled stream as long.
namespace streams {

// Records made before this are obsolete.
core::WallTime oldest_kept(core::WallTime now);
// Whether all that the shard, or the stream, holds is obsolete for good.
bool is_dead(const storage::ShardRow& shard, core::WallTime now);
bool is_dead(const storage::StreamRow& stream, core::WallTime now);

// Removes what is obsolete, a bounded piece at a time, one shard after the other. Engine thread.
class RetentionSweep {
 public:
  RetentionSweep(StreamRegistry& registry, ShardLog& log, const core::Clock& clock)
      : registry_(registry), log_(log), clock_(clock) {}

  // Trims some records of one shard, or removes some dead shards or streams. False when all shards
  // and streams were looked at: the time for a longer pause.
  bool step();
  // The next step begins with the first shard again.
  void restart();

 private:
  bool trim(const storage::ShardRow& shard);
  bool erase_if_dead(const storage::ShardRow& shard);
  bool erase_if_dead(const Stream& stream);

  StreamRegistry& registry_;
  ShardLog& log_;
  const core::Clock& clock_;
  storage::ShardNumber done_shard_ = 0;  // shards up to this one were looked at
  std::string done_stream_;              // after the shards, streams up to this ARN
};

}  // namespace streams
