#pragma once

#include "lambda-host/alarm.h"
#include "lambda-host/delivery_effect.h"
#include "lambda-host/destinations.h"
#include "lambda-host/invoker.h"
#include "lambda-host/mappings/batch_response.h"
#include "lambda-host/mappings/delivery.h"
#include "lambda-host/mappings/event_turns.h"
#include "lambda-host/mappings/lane_progress.h"
#include "lambda-host/mappings/lane_reader.h"
#include "lambda-host/mappings/mapping_status.h"
#include "lambda-host/mappings/window.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace lambda_host {

// What all lanes of a mapping share. The references must outlive them.
struct LaneSettings {
  const EventSourceMapping& mapping;
  const FilterCriteria& filters;
  streams::StreamSource& source;
  Invoker& invoker;
  Destinations& destination;
  const core::Clock& clock;
  DeliveryObserver& observer;
  const bool& in_haste;              // somebody waits: see Lane::hurry
  DeliveryFaults* faults = nullptr;  // nullptr: nobody asks for any
  EventTurns* turns = nullptr;       // nullptr: lanes are few
};

// A lane's shard.
struct LaneShard {
  storage::ShardNumber number = 0;
  core::ShardId id;
};

// One line of batches, in sequence order, one at a time: a shard's, or with a parallelization
// factor those of some of its items. The loop around the decisions of Batcher and Delivery: reads,
// waits, invokes, tells the failure destination. Engine thread only.
class Lane {
 public:
  struct Events {
    // Checkpoint may have moved; `delivered` unless only filtered records were passed.
    std::function<void(bool delivered)> moved;
    std::function<void(ProcessingResult)> processed;
    std::function<void()> ended;    // the shard is read to its end, and all is done
    std::function<void()> stopped;  // after stop, when nothing is running any more
    // These are given up, in the transaction that tells the destination: what must survive the
    // process is written here, as if they were dropped already, which they will be if it commits.
    std::function<void(std::span<const streams::SourceRecord>, const Discard&)> giving_up;
  };

  Lane(const LaneSettings& settings, LaneShard shard, streams::ItemSlice slice, LaneStart start,
       std::unique_ptr<Alarm> alarm, Events events);

  // There may be something to do: new records, or a beginning.
  void advance();
  // The wall time was moved: a batching window may be over, or begin anew.
  void clock_jumped();
  // in_haste has become true: while it is, batching windows close at once, and what failed is tried
  // again at once. Ages and attempts count as ever.
  void hurry();
  // No further invocation; what is running is awaited. Events::stopped may come at once.
  void stop();
  // Whatever is running counts for nothing when it ends: no retry, no destination. Stop follows.
  void abandon() { abandoned_ = true; }

  // All records before this one are done.
  core::SequenceNumber checkpoint() const;
  bool ended() const { return ended_; }
  bool idle() const { return stopped_ && !is_running(); }
  // Whether the destination is being told of what is given up, which may move the stored position
  // before it moves here.
  bool is_telling() const;
  // Whether nothing is left to do: no batch, and no record that the lane was told of.
  bool caught_up() const { return caught_up_ || ended_; }
  LaneStatus status() const;
  // What must survive the process besides the checkpoint.
  LaneProgress progress() const;
  // There are new records: whether it is to advance for them. Not while a batch is under way, after
  // which it looks for more, and not while one waits that they can't fill.
  bool wants(const streams::Arrivals& arrivals);
  // An open batch takes in what has come.
  void fill_batch();

 private:
  bool is_running() const { return invoking_ || sending_; }
  bool is_delivering() const { return delivery_ || finalizes_; }
  bool gathers() const;
  std::size_t given_up() const;
  bool gather();
  void close_or_wait();
  void read_on_or_rest();
  void caught_up_or_ended();
  void wait_until(core::WallTime time);
  core::WallTime batch_closes_at() const;
  bool closes_batch(core::WallTime now) const;
  bool closes_window(core::WallTime now) const;
  void begin_delivery();
  // Of the batch in flight, or of a window's final invocation, which has no records.
  std::span<const streams::SourceRecord> current() const;
  int failures() const;
  bool is_exhausted() const;
  std::optional<Discard> due_discard() const;
  void deliver();
  bool has_turn() const;
  void invoke();
  void tell_attempt(core::WallTime at);
  void refused(const std::string& why);
  void tell_refusal(const std::string& why);
  std::optional<DeliveryEffect> meet(DeliveryMoment moment);
  std::optional<DeliveryEffect> meet_at_success();
  void tell_fault(std::optional<DeliveryEffect> effect);
  void deliver_again(DeliveryEffect effect);
  void go_back_to_checkpoint();
  void completed(const InvocationResult& result);
  void tell_result(const InvocationResult& result, const BatchOutcome& outcome);
  std::string failure_text_of(const InvocationResult& result, const BatchOutcome& outcome) const;
  void note_result(const InvocationResult& result, BatchOutcome outcome);
  std::string payload() const;
  void give_up(Discard discard);
  void tell_kept(const std::string& why);
  void send_notice();
  void giving_up();
  void sent(const std::optional<std::string>& failure);
  void dropped(const Discard& discard);
  void retry_later();
  bool retries_at_once() const;
  LaneId id() const { return {shard_.number, slice_.index}; }
  LaneActivity activity() const;
  void report(const Discard& discard) const;

  LaneSettings settings_;
  LaneShard shard_;
  streams::ItemSlice slice_;
  LaneReader reader_;
  TumblingWindow window_;
  std::vector<DeliveryPart> resumes_;  // an earlier delivery, until its records are read
  std::optional<Delivery> delivery_;
  bool finalizes_ = false;          // the window's final invocation is due
  std::optional<Discard> discard_;  // the destination is to be told of it
  std::optional<Notice> notice_;    // of that
  bool is_given_up_ = false;        // checkpoint and progress are as if it were dropped
  int failures_ = 0;                // in a row, for the delay
  bool invoking_ = false;
  bool sending_ = false;
  bool waiting_ = false;  // for the delay before a retry
  bool stopped_ = false;
  bool abandoned_ = false;
  bool ended_ = false;
  bool caught_up_ = false;
  bool refused_ = false;           // the last try was no attempt
  bool repeats_ = false;           // what was delivered, for a fault: meets none when it succeeds
  std::string last_error_;         // why the batch, or the reading, waits; empty: it doesn't
  core::SteadyTime continues_at_;  // while it waits
  std::unique_ptr<Alarm> alarm_;
  Events events_;
};

}  // namespace lambda_host
