#include "lambda-host/mappings/queue_poller.h"

#include "core/api_error.h"
#include "core/json/value.h"
#include "lambda-host/mappings/failure_text.h"
#include "lambda-host/mappings/message_event.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace lambda_host {
namespace {

// As many as there are processes for a function; ScalingConfig may say fewer, and more would wait.
constexpr int kMaxConcurrency = 10;
// Before a queue is asked again that wasn't there, or a function that couldn't be invoked.
constexpr core::Duration kPause = std::chrono::seconds(1);
constexpr std::size_t kReceivedAtOnce = 10;  // each may be a megabyte
// Bytes of messages, of events, and steps of filters, before the event loop gets its turn.
constexpr std::size_t kBytesAtOnce = std::size_t{1} << 20;

int concurrency_of(const QueueMapping& mapping) {
  return mapping.maximum_concurrency == 0 ? kMaxConcurrency
                                          : std::min(mapping.maximum_concurrency, kMaxConcurrency);
}

std::size_t event_bytes(const std::vector<SourceMessage>& messages) {
  std::size_t bytes = 0;
  for (const SourceMessage& message : messages) bytes += message_event_bytes(message);
  return bytes;
}

}  // namespace

QueuePoller::QueuePoller(QueueMapping mapping, QueuePollerEnvironment environment, Events events)
    : mapping_(std::move(mapping)),
      environment_(std::move(environment)),
      filters_(mapping_.common.filter_patterns),
      events_(std::move(events)),
      batch_(static_cast<std::size_t>(mapping_.common.batch_size),
             std::chrono::seconds(mapping_.common.batching_window_seconds)),
      alarm_(environment_.make_alarm()) {
  rest(core::Duration::zero());
}

void QueuePoller::rest(core::Duration time) {
  alarm_->after(time, [this] { go_on(); });
}

void QueuePoller::go_on() {
  if (stopping_) return;
  if (!sift()) return rest(core::Duration::zero());
  fill();
  for (std::size_t left = kBytesAtOnce; running_ < concurrency_of(mapping_) && closes();) {
    if (left == 0) return rest(core::Duration::zero());
    receive_.reset();
    const auto messages = std::make_shared<Messages>(batch_.take());
    left -= std::min(left, event_bytes(*messages));
    if (!invoke(messages)) return rest(kPause);
    fill();
  }
  gather();
  if (is_idle() && events_.idle) events_.idle();
}

// A batch that is gathering counts as one that will run.
void QueuePoller::gather() {
  if (receive_ || !overflow_.empty() || running_ >= concurrency_of(mapping_)) return;
  receive_ =
      environment_.source.receive(mapping_.queue_arn(), std::min(batch_.room(), kReceivedAtOnce),
                                  [this](Messages messages) { received(std::move(messages)); });
  if (!receive_) return rest(kPause);
  if (const auto left = batch_.left(environment_.clock.now())) rest(*left);
}

void QueuePoller::received(Messages messages) {
  const auto ended = std::move(receive_);  // until the end of this call, which it makes
  if (messages.empty() && batch_.empty()) return rest(kPause / 10);
  const bool is_much = event_bytes(messages) > kBytesAtOnce;
  std::move(messages.begin(), messages.end(), std::back_inserter(received_));
  if (is_much) return rest(core::Duration::zero());
  go_on();
}

// Holds the filters against what was received, as far as one turn goes. Whether all of it is done.
bool QueuePoller::sift() {
  std::vector<std::int64_t> unwanted;
  std::size_t left = kBytesAtOnce;
  while (!received_.empty() && left > 0 && sift_one(left, unwanted)) received_.pop_front();
  events_.counts->filtered += unwanted.size();
  if (!unwanted.empty()) environment_.source.erase(mapping_.queue_arn(), std::move(unwanted));
  return received_.empty();
}

// The front one. False when what is left of the turn wasn't enough.
bool QueuePoller::sift_one(std::size_t& left, std::vector<std::int64_t>& unwanted) {
  SourceMessage& message = received_.front();
  if (!sifting_ && !filters_.empty()) {
    std::string record = message_filter_record(message, mapping_.queue_arn());
    left -= std::min(left, record.size());
    sifting_.emplace(Sifting{core::json::Document::parse(std::move(record)), MatchSteps()});
  }
  Verdict verdict = Verdict::yes;
  if (sifting_) {
    sifting_->steps.grant(left);
    verdict = filters_.matches(sifting_->record.root(), sifting_->steps);
    left = sifting_->steps.left();
  }
  if (verdict == Verdict::unfinished) return false;
  sifting_.reset();
  if (verdict == Verdict::no) {
    unwanted.push_back(message.handle);
  } else {
    overflow_.push_back(std::move(message));
  }
  return true;
}

// What doesn't fit waits for the next batch.
void QueuePoller::fill() {
  const core::WallTime now = environment_.clock.now();
  while (!overflow_.empty() && batch_.add(overflow_.front(), now)) overflow_.pop_front();
}

