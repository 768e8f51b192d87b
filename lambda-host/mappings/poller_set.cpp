#include "lambda-host/mappings/poller_set.h"

#include <algorithm>

namespace lambda_host {
namespace {

// Something is done to so many lanes in one turn of the event loop, but for those that the last
// poller has beyond.
constexpr std::size_t kLanesAtOnce = 10'000;

void spend_lanes(const Poller& poller, std::size_t& left) {
  left -= std::min(left, 1 + poller.lanes());
}

}  // namespace

PollerSet::PollerSet(PollerEnvironment environment, Events events)
    : turns_(environment.make_alarm()),
      environment_(std::move(environment)),
      events_(std::move(events)),
      sweep_alarm_(environment_.make_alarm()),
      jump_alarm_(environment_.make_alarm()) {
  environment_.turns = &turns_;
}

void PollerSet::add(const EventSourceMapping& mapping,
                    const std::vector<storage::Checkpoint>& checkpoints) {
  auto slot = std::make_unique<Slot>(environment_.clock, events_, mapping.id);
  slot->mapping = mapping;
  for (const auto& checkpoint : checkpoints) slot->checkpoints[checkpoint.shard] = checkpoint;
  start(*slot);
  slots_[mapping.id] = std::move(slot);
  tell_caught_up();
}

void PollerSet::change(const EventSourceMapping& mapping) {
  Slot& slot = *slots_.at(mapping.id);
  slot.mapping = mapping;
  if (slot.poller) {
    stop_poller(slot);
  } else {
    start(slot);
  }
}

void PollerSet::warm(const EventSourceMapping& mapping) {
  const FunctionReference& function = mapping.function;
  environment_.invoker.warm(function.scope, function.name, function.qualifier);
}

void PollerSet::remove(const core::MappingId& mapping) {
  const auto found = slots_.find(mapping);
  if (found == slots_.end()) return;
  std::unique_ptr<Slot> slot = std::move(found->second);
  slots_.erase(found);
  tell_caught_up();
  if (!slot->poller) return;
  slot->removed = true;
  stop_poller(*slot);
  removed_.push_back(std::move(slot));
}

void PollerSet::abandon(const core::ScopeFilter& scopes) {
  const auto abandon_one = [&](const Slot& slot) {
    if (slot.poller && scopes.covers(slot.mapping.scope)) slot.poller->abandon();
  };
  for (const auto& [id, slot] : slots_) abandon_one(*slot);
  for (const auto& slot : removed_) abandon_one(*slot);
}

void PollerSet::rewind(const core::MappingId& mapping,
                       const std::vector<storage::Checkpoint>& positions) {
  Slot& slot = *slots_.at(mapping);
  ++slot.rewinds;
  slot.checkpoints.clear();
  for (const auto& position : positions) slot.checkpoints[position.shard] = position;
  if (slot.poller) stop_poller(slot);
  tell_caught_up();
}

void PollerSet::clock_jumped() {
  jumped_.reset();
  tell_jump();
}

void PollerSet::tell_jump() {
  std::size_t left = kLanesAtOnce;
  auto next = jumped_ ? slots_.upper_bound(*jumped_) : slots_.begin();
  for (; next != slots_.end() && left > 0; ++next) {
    jumped_ = next->first;
    if (!next->second->poller) continue;
    next->second->poller->clock_jumped();
    spend_lanes(*next->second->poller, left);
  }
  if (next != slots_.end()) jump_alarm_->after({}, [this] { tell_jump(); });
}

void PollerSet::stop(std::function<void()> done) {
  stopping_ = true;
  stopped_ = std::move(done);
  for (auto& [id, slot] : slots_) {
    if (slot->poller) stop_poller(*slot);
  }
  tell_stopped();
}

void PollerSet::start(Slot& slot) {
  if (stopping_ || !slot.mapping.enabled) return;
  std::vector<storage::Checkpoint> checkpoints;
  for (const auto& [shard, checkpoint] : slot.checkpoints) checkpoints.push_back(checkpoint);
  Poller::Events events;
  // The slot outlives its poller.
  events.checkpoint = [this, &slot, id = slot.mapping.id,
                       rewinds = slot.rewinds](const storage::Checkpoint& checkpoint) {
    if (slot.rewinds != rewinds) return;
    slot.checkpoints[checkpoint.shard] = checkpoint;
    if (!slot.removed) events_.checkpoint(id, checkpoint);
  };
  events.giving_up = [this, &slot, id = slot.mapping.id, rewinds = slot.rewinds](
                         const storage::Checkpoint& checkpoint,
                         std::span<const streams::SourceRecord> records, const Discard& discard) {
    if (slot.rewinds == rewinds && !slot.removed) {
      events_.giving_up(id, checkpoint, records, discard);
    }
  };
  events.processed = [this, &slot, id = slot.mapping.id](ProcessingResult result) {
    if (!slot.removed) events_.processed(id, result);
  };
  slot.trace.filter_by(slot.mapping.filter_patterns);
  slot.poller = std::make_unique<Poller>(slot.mapping, checkpoints, environment_, slot.trace,
                                         std::move(events));
  slot.poller->hurry(slot.hurried > 0);
}

void PollerSet::hurry(const core::MappingId& mapping) {
  const auto found = slots_.find(mapping);
  if (found == slots_.end() || found->second->hurried++ > 0) return;
  if (found->second->poller) found->second->poller->hurry(true);
}

void PollerSet::release(const core::MappingId& mapping) {
  const auto found = slots_.find(mapping);
  if (found == slots_.end() || --found->second->hurried > 0) return;
  if (found->second->poller) found->second->poller->hurry(false);
}

void PollerSet::stop_poller(Slot& slot) {
  if (std::exchange(slot.stopping, true)) return;
  slot.poller->stop([this, &slot] {
    slot.drained = true;
    sweep_alarm_->after({}, [this] { sweep(); });
  });
}

// Comes in a turn of its own, so that no poller is destroyed within its own call. Goes on in the
// next one where there is much to destroy.
void PollerSet::sweep() {
  std::size_t left = kLanesAtOnce;
  const auto goes_now = [&left](const Slot& slot) {
    const bool goes = slot.drained && left > 0;
    if (goes) spend_lanes(*slot.poller, left);
    return goes;
  };
  std::erase_if(removed_, [&](const auto& slot) { return goes_now(*slot); });
  for (auto& [id, slot] : slots_) {
    if (!goes_now(*slot)) continue;
    slot->poller.reset();
    slot->drained = slot->stopping = false;
    start(*slot);
  }
  if (left == 0) sweep_alarm_->after({}, [this] { sweep(); });
  tell_stopped();
  tell_caught_up();
}

void PollerSet::tell_caught_up() const {
  if (events_.caught_up) events_.caught_up();
}

void PollerSet::tell_stopped() {
  if (!stopped_ || !removed_.empty()) return;
  const bool running = std::any_of(slots_.begin(), slots_.end(),
                                   [](const auto& slot) { return slot.second->poller != nullptr; });
  if (!running) std::exchange(stopped_, nullptr)();
}

}  // namespace lambda_host
