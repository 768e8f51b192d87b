#pragma once

#include "core/scope_filter.h"
#include "lambda-host/mappings/mapping_status.h"
#include "lambda-host/mappings/mapping_trace.h"
#include "lambda-host/mappings/poller.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace lambda_host {

// The pollers of all event source mappings. A mapping has one at a time: when its configuration
// changes, the old poller's last invocations end before the new one begins, where that one came to.
class PollerSet {
 public:
  struct Events {
    // Not called for a mapping once it is removed.
    std::function<void(const core::MappingId&, const storage::Checkpoint&)> checkpoint;
    std::function<void(const core::MappingId&, ProcessingResult)> processed;
    // Some mapping may have nothing left to do: ask caught_up. In the middle of things, so whoever
    // acts on it does so in a later turn.
    std::function<void()> caught_up;
    // Records of a mapping are given up: called before its checkpoint passes them.
    std::function<void(const core::MappingId&, storage::ShardNumber,
                       std::span<const streams::SourceRecord>, const Discard&)>
        discarded = {};
    // As Poller::Events::giving_up, for a mapping that isn't removed.
    std::function<void(const core::MappingId&, const storage::Checkpoint&,
                       std::span<const streams::SourceRecord>, const Discard&)>
        giving_up = {};
  };

  PollerSet(PollerEnvironment environment, Events events);

  // Begins to deliver if the mapping is enabled; goes on at the checkpoints.
  void add(const EventSourceMapping& mapping, const std::vector<storage::Checkpoint>& checkpoints);
  // A known mapping is as given from now on.
  void change(const EventSourceMapping& mapping);
  void remove(const core::MappingId& mapping);
  // What is running of these scopes' mappings, and of those that were removed, counts for nothing:
  // it isn't tried again, and no destination is told. To be followed by remove, of all of them.
  void abandon(const core::ScopeFilter& scopes);
  // Its function may have a process ready before the first record comes.
  void warm(const EventSourceMapping& mapping);
  // A known mapping goes on at these positions, once what is running has ended; what that would
  // have moved doesn't count any more. The caller has stored them.
  void rewind(const core::MappingId& mapping, const std::vector<storage::Checkpoint>& positions);

  // The wall time was moved: batching windows go on by it. Where lanes are many, some of them hear
  // of it in the next turns.
  void clock_jumped();

  // Records that no open batch of a known mapping had use for yet join theirs. For whoever asks
  // what became of records; nobody else needs to.
  void fill_batches(const core::MappingId& mapping);

  // Of a known mapping, all of these. What became of its newest records, and how many there were:
  const MappingTrace& trace(const core::MappingId& mapping) const;
  // Whether nothing is left to do of what was committed; also not what a disabled mapping left.
  bool caught_up(const core::MappingId& mapping) const;
  // The shards that are open or have records left. Counts records as far as `budget` goes, and
  // takes away from that what it cost to count and to look at shards (streams::Backlog::looks).
  std::vector<ShardStatus> status(const core::MappingId& mapping, std::size_t& budget) const;
  // The event of a record of the mapping's stream, as a function gets it; nullopt when it is gone.
  std::optional<std::string> event(const core::MappingId& mapping, storage::ShardNumber shard,
                                   core::SequenceNumber sequence) const;
  // Hands on how far filters have come.
  void store_checkpoints(const core::MappingId& mapping);
  // Somebody waits for it to be caught up, until release is called as often. What is no mapping any
  // more is in no haste.
  void hurry(const core::MappingId& mapping);
  void release(const core::MappingId& mapping);

  // Begins nothing new from now on; `done` is called, maybe at once, when nothing is running.
  void stop(std::function<void()> done);

 private:
  // What the poller tells goes into the trace, and to whoever waits.
  struct Observer : MappingTrace {
    Observer(const core::Clock& clock, Events& told, core::MappingId mapping)
        : MappingTrace(clock), events(told), id(std::move(mapping)) {}
    void discarded(const LaneId& lane, std::span<const streams::SourceRecord> records,
                   const Discard& discard) override {
      MappingTrace::discarded(lane, records, discard);
      if (events.discarded) events.discarded(id, lane.shard, records, discard);
    }
    void caught_up(const LaneId&) override {
      if (events.caught_up) events.caught_up();
    }
    Events& events;
    core::MappingId id;
  };

  struct Slot {
    Slot(const core::Clock& clock, Events& events, const core::MappingId& id)
        : trace(clock, events, id) {}

    EventSourceMapping mapping;  // as it is to run next
    Observer trace;
    int hurried = 0;  // how many wait for it
    std::uint64_t rewinds = 0;
    std::map<storage::ShardNumber, storage::Checkpoint> checkpoints;
    std::unique_ptr<Poller> poller;
    bool stopping = false;
    bool drained = false;
    bool removed = false;
  };

  void start(Slot& slot);
  void stop_poller(Slot& slot);
  void sweep();
  void tell_jump();
  void tell_caught_up() const;
  bool is_done(const Slot& slot, const streams::SourceShard& shard) const;
  std::optional<ShardStatus> shard_status(const Slot& slot, const streams::SourceShard& shard,
                                          std::size_t& budget) const;
  void tell_stopped();

  EventTurns turns_;
  PollerEnvironment environment_;
  Events events_;
  bool stopping_ = false;
  std::function<void()> stopped_;
  std::map<core::MappingId, std::unique_ptr<Slot>> slots_;
  std::vector<std::unique_ptr<Slot>> removed_;  // until their last invocation ends
  std::unique_ptr<Alarm> sweep_alarm_;
  std::unique_ptr<Alarm> jump_alarm_;
  std::optional<core::MappingId> jumped_;  // the last one that heard of the clock's jump
};

}  // namespace lambda_host