void QueuePoller::hand_back_gathered() {
  Messages gathered = batch_.take();
  std::move(overflow_.begin(), overflow_.end(), std::back_inserter(gathered));
  std::move(received_.begin(), received_.end(), std::back_inserter(gathered));
  overflow_.clear();
  received_.clear();
  sifting_.reset();
  if (!gathered.empty()) environment_.source.hand_back(mapping_.queue_arn(), gathered);
}

bool QueuePoller::closes() const {
  return batch_.is_ready(environment_.clock.now()) || (in_haste_ && !batch_.empty());
}

std::optional<DeliveryEffect> QueuePoller::meet(DeliveryMoment moment) {
  if (!environment_.faults) return std::nullopt;
  return environment_.faults->take(mapping_.common.id, moment);
}

InvocationRequest QueuePoller::request_of(const Messages& messages) const {
  InvocationRequest request;
  request.scope = mapping_.common.function.scope;
  request.function = mapping_.common.function.name;
  request.qualifier = mapping_.common.function.qualifier;
  request.invoked_function_arn = qualified_arn(mapping_.common.function);
  request.payload = core::SharedText(message_event(messages, mapping_.queue_arn()));
  return request;
}

// False when the function can't be invoked: the queue shows the messages again after their timeout.
bool QueuePoller::invoke(const MessagesPtr& messages, bool repeats) {
  const auto effect = meet(DeliveryMoment::invocation);
  if (effect == DeliveryEffect::throttle)
    return cannot_invoke("Rate Exceeded. (A fault asked for it.)");
  InvocationRequest request = request_of(*messages);
  request.interruption = interruption_of(effect);
  try {
    environment_.invoker.invoke(
        std::move(request),
        [this, messages, repeats](InvocationResult result) { ended(messages, result, repeats); });
  } catch (const core::ApiError& error) {
    return cannot_invoke(error.message());
  }
  ++running_;
  delivering_ += messages->size();
  return true;
}

bool QueuePoller::cannot_invoke(const std::string& why) {
  spdlog::debug("{} can't be invoked with messages of {}: {}", mapping_.common.function.name.get(),
                mapping_.queue_arn(), why);
  last_error_ = why;
  return false;
}

std::vector<std::int64_t> QueuePoller::done_of(const Messages& messages,
                                               const InvocationResult& result) const {
  std::vector<std::int64_t> done;
  if (result.status != InvocationResult::Status::ok) return done;
  const auto failed = mapping_.common.reports_batch_item_failures
                          ? failed_messages(result.payload, messages)
                          : std::optional(std::unordered_set<std::string>());
  if (!failed) return done;
  for (const SourceMessage& message : messages) {
    if (!failed->contains(message.message_id)) done.push_back(message.handle);
  }
  return done;
}

void QueuePoller::ended(const MessagesPtr& messages, const InvocationResult& result, bool repeats) {
  --running_;
  delivering_ -= messages->size();
  auto done = done_of(*messages, result);
  const bool is_good = done.size() == messages->size();
  last_error_ = is_good ? "" : failure_text(result, done.size());
  ++(is_good ? events_.counts->invocations_ok : events_.counts->invocations_failed);
  events_.counts->delivered += done.size();
  const auto effect = is_good && !repeats ? meet(DeliveryMoment::success) : std::nullopt;
  if (effect) return befallen(messages, *effect);
  if (!done.empty()) environment_.source.erase(mapping_.queue_arn(), std::move(done));
  go_on_or_stop();
}

// The handler succeeded, and the messages are still in the queue: either it gets them again, or
// they are seen again when their timeout is over, as after a crash before they were erased.
void QueuePoller::befallen(const MessagesPtr& messages, DeliveryEffect effect) {
  if (effect == DeliveryEffect::duplicate && !stopping_ && !invoke(messages, true)) rest(kPause);
  go_on_or_stop();
}

void QueuePoller::go_on_or_stop() {
  if (!stopping_) return go_on();
  if (running_ == 0 && stopped_) std::exchange(stopped_, nullptr)();
}

QueuePollerStatus QueuePoller::status() const {
  return {batch_.size() + overflow_.size() + received_.size(), delivering_, running_, last_error_};
}

void QueuePoller::hurry(bool in_haste) {
  in_haste_ = in_haste;
  if (in_haste && !stopping_ && !batch_.empty()) rest(core::Duration::zero());
}

void QueuePoller::clock_jumped() {
  batch_.date_back(environment_.clock.now());
  if (!stopping_) rest(core::Duration::zero());
}

void QueuePoller::stop(std::function<void()> done) {
  stopping_ = true;
  receive_.reset();
  alarm_->cancel();
  hand_back_gathered();
  if (running_ == 0) return done();
  stopped_ = std::move(done);
}

}  // namespace lambda_host
