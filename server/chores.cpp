#include "server/chores.h"

#include "storage/backfill.h"
#include "storage/expiry.h"
#include "storage/history_sweep.h"
#include "storage/log_table.h"
#include "storage/writer.h"
#include "streams/retention.h"
#include "streams/stream_registry.h"

#include <spdlog/spdlog.h>

#include <exception>
#include <utility>

namespace server {
namespace {

constexpr int kRoundsAMinute = 60;
constexpr std::size_t kLogEventsAtOnce = 1000;  // LogTable::kMaxRemovedBytes bounds them too

// What walks from one thing to the next: each round's first step begins anew, since the clock may
// have been moved in the middle of a walk.
template <class Sweep>
std::function<bool(bool)> walk(Sweep sweep) {
  return [sweep](bool first) mutable {
    if (first) sweep.restart();
    return sweep.step();
  };
}

// A failing disk mustn't end the round: the next one tries again.
bool do_some(const Chore& chore, bool first) {
  try {
    return chore.step(first);
  } catch (const std::exception& error) {
    spdlog::error("{} failed: {}", chore.name, error.what());
    return false;
  }
}

bool remove_log_events(const AgeingParts& parts, bool first) {
  bool more = false;
  parts.writer.transact([&] {
    const auto now = core::epoch_milliseconds(parts.clock.now());
    more = parts.logs.remove_obsolete(now, kLogEventsAtOnce, first).more;
  });
  return more;
}

bool bound_logs(const AgeingParts& parts) {
  const std::int64_t excess = parts.logs.excess_bytes(parts.max_log_bytes);
  if (excess <= 0) return false;
  std::size_t removed = 0;
  parts.writer.transact([&] { removed = parts.logs.remove_oldest(excess, kLogEventsAtOnce); });
  return removed > 0;
}

bool empty_leftovers(const AgeingParts& parts) {
  storage::LeftoverTables& leftovers = parts.catalog.leftovers();
  if (!leftovers.any()) return parts.streams.remove_leftovers();
  parts.writer.transact([&] { leftovers.remove_some(); });
  return true;
}

std::function<bool(bool)> behind_writers(std::function<bool(bool)> step,
                                         const storage::Writer& writer) {
  return [step = std::move(step), &writer, begins = false](bool first) mutable {
    begins = begins || first;
    return writer.is_behind() || step(std::exchange(begins, false));
  };
}

}  // namespace

std::vector<Chore> behind_writers(std::vector<Chore> chores, const storage::Writer& writer) {
  for (Chore& chore : chores) chore.step = behind_writers(std::move(chore.step), writer);
  return chores;
}

std::vector<Chore> ageing_chores(const AgeingParts& parts) {
  streams::RetentionSweep retention(parts.streams, parts.shard_log, parts.clock);
  storage::ExpirySweep expiry(parts.catalog, parts.writer, parts.clock);
  storage::HistorySweep histories(parts.catalog, parts.copies, parts.writer, parts.clock);
  storage::Backfill backfill(parts.catalog, parts.writer);
  std::vector<Chore> chores;
  // Before retention, so that what was open so long is closed, and kept, from now on.
  chores.push_back({"rolling shards", [parts](bool) { return parts.streams.roll_due_shards(); }});
  chores.push_back({"trimming streams", walk(retention), kRoundsAMinute});
  // Before items expire, so that all of them are in the order in which they do.
  chores.push_back({"filling indexes", [backfill](bool) mutable { return backfill.step(); }});
  chores.push_back({"copying items", [parts](bool) { return parts.copies.step(); }});
  chores.push_back({"expiring items", walk(expiry)});
  chores.push_back({"trimming histories", walk(histories), kRoundsAMinute});
  chores.push_back({"removing backups",
                    [parts](bool) {
                      return storage::remove_expired_backup(parts.backups, parts.copies,
                                                            parts.writer, parts.clock.now());
                    },
                    kRoundsAMinute});
  chores.push_back(
      {"dropping cached items", [parts](bool) { return parts.catalog.drop_forgotten_items(); }});
  chores.push_back({"emptying what was deleted", [parts](bool) { return empty_leftovers(parts); }});
  chores.push_back({"removing log events",
                    [parts](bool first) { return remove_log_events(parts, first); },
                    kRoundsAMinute});
  // Each second: handlers may print many megabytes in one.
  chores.push_back({"bounding logs", [parts](bool) { return bound_logs(parts); }});
  return chores;
}

Chores::Chores(std::vector<Chore> chores, std::unique_ptr<lambda_host::Alarm> alarm)
    : chores_(std::move(chores)), alarm_(std::move(alarm)) {
  alarm_->after({}, [this] { advance(); });
}

void Chores::do_all(std::function<void()> done) {
  waiting_.push_back(std::move(done));
  all_ = true;
  at_ = 0;
  first_ = true;
  alarm_->after({}, [this] { advance(); });
}

void Chores::advance() {
  while (at_ < chores_.size() && !is_due(chores_[at_])) ++at_;
  if (at_ == chores_.size()) return end_round();
  const bool more = do_some(chores_[at_], std::exchange(first_, false));
  if (!more) {
    ++at_;
    first_ = true;
  }
  alarm_->after(more ? kPieceGap : core::Duration::zero(), [this] { advance(); });
}

void Chores::end_round() {
  at_ = 0;
  first_ = true;
  all_ = false;
  round_ = (round_ + 1) % kRoundsAMinute;
  alarm_->after(kPause, [this] { advance(); });
  for (const auto& done : std::exchange(waiting_, {})) done();
}

}  // namespace server
