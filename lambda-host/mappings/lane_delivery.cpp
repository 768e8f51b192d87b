#include "core/api_error.h"
#include "core/kill_point.h"
#include "core/uuid.h"
#include "lambda-host/mappings/event_payload.h"
#include "lambda-host/mappings/failure_document.h"
#include "lambda-host/mappings/failure_text.h"
#include "lambda-host/mappings/lane.h"

#include <spdlog/spdlog.h>

#include <utility>

// What a lane does with a batch, or with the end of a window: it is delivered, tried again, or
// given up.
namespace lambda_host {
namespace {

// A batch without a limit to its attempts is tried so often at once when somebody waits for it, and
// then as ever: it would keep the machine busy until they gave up.
constexpr int kHastyFailures = 10;

// As a throttled invocation says it, and who throttled it.
constexpr std::string_view kThrottledByFault = "Rate Exceeded. (A fault asked for it.)";

}  // namespace

std::span<const streams::SourceRecord> Lane::current() const {
  return delivery_ ? delivery_->current() : std::span<const streams::SourceRecord>();
}

int Lane::failures() const {
  return delivery_ ? delivery_->failures() : window_.failures();
}

bool Lane::is_exhausted() const {
  return retry_policy(settings_.mapping).is_exhausted(failures());
}

std::optional<Discard> Lane::due_discard() const {
  if (delivery_) return delivery_->due_discard(settings_.clock.now());
  if (!is_exhausted()) return std::nullopt;
  return window_.discard();
}

// The next step: it is given up, or the function is invoked.
void Lane::deliver() {
  if (notice_) return send_notice();
  if (const auto discard = due_discard()) return give_up(*discard);
  if (!has_turn()) return alarm_->after({}, [this] { advance(); });
  invoke();
}

bool Lane::has_turn() const {
  if (!settings_.turns) return true;
  std::size_t bytes = 0;
  for (const streams::SourceRecord& record : current()) bytes += record.event.stored_bytes();
  return settings_.turns->take(bytes);
}

std::string Lane::payload() const {
  if (!window_.in_use()) return event_payload(current());
  return window_payload(current(), {window_, shard_.id, settings_.mapping.stream, finalizes_});
}

// A window's final invocation is no delivery, and meets none.
std::optional<DeliveryEffect> Lane::meet(DeliveryMoment moment) {
  if (!settings_.faults || !delivery_) return std::nullopt;
  return settings_.faults->take(settings_.mapping.id, moment);
}

std::optional<DeliveryEffect> Lane::meet_at_success() {
  if (std::exchange(repeats_, false)) return std::nullopt;
  return meet(DeliveryMoment::success);
}

void Lane::tell_fault(std::optional<DeliveryEffect> effect) {
  if (effect) settings_.observer.fault_met(id(), current(), *effect);
}

void Lane::invoke() {
  core::pass(core::KillPoint::filtered);
  const auto effect = meet(DeliveryMoment::invocation);
  if (effect == DeliveryEffect::throttle) {
    refused(std::string(kThrottledByFault));
    return tell_fault(effect);
  }
  InvocationRequest request;
  const FunctionReference& function = settings_.mapping.function;
  request.scope = function.scope;
  request.function = function.name;
  request.qualifier = function.qualifier;
  request.invoked_function_arn = qualified_arn(function);
  request.payload = payload();
  request.interruption = interruption_of(effect);
  const core::WallTime at = settings_.clock.now();  // the invocation's first log line isn't older
  try {
    settings_.invoker.invoke(std::move(request),
                             [this](const InvocationResult& result) { completed(result); });
    invoking_ = true;
    tell_attempt(at);
    tell_fault(effect);
  } catch (const core::ApiError& error) {
    refused(error.message());
  }
}

void Lane::tell_attempt(core::WallTime at) {
  if (delivery_) {
    settings_.observer.attempt_began(id(), current(), failures() + 1, at);
  } else {
    settings_.observer.final_attempt_began(id(), window_, failures() + 1, at);
  }
}

void Lane::tell_refusal(const std::string& why) {
  if (delivery_) {
    settings_.observer.attempt_refused(id(), current(), failures() + 1, why);
  } else {
    settings_.observer.final_attempt_refused(id(), window_, failures() + 1, why);
  }
}

// No function, or too many invocations: it didn't run, so this is no attempt.
void Lane::refused(const std::string& why) {
  spdlog::debug("mapping {} can't invoke {}: {}", settings_.mapping.id.get(),
                qualified_arn(settings_.mapping.function), why);
  tell_refusal(why);
  last_error_ = why;
  refused_ = true;
  events_.processed(ProcessingResult::function_failed);
  retry_later();
}

void Lane::completed(const InvocationResult& result) {
  core::pass(core::KillPoint::invoked);
  invoking_ = false;
  if (abandoned_) return events_.stopped();
  const BatchOutcome outcome = batch_outcome(
      result, {settings_.mapping.reports_batch_item_failures, window_.in_use()}, current());
  const auto effect = outcome.failed ? std::nullopt : meet_at_success();
  tell_fault(effect);
  tell_result(result, outcome);
  if (effect) return deliver_again(*effect);
  note_result(result, outcome);
  const bool is_retry = finalizes_ || (delivery_ && delivery_->is_retry());
  if (delivery_ && delivery_->finished()) delivery_.reset();
  events_.processed(outcome.failed ? ProcessingResult::function_failed : ProcessingResult::ok);
  events_.moved(true);
  if (is_delivering() && is_exhausted()) return deliver();
  if (stopped_) return events_.stopped();
  if (is_retry) return retry_later();
  advance();
}

// The handler succeeded, and the delivery is where it was.
void Lane::deliver_again(DeliveryEffect effect) {
  refused_ = false;
  last_error_.clear();
  failures_ = 0;
  repeats_ = effect == DeliveryEffect::duplicate;
  if (effect == DeliveryEffect::lose_checkpoint) go_back_to_checkpoint();
  events_.processed(ProcessingResult::ok);
  if (stopped_) return events_.stopped();
  alarm_->after({}, [this] { advance(); });
}

// As a lane begins after a crash: with what is stored.
void Lane::go_back_to_checkpoint() {
  const core::SequenceNumber from = checkpoint();
  resumes_ = delivery_->parts();
  delivery_.reset();
  reader_.go_back(from);
  if (!resumes_.empty()) reader_.read_up_to(resumes_.back().last);
}

void Lane::tell_result(const InvocationResult& result, const BatchOutcome& outcome) {
  if (delivery_) {
    settings_.observer.attempt_ended(id(), current(), result, outcome.delivered);
  } else {
    settings_.observer.final_attempt_ended(id(), result, !outcome.failed);
  }
}

std::string Lane::failure_text_of(const InvocationResult& result,
                                  const BatchOutcome& outcome) const {
  return finalizes_ ? final_failure_text(result) : failure_text(result, outcome.delivered);
}

void Lane::note_result(const InvocationResult& result, BatchOutcome outcome) {
  refused_ = false;
  last_error_ = outcome.failed ? failure_text_of(result, outcome) : "";
  if (outcome.delivered > 0 || !outcome.failed) failures_ = 0;
  if (finalizes_ && outcome.failed) return window_.fail(failed_attempt(result));
  if (finalizes_) {
    finalizes_ = false;
    return window_.close();
  }
  if (outcome.state) window_.keep(*std::move(outcome.state));
  if (outcome.failed) return delivery_->fail(outcome.delivered, failed_attempt(result));
  delivery_->succeed();
}

// The destination is told first, or in the same commit, so that the checkpoint doesn't pass what it
// doesn't have.
void Lane::give_up(Discard discard) {
  discard.given_up_at = settings_.clock.now();
  if (discard.last_failure) discard.request_id = discard.last_failure->request_id;
  if (discard.request_id.empty()) discard.request_id = core::random_uuid();
  if (!settings_.mapping.failure_destination) return dropped(discard);
  discard_ = std::move(discard);
  notice_ =
      failure_notice(settings_.mapping, shard_.id, *discard_, current().first(discard_->count));
  send_notice();
}

void Lane::send_notice() {
  sending_ = true;
  discard_->is_stored = false;
  settings_.destination.send(
      *notice_, [this] { giving_up(); },
      [this](const std::optional<std::string>& failure) { sent(failure); });
}

bool Lane::is_telling() const {
  return sending_ && is_told_by_one_write(*destination_kind(notice_->destination));
}

void Lane::giving_up() {
  if (abandoned_) return;
  is_given_up_ = true;
  events_.giving_up(current().first(delivery_ ? discard_->count : 0), *discard_);
  is_given_up_ = false;
  discard_->is_stored = true;
}

void Lane::sent(const std::optional<std::string>& failure) {
  sending_ = false;
  if (abandoned_) return events_.stopped();
  if (!failure) {
    core::pass(core::KillPoint::sent);
    notice_.reset();
    return dropped(*std::exchange(discard_, std::nullopt));
  }
  last_error_ = "the failure destination doesn't take it: " + *failure;
  refused_ = true;
  spdlog::warn("mapping {} can't send to {}: {}", settings_.mapping.id.get(), notice_->destination,
               *failure);
  tell_kept(*failure);
  if (stopped_) return events_.stopped();
  retry_later();
}

void Lane::tell_kept(const std::string& why) {
  if (delivery_) {
    settings_.observer.kept_from_destination(id(), *discard_, why);
  } else {
    settings_.observer.window_kept_from_destination(id(), window_, *discard_, why);
  }
}

// On by way of the loop: there may be a long line of such batches.
void Lane::dropped(const Discard& discard) {
  report(discard);
  if (finalizes_) {
    finalizes_ = false;
    window_.close();
  } else {
    delivery_->drop(discard);
    if (delivery_->finished()) delivery_.reset();
  }
  failures_ = 0;
  events_.moved(true);
  if (stopped_) return events_.stopped();
  alarm_->after({}, [this] { advance(); });
}

void Lane::report(const Discard& discard) const {
  if (delivery_) {
    settings_.observer.discarded(id(), delivery_->current().first(discard.count), discard);
  } else {
    settings_.observer.window_discarded(id(), window_, discard);
  }
  spdlog::warn("mapping {} gives up {} {}, {} to {}: {}", settings_.mapping.id.get(),
               delivery_ ? std::to_string(discard.count) : "the state of",
               delivery_ ? "records" : "a window", core::sequence_number_text(discard.first),
               core::sequence_number_text(discard.last), wire_name(discard.reason));
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
  return settings_.mapping.maximum_retry_attempts >= 0 || failures() <= kHastyFailures;
}

}  // namespace lambda_host
