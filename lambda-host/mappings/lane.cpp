#include "lambda-host/mappings/lane.h"

#include "core/api_error.h"
#include "lambda-host/mappings/batch_response.h"
#include "lambda-host/mappings/event_payload.h"
#include "lambda-host/mappings/failure_document.h"
#include "lambda-host/mappings/failure_text.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace lambda_host {
namespace {

// A batch without a limit to its attempts is tried so often at once when somebody waits for it, and
// then as ever: it would keep the machine busy until they gave up.
constexpr int kHastyFailures = 10;
// The least wait for a batching window: the clock may stand still just before its end.
constexpr core::Duration kLeastWait = std::chrono::milliseconds(1);

RetryPolicy retry_policy(const EventSourceMapping& mapping) {
  RetryPolicy policy;
  policy.maximum_retry_attempts = mapping.maximum_retry_attempts;
  policy.bisect = mapping.bisect_batch_on_function_error;
  if (mapping.maximum_record_age_seconds >= 0) {
    policy.maximum_record_age = std::chrono::seconds(mapping.maximum_record_age_seconds);
  }
  return policy;
}

}  // namespace

Lane::Lane(const LaneSettings& settings, LaneShard shard, streams::ItemSlice slice, LaneStart start,
           std::unique_ptr<Alarm> alarm, Events events)
    : settings_(settings),
      shard_(std::move(shard)),
      slice_(slice),
      reader_(
          {settings.mapping, settings.filters, settings.source, settings.clock, settings.observer},
          id(), slice, std::move(start)),
      alarm_(std::move(alarm)),
      events_(std::move(events)) {}

core::SequenceNumber Lane::checkpoint() const {
  return delivery_ ? delivery_->first_unfinished() : reader_.checkpoint();
}

void Lane::advance() {
  if (stopped_ || is_running() || waiting_ || ended_) return;
  caught_up_ = false;
  if (delivery_) return deliver();
  if (!gather()) return retry_later();
  failures_ = 0;
  last_error_.clear();
  if (reader_.paused()) return alarm_->after({}, [this] { advance(); });
  close_or_wait();
}

// False when the stream can't be read: a failing disk.
bool Lane::gather() {
  const core::SequenceNumber before = checkpoint();
  try {
    reader_.gather();
  } catch (const std::exception& error) {
    last_error_ = "the stream can't be read";
    refused_ = true;
    spdlog::error("mapping {} can't read its stream: {}", settings_.mapping.id.get(), error.what());
    return false;
  }
  if (checkpoint() != before && reader_.batch().empty()) events_.moved(false);
  return true;
}

void Lane::close_or_wait() {
  if (closes(settings_.clock.now())) {
    delivery_.emplace(reader_.batch().take(), retry_policy(settings_.mapping));
    return deliver();
  }
  if (reader_.may_read_on()) return alarm_->after({}, [this] { advance(); });
  if (!reader_.batch().empty()) return wait_for_window();
  caught_up_or_ended();
}

// Whether the batch goes as it is: it is ready, or there is nothing to wait for.
bool Lane::closes(core::WallTime now) const {
  const Batcher& batch = reader_.batch();
  return batch.ready(now) || ((reader_.at_end() || settings_.in_haste) && !batch.empty());
}

void Lane::caught_up_or_ended() {
  caught_up_ = true;
  if (reader_.at_end()) {
    ended_ = true;
    events_.ended();
  }
  settings_.observer.caught_up(id());
}

void Lane::wait_for_window() {
  const core::Duration left = *reader_.batch().closes_at() - settings_.clock.now();
  alarm_->after(std::max(left, kLeastWait), [this] { advance(); });
}

// Whether it waits for records or for a window.
bool Lane::gathers() const {
  return !stopped_ && !is_running() && !delivery_ && !waiting_ && !ended_;
}

void Lane::hurry() {
  const bool backs_off = !stopped_ && waiting_;
  if (!backs_off && (!gathers() || reader_.batch().empty())) return;
  waiting_ = false;
  alarm_->after({}, [this] { advance(); });
}

void Lane::clock_jumped() {
  const core::WallTime now = settings_.clock.now();
  reader_.batch().date_back(now);
  if (delivery_) delivery_->date_back(now);
  if (gathers() && !reader_.batch().empty()) alarm_->after({}, [this] { advance(); });
}

// The next step of a batch: its records are given up, or the function is invoked with them.
void Lane::deliver() {
  if (notice_) return send_notice();
  if (const auto discard = delivery_->due_discard(settings_.clock.now())) return give_up(*discard);
  invoke();
}

