#pragma once

#include "core/json/value.h"
#include "lambda-host/alarm.h"
#include "lambda-host/delivery_effect.h"
#include "lambda-host/invoker.h"
#include "lambda-host/mappings/filter_criteria.h"
#include "lambda-host/mappings/mapping_counts.h"
#include "lambda-host/mappings/message_batch.h"
#include "lambda-host/mappings/message_source.h"
#include "lambda-host/mappings/queue_mapping.h"

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lambda_host {

struct QueuePollerEnvironment {
  MessageSource& source;
  Invoker& invoker;
  const core::Clock& clock;
  MakeAlarm make_alarm;
  DeliveryFaults* faults = nullptr;  // nullptr: nobody asks for any
};

// What a poller of a queue is doing right now.
struct QueuePollerStatus {
  std::size_t gathered = 0;    // messages that wait for their batch
  std::size_t delivering = 0;  // messages that handlers have
  int invocations = 0;         // that run
  std::string last_error;      // why the newest failed, or couldn't be made; empty: it didn't
};

// Delivers the messages of one queue to one function, as one mapping says: several batches at a
// time, none of them in order. What a batch's invocation leaves undone is visible in the queue
// again after its visibility timeout. Engine thread.
class QueuePoller {
 public:
  struct Events {
    std::shared_ptr<MappingCounts> counts;  // which it adds to
    std::function<void()> idle;             // nothing is gathered, and nothing runs any more
  };

  // Begins in a later turn of the event loop.
  QueuePoller(QueueMapping mapping, QueuePollerEnvironment environment, Events events);
  QueuePoller(const QueuePoller&) = delete;
  QueuePoller& operator=(const QueuePoller&) = delete;

  // The wall time was moved.
  void clock_jumped();
  // Somebody waits for all to be done, or nobody does any more: windows close at once.
  void hurry(bool in_haste);
  QueuePollerStatus status() const;
  // Ends after the invocations that are running; what was gathered is handed back. `done` may come
  // at once; the poller may be destroyed in a later turn, not in the call.
  void stop(std::function<void()> done);

 private:
  using Messages = std::vector<SourceMessage>;
  using MessagesPtr = std::shared_ptr<Messages>;

  void go_on();
  void gather();
  void received(Messages messages);
  bool sift();
  bool sift_one(std::size_t& left, std::vector<std::int64_t>& unwanted);
  void fill();
  void hand_back_gathered();
  bool closes() const;
  bool is_idle() const {
    return running_ == 0 && batch_.empty() && overflow_.empty() && received_.empty();
  }
  // `repeats`: they were delivered before, and meet no further fault when that succeeds.
  bool invoke(const MessagesPtr& messages, bool repeats = false);
  InvocationRequest request_of(const Messages& messages) const;
  std::optional<DeliveryEffect> meet(DeliveryMoment moment);
  bool cannot_invoke(const std::string& why);
  std::vector<std::int64_t> done_of(const Messages& messages, const InvocationResult& result) const;
  void ended(const MessagesPtr& messages, const InvocationResult& result, bool repeats);
  void befallen(const MessagesPtr& messages, DeliveryEffect effect);
  void go_on_or_stop();
  void rest(core::Duration time);

  QueueMapping mapping_;
  QueuePollerEnvironment environment_;
  FilterCriteria filters_;
  Events events_;
  MessageBatch batch_;
  // The front one of those received, as the filters are being held against it, in pieces.
  struct Sifting {
    core::json::Document record;
    MatchSteps steps;
  };
  std::deque<SourceMessage> received_;  // that the filters weren't held against yet
  std::optional<Sifting> sifting_;
  std::deque<SourceMessage> overflow_;  // that pass, and without room in the batch
  std::unique_ptr<MessageSource::Receive> receive_;
  std::unique_ptr<Alarm> alarm_;
  int running_ = 0;
  std::size_t delivering_ = 0;
  std::string last_error_;
  bool in_haste_ = false;
  bool stopping_ = false;
  std::function<void()> stopped_;
};

}  // namespace lambda_host
