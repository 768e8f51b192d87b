#pragma once

#include "lambda-host/alarm.h"
#include "lambda-host/invoker.h"
#include "lambda-host/mappings/filter_criteria.h"
#include "lambda-host/mappings/message_batch.h"
#include "lambda-host/mappings/message_source.h"
#include "lambda-host/mappings/queue_mapping.h"

#include <functional>
#include <memory>
#include <vector>

namespace lambda_host {

struct QueuePollerEnvironment {
  MessageSource& source;
  Invoker& invoker;
  const core::Clock& clock;
  MakeAlarm make_alarm;
};

// Delivers the messages of one queue to one function, as one mapping says: several batches at a
// time, none of them in order. What a batch's invocation leaves undone is visible in the queue
// again after its visibility timeout. Engine thread.
class QueuePoller {
 public:
  // Begins in a later turn of the event loop.
  QueuePoller(QueueMapping mapping, QueuePollerEnvironment environment);
  QueuePoller(const QueuePoller&) = delete;
  QueuePoller& operator=(const QueuePoller&) = delete;

  // The wall time was moved.
  void clock_jumped();
  // Ends after the invocations that are running; what was gathered stays in flight until its
  // timeout. `done` may come at once; the poller may be destroyed in a later turn, not in the call.
  void stop(std::function<void()> done);

 private:
  using Messages = std::vector<SourceMessage>;

  void go_on();
  void gather();
  void received(Messages messages);
  void take(Messages messages);
  bool is_wanted(const SourceMessage& message) const;
  void close_if_ready();
  void invoke();
  void ended(const Messages& messages, const InvocationResult& result);
  void rest(core::Duration time);

  QueueMapping mapping_;
  QueuePollerEnvironment environment_;
  FilterCriteria filters_;
  MessageBatch batch_;
  std::unique_ptr<MessageSource::Receive> receive_;
  std::unique_ptr<Alarm> alarm_;
  int running_ = 0;
  bool stopping_ = false;
  std::function<void()> stopped_;
};

}  // namespace lambda_host