void Lane::invoke() {
  InvocationRequest request;
  const FunctionReference& function = settings_.mapping.function;
  request.scope = function.scope;
  request.function = function.name;
  request.qualifier = function.qualifier;
  request.invoked_function_arn = qualified_arn(function);
  request.payload = event_payload(delivery_->current());
  try {
    settings_.invoker.invoke(std::move(request),
                             [this](const InvocationResult& result) { completed(result); });
    invoking_ = true;
    settings_.observer.attempt_began(id(), delivery_->current(), delivery_->failures() + 1);
  } catch (const core::ApiError& error) {
    refused(error.message());
  }
}

// No function, or too many invocations: it didn't run, so this is no attempt.
void Lane::refused(const std::string& why) {
  spdlog::debug("mapping {} can't invoke {}: {}", settings_.mapping.id.get(),
                qualified_arn(settings_.mapping.function), why);
  settings_.observer.attempt_refused(id(), delivery_->current(), delivery_->failures() + 1, why);
  last_error_ = why;
  refused_ = true;
  events_.processed(ProcessingResult::function_failed);
  retry_later();
}

void Lane::completed(const InvocationResult& result) {
  invoking_ = false;
  const std::size_t records = delivery_->current().size();
  const std::size_t delivered = count_delivered(result);
  const bool failed = delivered < records;
  settings_.observer.attempt_ended(id(), delivery_->current(), result, delivered);
  note_result(result, delivered);
  events_.processed(failed ? ProcessingResult::function_failed : ProcessingResult::ok);
  if (delivery_->finished()) return finish_delivery();
  events_.moved(true);
  if (delivery_->is_exhausted()) return deliver();
  if (stopped_) return events_.stopped();
  if (delivery_->is_retry()) return retry_later();
  deliver();
}

// How many records are done, from the first one on.
std::size_t Lane::count_delivered(const InvocationResult& result) const {
  const auto records = delivery_->current();
  if (result.status != InvocationResult::Status::ok) return 0;
  if (!settings_.mapping.reports_batch_item_failures) return records.size();
  return first_failed_record(result.payload, records);
}

void Lane::note_result(const InvocationResult& result, std::size_t delivered) {
  refused_ = false;
  last_error_.clear();
  if (delivered == delivery_->current().size()) {
    failures_ = 0;
    return delivery_->succeed();
  }
  last_error_ = failure_text(result, delivered);
  if (delivered > 0) failures_ = 0;
  delivery_->fail(delivered, failed_attempt(result));
}

// The destination is told first, so that the checkpoint doesn't pass what it doesn't have.
void Lane::give_up(const Discard& discard) {
  if (!settings_.mapping.failure_destination) return dropped(discard);
  discard_ = discard;
  notice_ = failure_notice(settings_.mapping, shard_.id, discard,
                           delivery_->current().first(discard.count), settings_.clock.now());
  send_notice();
}

void Lane::send_notice() {
  sending_ = true;
  settings_.destination.send(*notice_,
                             [this](const std::optional<std::string>& failure) { sent(failure); });
}

void Lane::sent(const std::optional<std::string>& failure) {
  sending_ = false;
  if (!failure) {
    notice_.reset();
    return dropped(*std::exchange(discard_, std::nullopt));
  }
  last_error_ = "the failure destination doesn't take it: " + *failure;
  refused_ = true;
  spdlog::warn("mapping {} can't send to {}: {}", settings_.mapping.id.get(), notice_->destination,
               *failure);
  if (stopped_) return events_.stopped();
  retry_later();
}

// By way of the loop: there may be a long line of such batches.
void Lane::dropped(const Discard& discard) {
  report(discard);
  delivery_->drop(discard);
  failures_ = 0;
  if (delivery_->finished()) delivery_.reset();
  events_.moved(true);
  if (stopped_) return events_.stopped();
  alarm_->after({}, [this] { advance(); });
}

// All of the batch is delivered: on with the next one.
void Lane::finish_delivery() {
  delivery_.reset();
  events_.moved(true);
  if (stopped_) return events_.stopped();
  advance();
}

void Lane::retry_later() {
  waiting_ = true;
  const core::Duration delay =
      retries_at_once() ? core::Duration::zero() : retry_delay(++failures_);
  continues_at_ = settings_.clock.steady_now() + delay;
  alarm_->after(delay, [this] {
    waiting_ = false;
    advance();
  });
}

bool Lane::retries_at_once() const {
  if (!settings_.in_haste || refused_) return false;
  return settings_.mapping.maximum_retry_attempts >= 0 || delivery_->failures() <= kHastyFailures;
}

void Lane::stop() {
  if (stopped_) return;
  stopped_ = true;
  alarm_->cancel();
  if (!is_running()) events_.stopped();
}

void Lane::report(const Discard& discard) const {
  settings_.observer.discarded(id(), discard);
  spdlog::warn("mapping {} gives up {} records, {} to {}: {}", settings_.mapping.id.get(),
               discard.count, core::sequence_number_text(discard.first),
               core::sequence_number_text(discard.last), wire_name(discard.reason));
}

}  // namespace lambda_host
