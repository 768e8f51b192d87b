#include "lambda-host/events/async_invocations.h"

#include "core/api_error.h"
#include "lambda-host/functions/concurrency.h"
#include "lambda-host/functions/event_invoke_config.h"
#include "lambda-host/trace_header.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <vector>

namespace lambda_host {
namespace {

// Of one function, handed to its processes at a time. Their payloads are in memory then.
constexpr std::size_t kMaxRunning = 50;
// How many events that have waited become ready in one turn of the event loop.
constexpr std::size_t kMaxDueInATurn = 1000;
// How often a byte that is written counts of a turn of the writer's.
constexpr std::size_t kWrittenByteCost = 4;

}  // namespace

AsyncInvocations::AsyncInvocations(AsyncInvocationParts parts)
    : parts_(std::move(parts)),
      table_(parts_.connection),
      lines_(parts_.make_alarm, [this](const Function& function) { pump(function); }),
      alarm_(parts_.make_alarm()) {
  for (State& state : table_.load_all()) {
    last_ = state.id;
    ++pending_[{state.scope, core::FunctionName(state.function)}];
    const Id id = state.id;
    events_.emplace(id, Event{std::move(state)});
  }
}

void AsyncInvocations::resume() {
  std::vector<Id> ids;
  for (const auto& [id, state] : events_) ids.push_back(id);
  for (const Id id : ids) wait_or_run(id);
}

void AsyncInvocations::add(InvocationRequest request, std::function<void(bool)> accepted,
                           std::function<void()> beside) {
  if (events_.size() >= kMaxPending) {
    throw core::ApiError(core::ErrorCode::too_many_requests, "Rate Exceeded.",
                         R"("Reason":"CallerRateLimitExceeded")");
  }
  State state;
  state.id = ++last_;
  state.scope = request.scope;
  state.function = request.function.get();
  state.qualifier = request.qualifier;
  state.queued_at = core::epoch_milliseconds(parts_.clock.now());
  if (request.trace_header.empty()) request.trace_header = new_trace_header(parts_.clock.now());
  ++pending_[{request.scope, request.function}];
  events_.emplace(state.id, Event{state, request.payload.view().size()});
  parts_.writer.submit(
      [this, state, request = std::move(request), beside = std::move(beside)] {
        table_.insert(state,
                      {request.invoked_function_arn, request.request_id, request.client_context,
                       std::string(request.payload.view()), request.trace_header, ""});
        parts_.writer.count(kWrittenByteCost * request.payload.view().size());
        if (beside) beside();
      },
      [this, id = state.id, accepted = std::move(accepted)](bool committed) {
        committed ? wait_or_run(id) : forget(id);
        accepted(committed);
      });
}

std::uint64_t AsyncInvocations::hurry(Covers covers) {
  hastes_.emplace(++last_haste_, std::move(covers));
  clock_jumped();  // what waits may be due now
  return last_haste_;
}

// When events are due is told by the clock that there is now.
void AsyncInvocations::clock_jumped() {
  for (const auto& [due, id] : std::exchange(waiting_, {})) {
    const auto found = events_.find(id);
    if (found != events_.end()) waiting_.emplace(due_at(found->second), id);
  }
  set_alarm();
}

// Those that are gone may stand in line, or wait, until all are.
std::size_t AsyncInvocations::forget(const core::ScopeFilter& scopes, std::size_t most) {
  std::vector<Id> gone;
  std::size_t bytes = 0;
  const auto is_enough = [&] {
    return gone.size() == most || (most != core::kAll && bytes >= kMaxBytesAtOnce);
  };
  parts_.writer.transact([&] {
    for (const auto& [id, state] : events_) {
      if (is_enough()) break;
      if (!scopes.covers(state.scope)) continue;
      gone.push_back(id);
      bytes += bytes_of(id);
      erase_stored(id);
    }
  });
  for (const Id id : gone) {
    telling_.erase(id);
    remove(id);
  }
  if (!is_enough()) {
    lines_.forget(scopes);
    std::erase_if(waiting_, [this](const auto& entry) { return !events_.contains(entry.second); });
  }
  set_alarm();
  if (ended_) ended_();
  return is_enough() ? most : gone.size();
}

AsyncInvocations::Function AsyncInvocations::function_of(Id id) const {
  const State& state = events_.at(id);
  return {state.scope, core::FunctionName(state.function)};
}

core::Duration AsyncInvocations::age_of(const State& state) const {
  return parts_.clock.now() - parts_.clock.dated(core::from_epoch_milliseconds(state.queued_at));
}

bool AsyncInvocations::is_in_haste(const core::Scope& scope) const {
  return std::any_of(hastes_.begin(), hastes_.end(),
                     [&](const auto& haste) { return haste.second(scope); });
}

core::WallTime AsyncInvocations::due_at(const State& state) const {
  if (state.attempts == 0 || is_in_haste(state.scope)) return core::WallTime{};
  return parts_.clock.dated(core::from_epoch_milliseconds(state.tried_at)) +
         retry_delay(state.attempts);
}

EventPolicy AsyncInvocations::policy_of(const State& state) const {
  return event_policy(find_event_invoke_config(parts_.functions, target_of(state)));
}

// What is due already is dealt with in a turn of its own, too, if it has waited; a new event runs
// at once.
void AsyncInvocations::wait_or_run(Id id) {
  const State& state = events_.at(id);
  if (state.ended) return tell(id);
  if (state.attempts == 0) {
    const Function function = function_of(id);
    lines_.push(function, id);
    return pump(function);
  }
  waiting_.emplace(due_at(state), id);
  set_alarm();
}

void AsyncInvocations::set_alarm() {
  if (waiting_.empty()) return alarm_->cancel();
  const core::Duration wait = waiting_.begin()->first - parts_.clock.now();
  alarm_->after(std::max(wait, core::Duration::zero()), [this] { look(); });
}

void AsyncInvocations::look() {
  const core::WallTime now = parts_.clock.now();
  taken_bytes_ = 0;
  for (std::size_t n = 0; n < kMaxDueInATurn && !waiting_.empty(); ++n) {
    if (taken_bytes_ >= kMaxBytesAtOnce) break;
    const auto [due, id] = *waiting_.begin();
    if (due > now) break;
    waiting_.erase(waiting_.begin());
    if (!events_.contains(id)) continue;
    const Function function = function_of(id);
    lines_.push(function, id);
    pump(function);
  }
  set_alarm();
}

std::size_t AsyncInvocations::most_running(const Function& function) const {
  const auto reserved = reserved_concurrency(parts_.functions, function.first, function.second);
  // One that has none reserved runs nothing, but its events are over at once.
  if (!reserved || *reserved == 0) return kMaxRunning;
  return std::min(kMaxRunning, static_cast<std::size_t>(*reserved));
}

void AsyncInvocations::pump(const Function& function) {
  const std::size_t most = most_running(function);
  while (!stopped_) {
    const auto id = lines_.take(function, most);
    if (!id) return;
    events_.contains(*id) ? start(*id) : lines_.end(function);
  }
}

// Never before returning does anything end here, or a long line of events that are over would
// be a deep recursion.
void AsyncInvocations::start(Id id) {
  const State& state = events_.at(id);
  const auto function = function_of(id);
  if (reserved_concurrency(parts_.functions, function.first, function.second) == 0) {
    return settle(id, without_attempt(id, EventEnd::zero_reserved_concurrency));
  }
  if (is_too_old(policy_of(state), age_of(state))) {
    return settle(id, without_attempt(id, EventEnd::age_exceeded));
  }
  invoke(id);
}

void AsyncInvocations::invoke(Id id) {
  const State& state = events_.at(id);
  storage::AsyncInvocationContent content = this->content(id);
  taken_bytes_ += content.payload.size();
  InvocationRequest request;
  request.scope = state.scope;
  request.function = core::FunctionName(state.function);
  request.qualifier = state.qualifier;
  request.invoked_function_arn = std::move(content.function_arn);
  request.payload = std::move(content.payload);
  request.request_id = content.request_id;
  request.client_context = std::move(content.client_context);
  request.trace_header = std::move(content.trace_header);
  try {
    parts_.invoker.invoke(std::move(request), [this, id](const InvocationResult& result) {
      attempt_ended(id, result);
    });
  } catch (const core::ApiError& error) {
    if (error.code() == core::ErrorCode::too_many_requests) {
      return lines_.refuse(function_of(id), id);
    }
    spdlog::warn("event {} for {} is dropped: {}", content.request_id, state.function,
                 error.message());
    finish(id, true);
  }
}

storage::AsyncInvocationContent AsyncInvocations::content(Id id) {
  storage::AsyncInvocationContent content = table_.content(id);
  events_.at(id).bytes = content.payload.size();
  return content;
}

std::size_t AsyncInvocations::bytes_of(Id id) {
  const std::size_t known = events_.at(id).bytes;
  return known > 0 ? known : content(id).payload.size();
}

void AsyncInvocations::erase_stored(Id id) {
  if (const auto found = events_.find(id); found != events_.end()) {
    parts_.writer.count(found->second.bytes);
  }
  table_.erase(id);
}

void AsyncInvocations::attempt_ended(Id id, const InvocationResult& result) {
  if (!events_.contains(id)) return;
  State& state = events_.at(id);
  const bool ok = result.status == InvocationResult::Status::ok;
  Counts& counts = counts_[state.scope];
  ++(ok ? counts.ok : counts.failed);
  ++state.attempts;
  state.tried_at = core::epoch_milliseconds(parts_.clock.now());
  EventOutcome outcome{EventEnd::success, result.executed_version, !ok, result.payload};
  if (!ok) outcome.end = end_after_failure(policy_of(state), state.attempts, age_of(state));
  outcome.end ? settle(id, outcome) : keep(id, outcome);
}

}  // namespace lambda_host
