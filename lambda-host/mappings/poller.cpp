#include "lambda-host/mappings/poller.h"

#include <algorithm>

namespace lambda_host {
namespace {

// How far a checkpoint may lag behind records that a filter passed over: nothing was delivered, so
// all that a crash costs is to look at them again.
constexpr core::Duration kFilteredCheckpointDelay = std::chrono::seconds(1);

bool is_known(storage::ShardNumber number, const std::vector<streams::SourceShard>& known) {
  const auto at = std::lower_bound(
      known.begin(), known.end(), number,
      [](const streams::SourceShard& shard, storage::ShardNumber n) { return shard.number < n; });
  return at != known.end() && at->number == number;
}

// A lane goes on where it stopped. When there was another number of lanes, its items come from
// several of those: it begins with the slowest, and leaves out what the others have passed.
LaneStart lane_start(const storage::Checkpoint& checkpoint, std::size_t lane, std::size_t count,
                     core::SequenceNumber trim_horizon) {
  const auto& lanes = checkpoint.lanes;
  if (lanes.size() == count) return {std::max(lanes[lane], trim_horizon)};
  return {std::max(checkpoint.next, trim_horizon), lanes};
}

}  // namespace

Poller::Poller(EventSourceMapping mapping, const std::vector<storage::Checkpoint>& checkpoints,
               PollerEnvironment environment, DeliveryObserver& observer, Events events)
    : mapping_(std::move(mapping)),
      filters_(mapping_.filter_patterns),
      environment_(std::move(environment)),
      observer_(observer),
      events_(std::move(events)),
      wake_alarm_(environment_.make_alarm()),
      checkpoint_alarm_(environment_.make_alarm()),
      subscription_(environment_.source.subscribe(
          mapping_.stream, [this](const streams::Arrivals& arrivals) { on_records(arrivals); })) {
  for (const auto& checkpoint : checkpoints) checkpoints_[checkpoint.shard] = checkpoint;
  wake_alarm_->after({}, [this] { wake(); });
}

bool Poller::Shard::ended() const {
  return std::all_of(lanes.begin(), lanes.end(), [](const auto& lane) { return lane->ended(); });
}

bool Poller::Shard::is_telling() const {
  return std::any_of(lanes.begin(), lanes.end(),
                     [](const auto& lane) { return lane->is_telling(); });
}

storage::Checkpoint Poller::Shard::position() const {
  storage::Checkpoint now{stored.shard, lanes.front()->checkpoint(), {}};
  for (const auto& lane : lanes) {
    now.next = std::min(now.next, lane->checkpoint());
    if (lanes.size() > 1) now.lanes.push_back(lane->checkpoint());
  }
  return now;
}

storage::Checkpoint Poller::Shard::checkpoint(const EventSourceMapping& mapping) const {
  storage::Checkpoint now = position();
  std::vector<LaneProgress> progress;
  for (const auto& lane : lanes) progress.push_back(lane->progress());
  now.progress = write_progress(mapping, progress);
  return now;
}

// Each lane hears of them, and counts.
bool Poller::Shard::wants(const streams::Arrivals& arrivals) {
  bool wanted = false;
  for (const auto& lane : lanes) wanted = lane->wants(arrivals) || wanted;
  return wanted;
}

// Within a commit: what follows waits until the writers are answered.
void Poller::on_records(const streams::Arrivals& arrivals) {
  if (stopping_) return;
  const auto found = shards_.find(arrivals.shard);
  if (found != shards_.end()) {
    if (!found->second.wants(arrivals)) return;
    mark_dirty(arrivals.shard, found->second);
  }
  wake_soon();
}

void Poller::wake_soon() {
  if (std::exchange(wake_is_set_, true)) return;
  wake_alarm_->after({}, [this] { wake(); });
}

void Poller::mark_dirty(storage::ShardNumber number, Shard& shard) {
  if (!std::exchange(shard.dirty, true)) dirty_.push_back(number);
}

void Poller::wake() {
  wake_is_set_ = false;
  if (stopping_) return;
  find_shards();
  advancing_.swap(dirty_);
  for (const storage::ShardNumber number : advancing_) {
    const auto found = shards_.find(number);
    if (found == shards_.end()) continue;
    found->second.dirty = false;
    for (const auto& lane : found->second.lanes) lane->advance();
  }
  advancing_.clear();
}

// Opens the shards whose turn has come: when the stream has others, or one was read to its end.
void Poller::find_shards() {
  const std::uint64_t version = environment_.source.shards_version(mapping_.stream);
  if (std::exchange(seen_version_, version) == version) return;
  const auto known = environment_.source.shards(mapping_.stream);
  if (!known) return;
  for (const streams::SourceShard& shard : *known) {
    if (!shards_.contains(shard.number) && has_finished_parents(shard, *known)) open(shard);
  }
  // What was trimmed away has no children left to wait for it.
  std::erase_if(shards_, [&](const auto& entry) {
    return entry.second.ended() && !is_known(entry.first, *known);
  });
}

bool Poller::has_finished_parents(const streams::SourceShard& shard,
                                  const std::vector<streams::SourceShard>& known) {
  bool finished = true;
  for (const auto& parent : {shard.parent, shard.adjacent_parent}) {
    if (!parent || is_finished(*parent, known)) continue;
    finished = false;
    // It got a child, so it is closed: look for its end.
    const auto opened = shards_.find(*parent);
    if (opened != shards_.end()) mark_dirty(*parent, opened->second);
  }
  return finished;
}

// A parent that the stream doesn't have any more was trimmed.
bool Poller::is_finished(storage::ShardNumber parent,
                         const std::vector<streams::SourceShard>& known) const {
  if (const auto found = shards_.find(parent); found != shards_.end()) return found->second.ended();
  return !is_known(parent, known);
}

void Poller::open(const streams::SourceShard& shard) {
  const auto known = checkpoints_.find(shard.number);
  const storage::Checkpoint checkpoint =
      known == checkpoints_.end() ? storage::Checkpoint{shard.number, shard.trim_horizon, {}}
                                  : known->second;
  Shard& opened = shards_[shard.number];
  opened.stored = checkpoint;
  mark_dirty(shard.number, opened);
  const auto count = static_cast<std::uint32_t>(mapping_.parallelization_factor);
  const LaneSettings settings{mapping_,
                              filters_,
                              environment_.source,
                              environment_.invoker,
                              environment_.destination,
                              environment_.clock,
                              observer_,
                              in_haste_,
                              environment_.faults,
                              environment_.turns};
  auto progress = read_progress(mapping_, checkpoint.progress);
  for (std::uint32_t i = 0; i < count; ++i) {
    LaneStart start = lane_start(checkpoint, i, count, shard.trim_horizon);
    start.progress = std::move(progress[i]);
    opened.lanes.push_back(std::make_unique<Lane>(
        settings, LaneShard{shard.number, shard.id}, streams::ItemSlice{i, count}, std::move(start),
        environment_.make_alarm(), lane_events(shard.number, i)));
  }
}

Lane::Events Poller::lane_events(storage::ShardNumber shard, std::uint32_t slice) {
  Lane::Events events;
  events.moved = [this, shard](bool delivered) { moved(shard, delivered); };
  events.processed = [this](ProcessingResult result) { events_.processed(result); };
  events.ended = [this] {
    seen_version_.reset();
    wake_soon();
  };
  events.stopped = [this, shard, slice] { lane_stopped(shard, slice); };
  events.giving_up = [this, shard](std::span<const streams::SourceRecord> records,
                                   const Discard& discard) {
    events_.giving_up(shards_.at(shard).checkpoint(mapping_), records, discard);
  };
  return events;
}

void Poller::moved(storage::ShardNumber number, bool delivered) {
  Shard& shard = shards_.at(number);
  shard.moved = true;
  delivered ? store_checkpoint(shard) : store_checkpoints_later();
}

void Poller::store_checkpoints_later() {
  if (std::exchange(checkpoint_is_set_, true)) return;
  checkpoint_alarm_->after(kFilteredCheckpointDelay, [this] {
    checkpoint_is_set_ = false;
    store_checkpoints();
  });
}

// While a lane is telling its destination, the position behind that may be stored already, and none
// of before may be stored over it.
void Poller::store_checkpoint(Shard& shard) {
  if (!shard.moved) return;  // and what the lanes of another number passed isn't forgotten
  if (shard.is_telling()) return store_checkpoints_later();
  storage::Checkpoint now = shard.checkpoint(mapping_);
  if (now == shard.stored) return;
  shard.stored = now;
  events_.checkpoint(now);
}

void Poller::store_checkpoints() {
  for (auto& [number, shard] : shards_) store_checkpoint(shard);
}

void Poller::fill_batches() {
  for (auto& [number, shard] : shards_) {
    for (const auto& lane : shard.lanes) lane->fill_batch();
  }
}

void Poller::clock_jumped() {
  for (auto& [number, shard] : shards_) {
    for (const auto& lane : shard.lanes) lane->clock_jumped();
  }
}

void Poller::hurry(bool in_haste) {
  in_haste_ = in_haste;
  if (!in_haste || stopping_) return;
  for (auto& [number, shard] : shards_) {
    for (const auto& lane : shard.lanes) lane->hurry();
  }
}

bool Poller::caught_up() const {
  if (wake_is_set_ || !dirty_.empty()) return false;
  return std::all_of(shards_.begin(), shards_.end(), [](const auto& entry) {
    const auto& lanes = entry.second.lanes;
    return std::all_of(lanes.begin(), lanes.end(),
                       [](const auto& lane) { return lane->caught_up(); });
  });
}

std::optional<ShardProgress> Poller::progress(storage::ShardNumber number) const {
  const auto found = shards_.find(number);
  if (found == shards_.end()) return std::nullopt;
  ShardProgress progress{found->second.position(), {}};
  for (const auto& lane : found->second.lanes) progress.lanes.push_back(lane->status());
  return progress;
}

void Poller::stop(std::function<void()> done) {
  stopping_ = true;
  wake_alarm_->cancel();
  checkpoint_alarm_->cancel();
  for (auto& [number, shard] : shards_) {
    for (std::uint32_t slice = 0; slice < shard.lanes.size(); ++slice) {
      Lane& lane = *shard.lanes[slice];
      lane.stop();
      if (!lane.idle()) running_.emplace(number, slice);
    }
  }
  stopped_ = std::move(done);
  tell_if_stopped();
}

void Poller::abandon() {
  for (auto& [number, shard] : shards_) {
    for (const auto& lane : shard.lanes) lane->abandon();
  }
}

// Lanes say so while they are being stopped, too, and one that was abandoned before it is.
void Poller::lane_stopped(storage::ShardNumber shard, std::uint32_t slice) {
  running_.erase({shard, slice});
  tell_if_stopped();
}

void Poller::tell_if_stopped() {
  if (!stopped_ || !running_.empty()) return;
  store_checkpoints();
  if (auto done = std::exchange(stopped_, nullptr)) done();
}

}  // namespace lambda_host
