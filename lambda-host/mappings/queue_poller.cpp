#include "lambda-host/mappings/queue_poller.h"

#include "core/api_error.h"
#include "core/json/value.h"
#include "lambda-host/mappings/message_event.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace lambda_host {
namespace {

// As many as there are processes for a function; ScalingConfig may say fewer, and more would wait.
constexpr int kMaxConcurrency = 10;
// Before a queue is asked again that wasn't there, or a function that couldn't be invoked.
constexpr core::Duration kPause = std::chrono::seconds(1);
constexpr std::size_t kReceivedAtOnce = 10;  // each may be a megabyte

int concurrency_of(const QueueMapping& mapping) {
  return mapping.maximum_concurrency == 0 ? kMaxConcurrency
                                          : std::min(mapping.maximum_concurrency, kMaxConcurrency);
}

}  // namespace

QueuePoller::QueuePoller(QueueMapping mapping, QueuePollerEnvironment environment)
    : mapping_(std::move(mapping)),
      environment_(std::move(environment)),
      filters_(mapping_.common.filter_patterns),
      batch_(static_cast<std::size_t>(mapping_.common.batch_size),
             std::chrono::seconds(mapping_.common.batching_window_seconds)),
      alarm_(environment_.make_alarm()) {
  rest(core::Duration::zero());
}

void QueuePoller::rest(core::Duration time) {
  alarm_->after(time, [this] { go_on(); });
}

void QueuePoller::go_on() {
  close_if_ready();
  gather();
}

// A batch that is gathering counts as one that will run.
void QueuePoller::gather() {
  if (stopping_ || receive_ || running_ >= concurrency_of(mapping_)) return;
  receive_ =
      environment_.source.receive(mapping_.queue_arn(), std::min(batch_.room(), kReceivedAtOnce),
                                  [this](Messages messages) { received(std::move(messages)); });
  if (!receive_) return rest(kPause);
  if (const auto left = batch_.left(environment_.clock.now())) rest(*left);
}

void QueuePoller::received(Messages messages) {
  const auto ended = std::move(receive_);  // until the end of this call, which it makes
  if (messages.empty() && batch_.empty()) return rest(kPause / 10);
  take(std::move(messages));
  go_on();
}

void QueuePoller::take(Messages messages) {
  std::vector<std::int64_t> unwanted;
  for (SourceMessage& message : messages) {
    if (!is_wanted(message)) {
      unwanted.push_back(message.handle);
      continue;
    }
    if (!batch_.has_room_for(message)) invoke();
    batch_.add(std::move(message), environment_.clock.now());
  }
  if (!unwanted.empty()) {
    environment_.source.erase(mapping_.queue_arn(), std::move(unwanted));
  }
}

bool QueuePoller::is_wanted(const SourceMessage& message) const {
  if (filters_.empty()) return true;
  const auto record =
      core::json::Document::parse(message_filter_record(message, mapping_.queue_arn()));
  return filters_.matches(record.root());
}

void QueuePoller::close_if_ready() {
  if (!stopping_ && batch_.is_ready(environment_.clock.now())) {
    receive_.reset();
    invoke();
  }
}

void QueuePoller::invoke() {
  const auto messages = std::make_shared<Messages>(batch_.take());
  InvocationRequest request;
  request.scope = mapping_.common.function.scope;
  request.function = mapping_.common.function.name;
  request.qualifier = mapping_.common.function.qualifier;
  request.invoked_function_arn = qualified_arn(mapping_.common.function);
  request.payload = core::SharedText(message_event(*messages, mapping_.queue_arn()));
  try {
    environment_.invoker.invoke(std::move(request), [this, messages](InvocationResult result) {
      ended(*messages, result);
    });
    ++running_;
  } catch (const core::ApiError& error) {
    spdlog::debug("{} can't be invoked with messages of {}: {}",
                  mapping_.common.function.name.get(), mapping_.queue_arn(), error.message());
    rest(kPause);
  }
}

void QueuePoller::ended(const Messages& messages, const InvocationResult& result) {
  --running_;
  std::vector<std::int64_t> done;
  if (result.status == InvocationResult::Status::ok) {
    const bool reports = mapping_.common.reports_batch_item_failures;
    const auto failed = reports ? failed_messages(result.payload, messages)
                                : std::optional(std::unordered_set<std::string>());
    for (const SourceMessage& message : messages) {
      if (failed && failed->count(message.message_id) == 0) done.push_back(message.handle);
    }
  }
  if (!done.empty()) environment_.source.erase(mapping_.queue_arn(), std::move(done));
  if (!stopping_) return go_on();
  if (running_ == 0 && stopped_) std::exchange(stopped_, nullptr)();
}

void QueuePoller::clock_jumped() {
  batch_.date_back(environment_.clock.now());
  if (!stopping_) rest(core::Duration::zero());
}

void QueuePoller::stop(std::function<void()> done) {
  stopping_ = true;
  receive_.reset();
  alarm_->cancel();
  if (running_ == 0) return done();
  stopped_ = std::move(done);
}

}  // namespace lambda_host
