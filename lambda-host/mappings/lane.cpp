#include "lambda-host/mappings/lane.h"

#include "core/api_error.h"
#include "lambda-host/mappings/batch_response.h"
#include "lambda-host/mappings/event_payload.h"
#include "lambda-host/mappings/failure_text.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>

namespace lambda_host {
namespace {

constexpr std::size_t kReadLimit = 100;  // records of up to 400 KB, twice: a page stays bounded
constexpr int kReadsAtOnce = 10;         // then the event loop gets its turn
// So does it behind as many bytes of records: to parse them for a filter takes long.
constexpr std::size_t kBytesAtOnce = std::size_t{1} << 20;
// A batch without a limit to its attempts is tried so often at once when somebody waits for it, and
// then as ever: it would keep the machine busy until they gave up.
constexpr int kHastyFailures = 10;
// The least wait for a batching window: the clock may stand still just before its end.
constexpr core::Duration kLeastWait = std::chrono::milliseconds(1);

BatchLimits batch_limits(const EventSourceMapping& mapping) {
  BatchLimits limits;
  limits.records = static_cast<std::size_t>(mapping.batch_size);
  limits.window = std::chrono::seconds(mapping.batching_window_seconds);
  return limits;
}

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

Lane::Lane(const LaneSettings& settings, storage::ShardNumber shard, streams::ItemSlice slice,
           LaneStart start, std::unique_ptr<Alarm> alarm, Events events)
    : settings_(settings),
      shard_(shard),
      slice_(slice),
      next_(start.from),
      passed_(std::move(start.passed)),
      batcher_(batch_limits(settings.mapping)),
      alarm_(std::move(alarm)),
      events_(std::move(events)) {}

core::SequenceNumber Lane::checkpoint() const {
  if (delivery_) return delivery_->first_unfinished();
  return batcher_.empty() ? next_ : batcher_.first_sequence();
}

void Lane::advance() {
  if (stopped_ || running_ || waiting_ || ended_) return;
  caught_up_ = false;
  if (delivery_) return deliver();
  bool may_read_on = false;
  try {
    may_read_on = gather();
  } catch (const std::exception& error) {  // a failing disk: what was read before it stays
    last_error_ = "the stream can't be read";
    refused_ = true;
    spdlog::error("mapping {} can't read its stream: {}", settings_.mapping.id.get(), error.what());
    return retry_later();
  }
  failures_ = 0;
  last_error_.clear();
  if (paused_) return alarm_->after({}, [this] { advance(); });
  if (closes(settings_.clock.now())) {
    delivery_.emplace(batcher_.take(), retry_policy(settings_.mapping));
    return deliver();
  }
  if (may_read_on) return alarm_->after({}, [this] { advance(); });
  if (!batcher_.empty()) return wait_for_window();
  caught_up_ = true;
  if (read_to_end_) {
    ended_ = true;
    events_.ended();
  }
  settings_.observer.caught_up(id());
}

// Whether the batch goes as it is: it is ready, or there is nothing to wait for.
bool Lane::closes(core::WallTime now) const {
  return batcher_.ready(now) || ((read_to_end_ || settings_.in_haste) && !batcher_.empty());
}

// Fills the batch with what is there. True when it had to stop before all of that was read. A pause
// isn't such a stop: the batch is as large as it would be without.
bool Lane::gather() {
  const core::SequenceNumber before = checkpoint();
  bool has_more = true;
  std::size_t looked_at = 0;
  paused_ = false;
  for (; has_more && reads_ < kReadsAtOnce && !batcher_.full(); ++reads_) {
    paused_ = looked_at >= kBytesAtOnce;
    if (paused_) break;
    streams::ReadRequest request{settings_.mapping.stream,
                                 shard_,
                                 next_,
                                 kReadLimit,
                                 std::min(batcher_.free_bytes(), kBytesAtOnce),
                                 slice_,
                                 passed_};
    // Filtered records take no place in the batch, so only then it pays to look further ahead.
    if (settings_.filters.empty() && slice_.count == 1 && passed_.empty()) {
      request.limit = std::min(kReadLimit, batcher_.free_records());
    }
    streams::ReadResult page = settings_.source.read(request);
    has_more = page.has_more;
    read_to_end_ = page.at_end;
    next_ = page.next;
    for (streams::SourceRecord& record : page.records) {
      looked_at += record.event.size();
      const core::SequenceNumber sequence = record.sequence;
      const bool wanted = settings_.filters.matches(record.event);
      record.created_at = settings_.clock.dated(record.created_at);
      if (!wanted || batcher_.add(record, settings_.clock.now())) {
        settings_.observer.record_read(id(), sequence, wanted);
        continue;
      }
      next_ = sequence;  // the next batch begins with it
      read_to_end_ = false;
      break;
    }
  }
  if (!paused_) reads_ = 0;
  if (checkpoint() != before && batcher_.empty()) events_.moved(false);
  return has_more && !batcher_.full();
}

void Lane::wait_for_window() {
  const core::Duration left = *batcher_.closes_at() - settings_.clock.now();
  alarm_->after(std::max(left, kLeastWait), [this] { advance(); });
}

void Lane::hurry() {
  const bool gathers = !stopped_ && !running_ && !delivery_ && !waiting_ && !batcher_.empty();
  const bool backs_off = !stopped_ && waiting_;
  if (!gathers && !backs_off) return;
  waiting_ = false;
  alarm_->after({}, [this] { advance(); });
}

void Lane::clock_jumped() {
  const core::WallTime now = settings_.clock.now();
  batcher_.date_back(now);
  if (delivery_) delivery_->date_back(now);
  const bool gathers = !stopped_ && !running_ && !delivery_ && !waiting_ && !ended_;
  if (gathers && !batcher_.empty()) alarm_->after({}, [this] { advance(); });
}

void Lane::deliver() {
  if (!discard_expired()) return invoke();
  const bool finished = delivery_->finished();
  if (finished) delivery_.reset();
  events_.moved(true);
  // By way of the loop: there may be a long line of such batches.
  if (finished) return alarm_->after({}, [this] { advance(); });
  invoke();
}

// When a part goes as a whole, it is the next one's turn. True when there was something to give up.
bool Lane::discard_expired() {
  bool any = false;
  while (!delivery_->finished()) {
    const auto discard = delivery_->discard_expired(settings_.clock.now());
    if (!discard) break;
    report(*discard);
    any = true;
  }
  return any;
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
    running_ = true;
    settings_.observer.attempt_began(id(), delivery_->current(), delivery_->failures() + 1);
  } catch (const core::ApiError& error) {
    // No function, or too many invocations: it didn't run, so this is no attempt.
    spdlog::debug("mapping {} can't invoke {}: {}", settings_.mapping.id.get(),
                  qualified_arn(function), error.message());
    settings_.observer.attempt_refused(id(), delivery_->current(), delivery_->failures() + 1,
                                       error.message());
    last_error_ = error.message();
    refused_ = true;
    events_.processed(ProcessingResult::function_failed);
    retry_later();
  }
}

void Lane::completed(const InvocationResult& result) {
  running_ = false;
  std::size_t first_failed = 0;
  const auto records = delivery_->current();
  if (result.status == InvocationResult::Status::ok) {
    first_failed = settings_.mapping.reports_batch_item_failures
                       ? first_failed_record(result.payload, records)
                       : records.size();
  }
  const bool failed = first_failed < records.size();
  settings_.observer.attempt_ended(id(), records, result, first_failed);
  refused_ = false;
  last_error_.clear();
  if (failed) {
    last_error_ = failure_text(result, first_failed);
    if (first_failed > 0) failures_ = 0;
    if (const auto discard = delivery_->fail(first_failed)) report(*discard);
  } else {
    delivery_->succeed();
    failures_ = 0;
  }
  events_.processed(failed ? ProcessingResult::function_failed : ProcessingResult::ok);
  if (delivery_->finished()) return finish_delivery();
  events_.moved(true);
  if (stopped_) return events_.stopped();
  if (delivery_->is_retry()) return retry_later();
  deliver();
}

// All of the batch is delivered or given up: on with the next one.
void Lane::finish_delivery() {
  delivery_.reset();
  failures_ = 0;
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

LaneActivity Lane::activity() const {
  if (running_) return LaneActivity::invoking;
  if (waiting_) return LaneActivity::backing_off;
  if (caught_up()) return LaneActivity::caught_up;
  return batcher_.empty() ? LaneActivity::reading : LaneActivity::gathering;
}

LaneStatus Lane::status() const {
  LaneStatus status;
  status.slice = slice_.index;
  status.activity = activity();
  status.checkpoint = checkpoint();
  const auto records = delivery_ ? delivery_->current() : batcher_.records();
  status.batch_records = records.size();
  if (!records.empty()) {
    status.batch_first = records.front().sequence;
    status.batch_last = records.back().sequence;
  }
  if (delivery_) status.failed_attempts = delivery_->failures();
  status.last_error = last_error_;
  status.refused = refused_;
  if (waiting_) status.continues_in = continues_at_ - settings_.clock.steady_now();
  if (status.activity == LaneActivity::gathering) {
    status.continues_in = *batcher_.closes_at() - settings_.clock.now();
  }
  return status;
}

void Lane::stop() {
  if (stopped_) return;
  stopped_ = true;
  alarm_->cancel();
  if (!running_) events_.stopped();
}

void Lane::report(const Discard& discard) const {
  settings_.observer.discarded(id(), discard);
  spdlog::warn("mapping {} gives up {} records, {} to {}: {}", settings_.mapping.id.get(),
               discard.count, core::sequence_number_text(discard.first),
               core::sequence_number_text(discard.last), wire_name(discard.reason));
}

}  // namespace lambda_host
