#pragma once

#include "lambda-host/alarm.h"
#include "lambda-host/invoker.h"
#include "lambda-host/mappings/batcher.h"
#include "lambda-host/mappings/delivery.h"
#include "lambda-host/mappings/delivery_observer.h"
#include "lambda-host/mappings/event_source_mapping.h"
#include "lambda-host/mappings/filter_criteria.h"
#include "lambda-host/mappings/mapping_status.h"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace lambda_host {

// What all lanes of a mapping share. The references must outlive them.
struct LaneSettings {
  const EventSourceMapping& mapping;
  const FilterCriteria& filters;
  streams::StreamSource& source;
  Invoker& invoker;
  const core::Clock& clock;
  DeliveryObserver& observer;
  const bool& in_haste;  // somebody waits: see Lane::hurry
};

// Where a lane begins.
struct LaneStart {
  core::SequenceNumber from;
  // How far the lanes of another number came, when the mapping had that many.
  std::vector<core::SequenceNumber> passed = {};
};

// One line of batches, in sequence order, one at a time: a shard's, or with a parallelization
// factor those of some of its items. The loop around the decisions of Batcher and Delivery: reads,
// waits, invokes. Engine thread only.
class Lane {
 public:
  struct Events {
    // Checkpoint may have moved; `delivered` unless only filtered records were passed.
    std::function<void(bool delivered)> moved;
    std::function<void(ProcessingResult)> processed;
    std::function<void()> ended;    // the shard is read to its end, and all is done
    std::function<void()> stopped;  // after stop, when no invocation is running any more
  };

  Lane(const LaneSettings& settings, storage::ShardNumber shard, streams::ItemSlice slice,
       LaneStart start, std::unique_ptr<Alarm> alarm, Events events);

  // There may be something to do: new records, or a beginning.
  void advance();
  // The wall time was moved: a batching window may be over, or begin anew.
  void clock_jumped();
  // in_haste has become true: while it is, batching windows close at once, and what failed is tried
  // again at once. Ages and attempts count as ever.
  void hurry();
  // No further invocation; one that is running is awaited. Events::stopped may come at once.
  void stop();

  // All records before this one are done.
  core::SequenceNumber checkpoint() const;
  bool ended() const { return ended_; }
  bool idle() const { return stopped_ && !running_; }
  // Whether nothing is left to do: no batch, and no record that the lane was told of.
  bool caught_up() const { return caught_up_ || ended_; }
  LaneStatus status() const;
  // Whether new records change anything: not while a batch is under way.
  bool wants_records() const { return !stopped_ && !running_ && !delivery_; }

 private:
  bool gather();
  void wait_for_window();
  void deliver();
  bool discard_expired();
  bool closes(core::WallTime now) const;
  void invoke();
  void completed(const InvocationResult& result);
  void retry_later();
  bool retries_at_once() const;
  LaneId id() const { return {shard_, slice_.index}; }
  LaneActivity activity() const;
  void finish_delivery();
  void report(const Discard& discard) const;

  LaneSettings settings_;
  storage::ShardNumber shard_;
  streams::ItemSlice slice_;
  core::SequenceNumber next_;  // read on from here
  std::vector<core::SequenceNumber> passed_;
  Batcher batcher_;
  std::optional<Delivery> delivery_;
  int reads_ = 0;        // since the batch was last looked at
  bool paused_ = false;  // amid them, for the event loop
  int failures_ = 0;     // in a row, for the delay
  bool running_ = false;
  bool waiting_ = false;  // for the delay before a retry
  bool stopped_ = false;
  bool read_to_end_ = false;
  bool ended_ = false;
  bool caught_up_ = false;
  bool refused_ = false;           // the last try was no attempt
  std::string last_error_;         // why the batch, or the reading, waits; empty: it doesn't
  core::SteadyTime continues_at_;  // while it waits
  std::unique_ptr<Alarm> alarm_;
  Events events_;
};

}  // namespace lambda_host
