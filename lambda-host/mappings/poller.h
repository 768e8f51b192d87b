#pragma once

#include "lambda-host/mappings/lane.h"
#include "storage/checkpoint_table.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

namespace lambda_host {

// What pollers work with. Made by whoever owns them, and outlives them.
struct PollerEnvironment {
  streams::StreamSource& source;
  Invoker& invoker;
  const core::Clock& clock;
  MakeAlarm make_alarm;
  Destinations& destination;
  DeliveryFaults* faults = nullptr;  // nullptr: nobody asks for any
  EventTurns* turns = nullptr;       // of all pollers; nullptr: there are few
};

// How far a mapping has come in one shard.
struct ShardProgress {
  storage::Checkpoint checkpoint;  // without what lanes have in flight
  std::vector<LaneStatus> lanes;   // none while nothing runs there
};

// Delivers the records of one stream to one function, as one mapping says: all shards, a shard
// after its parent. Woken by the stream's commits; nothing ticks. Engine thread only.
class Poller {
 public:
  struct Events {
    // To be stored, in this order.
    std::function<void(const storage::Checkpoint&)> checkpoint;
    std::function<void(ProcessingResult)> processed;
    // These of a shard are given up: to be stored in the transaction in which it is called, with
    // the checkpoint that passes them. That checkpoint is handed on once more if it commits.
    std::function<void(const storage::Checkpoint&, std::span<const streams::SourceRecord>,
                       const Discard&)>
        giving_up = {};
  };

  // Goes on at the checkpoints; a shard without one is read from its trim horizon. Begins in a
  // later turn of the event loop. The observer must outlive the poller.
  Poller(EventSourceMapping mapping, const std::vector<storage::Checkpoint>& checkpoints,
         PollerEnvironment environment, DeliveryObserver& observer, Events events);
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

  // The wall time was moved.
  void clock_jumped();
  // Whether somebody waits for all to be done: Lane::hurry.
  void hurry(bool in_haste);
  // Whether nothing is left to do of what was committed.
  bool caught_up() const;
  // How many it has by now: what it takes to do something to each, or to destroy it.
  std::size_t lanes() const {
    return shards_.size() * static_cast<std::size_t>(mapping_.parallelization_factor);
  }
  // Hands on how far filters have come, which otherwise waits for a while.
  void store_checkpoints();
  // Open batches take in what has come meanwhile.
  void fill_batches();
  // How far it has come in the shard; nullopt while its turn hasn't come.
  std::optional<ShardProgress> progress(storage::ShardNumber shard) const;
  // Ends after the invocations that are running. `done` may come at once; the poller may be
  // destroyed in a later turn, not in the call.
  void stop(std::function<void()> done);
  // Lane::abandon, of all. Stop follows, or came before.
  void abandon();

 private:
  struct Shard {
    std::vector<std::unique_ptr<Lane>> lanes;
    storage::Checkpoint stored;  // as last handed on
    bool moved = false;          // since it was opened
    bool dirty = false;          // is in dirty_
    bool ended() const;
    bool is_telling() const;
    bool wants(const streams::Arrivals& arrivals);
    storage::Checkpoint position() const;  // without what lanes have in flight
    storage::Checkpoint checkpoint(const EventSourceMapping& mapping) const;
  };
  using Shards = std::map<storage::ShardNumber, Shard>;

  void wake();
  void wake_soon();
  void mark_dirty(storage::ShardNumber number, Shard& shard);
  void find_shards();
  bool has_finished_parents(const streams::SourceShard& shard,
                            const std::vector<streams::SourceShard>& known);
  bool is_finished(storage::ShardNumber parent,
                   const std::vector<streams::SourceShard>& known) const;
  void open(const streams::SourceShard& shard);
  Lane::Events lane_events(storage::ShardNumber shard, std::uint32_t slice);
  void on_records(const streams::Arrivals& arrivals);
  void moved(storage::ShardNumber shard, bool delivered);
  void store_checkpoints_later();
  void store_checkpoint(Shard& shard);
  void lane_stopped(storage::ShardNumber shard, std::uint32_t slice);
  void tell_if_stopped();

  EventSourceMapping mapping_;
  FilterCriteria filters_;
  PollerEnvironment environment_;
  DeliveryObserver& observer_;
  Events events_;
  std::map<storage::ShardNumber, storage::Checkpoint> checkpoints_;  // where it goes on
  Shards shards_;
  // There may be new records in these, or one is closed and to be read to its end.
  std::vector<storage::ShardNumber> dirty_;
  std::vector<storage::ShardNumber> advancing_;  // in this wake
  // What find_shards last saw; nullopt: it has to look again whatever the stream's is.
  std::optional<std::uint64_t> seen_version_;
  std::unique_ptr<Alarm> wake_alarm_;
  std::unique_ptr<Alarm> checkpoint_alarm_;
  bool wake_is_set_ = true;  // it begins with a look at all shards
  bool checkpoint_is_set_ = false;
  bool in_haste_ = false;
  bool stopping_ = false;
  // Lanes that weren't idle when it was stopped, and aren't yet: their shards and slices.
  std::set<std::pair<storage::ShardNumber, std::uint32_t>> running_;
  std::function<void()> stopped_;
  // Last: no callback comes into a poller that is half gone.
  std::unique_ptr<streams::Subscription> subscription_;
};

}  // namespace lambda_host
