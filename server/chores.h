#pragma once

#include "core/clock.h"
#include "lambda-host/alarm.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace storage {
class BackupCatalog;
class Catalog;
class Copies;
class LogTable;
class Writer;
}  // namespace storage
namespace streams {
class ShardLog;
class StreamRegistry;
}  // namespace streams

namespace server {

struct Chore {
  std::string_view name;
  // Does a bounded piece, from the beginning if it is the round's first one; true when there is
  // more to do right now.
  std::function<bool(bool first)> step;
  int every = 1;  // it is done in each so-many-th round
};

// What all that ages needs done: shards roll, records and log events go, items expire; indexes that
// aren't complete are filled, items copied, histories trimmed, deleted tables emptied. Everything
// must outlive the chores.
struct AgeingParts {
  storage::Catalog& catalog;
  storage::Writer& writer;
  storage::BackupCatalog& backups;
  storage::Copies& copies;
  storage::LogTable& logs;
  streams::StreamRegistry& streams;
  streams::ShardLog& shard_log;
  const core::Clock& clock;
  std::int64_t max_log_bytes = std::int64_t{1} << 30;  // of all groups
};
std::vector<Chore> ageing_chores(const AgeingParts& parts);

// The same chores, none of which does anything while the writer is behind: they would have it write
// all that is queued in one go. It must outlive them.
std::vector<Chore> behind_writers(std::vector<Chore> chores, const storage::Writer& writer);

// The work that nobody asks for. Goes round the chores, one piece a turn of the event loop, and
// leaves the loop to others between pieces, so that no request waits long for them; rests between
// rounds. Engine thread.
class Chores {
 public:
  static constexpr core::Duration kPause = std::chrono::seconds(1);
  static constexpr core::Duration kPieceGap = std::chrono::milliseconds(2);

  // The first round begins in a later turn.
  Chores(std::vector<Chore> chores, std::unique_ptr<lambda_host::Alarm> alarm);
  Chores(const Chores&) = delete;
  Chores& operator=(const Chores&) = delete;

  // Does all chores from the beginning, because the clock was moved, whatever was under way; then
  // calls `done`.
  void do_all(std::function<void()> done);

 private:
  void advance();
  void end_round();
  bool is_due(const Chore& chore) const { return all_ || round_ % chore.every == 0; }

  std::vector<Chore> chores_;
  std::size_t at_ = 0;
  bool first_ = true;  // no piece of that one was done in this round
  int round_ = 0;
  bool all_ = false;
  std::vector<std::function<void()>> waiting_;
  std::unique_ptr<lambda_host::Alarm> alarm_;
};

}  // namespace server
