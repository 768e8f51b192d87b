#include "lambda-host/mappings/poller_set.h"

#include <algorithm>

// What PollerSet shows of its mappings.
namespace lambda_host {
namespace {

// To see whether anything is left, no more looks are taken than this: beyond them there is.
constexpr std::size_t kLookAt = 1000;
// What a shard costs of a budget, in looks, whatever lies before it.
constexpr std::size_t kLooksOfShard = 2;

// The records of one slice from a number on.
streams::ReadRequest request_of(const EventSourceMapping& mapping, storage::ShardNumber shard,
                                core::SequenceNumber from, std::size_t limit) {
  streams::ReadRequest request{mapping.stream, shard, from};
  request.limit = limit;
  return request;
}

void take_away(std::size_t& budget, std::size_t looks) {
  budget -= std::min(budget, looks);
}

void add(const streams::Backlog& backlog, ShardStatus& status, std::size_t& budget) {
  status.pending += backlog.records;
  status.more_pending = status.more_pending || backlog.has_more;
  if (backlog.oldest) {
    status.oldest = status.oldest ? std::min(*status.oldest, *backlog.oldest) : *backlog.oldest;
  }
  take_away(budget, backlog.looks);
}

// What lies before each of the lanes, or, where none runs, behind the checkpoint.
void count_pending(const EventSourceMapping& mapping, streams::StreamSource& source,
                   const storage::Checkpoint& checkpoint, ShardStatus& status,
                   std::size_t& budget) {
  if (status.lanes.empty()) {
    auto request = request_of(mapping, status.number, checkpoint.next, budget);
    request.passed = checkpoint.lanes;
    return add(source.backlog(request), status, budget);
  }
  for (const LaneStatus& lane : status.lanes) {
    if (lane.activity == LaneActivity::caught_up) continue;
    auto request = request_of(mapping, status.number, lane.checkpoint, budget);
    request.slice = {lane.slice, static_cast<std::uint32_t>(status.lanes.size())};
    add(source.backlog(request), status, budget);
  }
}

}  // namespace

const MappingTrace& PollerSet::trace(const core::MappingId& mapping) const {
  return slots_.at(mapping)->trace;
}

std::optional<std::string> PollerSet::event(const core::MappingId& mapping,
                                            storage::ShardNumber shard,
                                            core::SequenceNumber sequence) const {
  auto page = environment_.source.read(request_of(slots_.at(mapping)->mapping, shard, sequence, 1));
  if (page.records.empty() || page.records.front().sequence != sequence) return std::nullopt;
  return std::string(page.records.front().event.text());
}

void PollerSet::fill_batches(const core::MappingId& mapping) {
  const Slot& slot = *slots_.at(mapping);
  if (slot.poller) slot.poller->fill_batches();
}

void PollerSet::store_checkpoints(const core::MappingId& mapping) {
  const Slot& slot = *slots_.at(mapping);
  if (slot.poller) slot.poller->store_checkpoints();
}

bool PollerSet::caught_up(const core::MappingId& mapping) const {
  const Slot& slot = *slots_.at(mapping);
  if (slot.poller) return !slot.stopping && slot.poller->caught_up();
  const auto shards = environment_.source.shards(slot.mapping.stream);
  if (!shards) return true;
  return std::all_of(shards->begin(), shards->end(),
                     [&](const auto& shard) { return is_done(slot, shard); });
}

// Where no poller runs. Without a checkpoint the shard would be read from its beginning.
bool PollerSet::is_done(const Slot& slot, const streams::SourceShard& shard) const {
  const auto known = slot.checkpoints.find(shard.number);
  const bool is_known = known != slot.checkpoints.end();
  auto request =
      request_of(slot.mapping, shard.number, is_known ? known->second.next : shard.trim_horizon, 1);
  if (is_known && !known->second.lanes.empty()) {
    request.passed = known->second.lanes;
    request.limit = kLookAt;
  }
  const streams::Backlog backlog = environment_.source.backlog(request);
  return backlog.records == 0 && !backlog.has_more;
}

std::vector<ShardStatus> PollerSet::status(const core::MappingId& mapping,
                                           std::size_t& budget) const {
  const Slot& slot = *slots_.at(mapping);
  std::vector<ShardStatus> all;
  const auto shards = environment_.source.shards(slot.mapping.stream);
  if (!shards) return all;
  for (const streams::SourceShard& shard : *shards) {
    if (auto status = shard_status(slot, shard, budget)) all.push_back(*std::move(status));
  }
  return all;
}

// nullopt for a shard that is closed and done with.
std::optional<ShardStatus> PollerSet::shard_status(const Slot& slot,
                                                   const streams::SourceShard& shard,
                                                   std::size_t& budget) const {
  ShardStatus status;
  status.number = shard.number;
  status.id = shard.id;
  auto progress = slot.poller ? slot.poller->progress(shard.number) : std::nullopt;
  if (!progress) {
    const auto known = slot.checkpoints.find(shard.number);
    progress = ShardProgress{
        known == slot.checkpoints.end() ? storage::Checkpoint{shard.number, shard.trim_horizon}
                                        : known->second,
        {            }
    };
  }
  status.checkpoint = progress->checkpoint.next;
  status.lanes = std::move(progress->lanes);
  count_pending(slot.mapping, environment_.source, progress->checkpoint, status, budget);
  take_away(budget, kLooksOfShard);
  status.caught_up = status.pending == 0 && !status.more_pending;
  if (status.caught_up && !shard.is_open) return std::nullopt;
  status.tip = environment_.source.newest(shard.number);
  return status;
}

}  // namespace lambda_host
