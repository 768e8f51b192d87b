#include "lambda-host/events/async_invocations.h"
#include "lambda-host/functions/event_invoke_config.h"

#include <spdlog/spdlog.h>

#include <utility>

// What becomes of an asynchronous invocation after an attempt: it is stored, and when it is over,
// its destinations are told before it goes.
namespace lambda_host {

// What the events' configuration is attached to.
FunctionReference AsyncInvocations::target_of(const State& state) {
  return event_target({state.scope, core::FunctionName(state.function), state.qualifier});
}

EventOutcome AsyncInvocations::without_attempt(Id id, EventEnd end) {
  EventOutcome outcome = read_stored_outcome(content(id).outcome).value_or(EventOutcome{});
  outcome.end = end;
  return outcome;
}

void AsyncInvocations::keep(Id id, const EventOutcome& outcome) {
  parts_.writer.submit(
      [this, state = events_.at(id), text = write_stored_outcome(outcome)] {
        parts_.writer.count(text.size());
        table_.update(state, text);
      },
      [this, id](bool) {
        if (!events_.contains(id)) return;
        const Function function = function_of(id);
        wait_or_run(id);
        leave_line(function);
      });
}

void AsyncInvocations::settle(Id id, const EventOutcome& outcome) {
  State& state = events_.at(id);
  if (*outcome.end != EventEnd::success) {
    spdlog::warn("an event for {} is given up after {} attempts: {}", state.function,
                 state.attempts, wire_name(*outcome.end));
  }
  if (told_of(state, *outcome.end).empty()) return finish(id, true);
  state.ended = true;
  keep(id, outcome);
}

std::optional<std::string> AsyncInvocations::dead_letter_target(const State& state,
                                                                EventEnd end) const {
  if (end == EventEnd::success) return std::nullopt;
  const auto deployment =
      parts_.functions.find(state.scope, core::FunctionName(state.function), state.qualifier);
  if (!deployment) return std::nullopt;
  const auto& target = deployment->configuration.dead_letter_target;
  return target && !target->empty() ? target : std::nullopt;
}

std::vector<std::string> AsyncInvocations::told_of(const State& state, EventEnd end) const {
  std::vector<std::string> all;
  if (const auto target = dead_letter_target(state, end)) all.push_back(*target);
  const auto config = find_event_invoke_config(parts_.functions, target_of(state));
  if (!config) return all;
  const DestinationConfig& to = config->destinations;
  const std::string& destination = end == EventEnd::success ? to.on_success : to.on_failure;
  if (!destination.empty()) all.push_back(destination);
  return all;
}

void AsyncInvocations::tell(Id id) {
  const State& state = events_.at(id);
  storage::AsyncInvocationContent content = this->content(id);
  const auto outcome = read_stored_outcome(std::move(content.outcome));
  const EndedEvent event{target_of(state),
                         content.request_id,
                         std::move(content.payload),
                         state.attempts,
                         outcome->end.value_or(EventEnd::retries_exhausted),
                         state.attempts > 0 ? outcome : std::nullopt,
                         std::move(content.trace_header)};
  const auto destinations = told_of(state, event.end);
  if (destinations.empty()) return finish(id, false);
  const auto dead_letters = dead_letter_target(state, event.end);
  telling_[id] = destinations.size();
  Destinations::Beside beside;  // all is done when the only one that is told has it
  if (destinations.size() == 1) beside = [this, id] { erase_stored(id); };
  for (std::size_t n = 0; n < destinations.size(); ++n) {
    const std::string& to = destinations[n];
    parts_.destinations.send(
        n == 0 && dead_letters ? dead_letter(event, to)
                               : invocation_record(event, to, parts_.clock.now()),
        beside, [this, id, to](const auto& failure) { told(id, to, failure); });
  }
}

// AWS tries no second time, either: it counts these failures in a metric.
void AsyncInvocations::told(Id id, const std::string& destination,
                            const std::optional<std::string>& failure) {
  if (!events_.contains(id)) return;
  if (failure) {
    spdlog::warn("{} can't be told of an event for {}: {}", destination, events_.at(id).function,
                 *failure);
  }
  if (--telling_.at(id) > 0) return;
  telling_.erase(id);
  finish(id, false);
}

void AsyncInvocations::finish(Id id, bool running) {
  parts_.writer.submit([this, id] { erase_stored(id); },
                       [this, id, running](bool) {
                         if (!events_.contains(id)) return;
                         const Function function = function_of(id);
                         forget(id);
                         if (running) leave_line(function);
                       });
}

void AsyncInvocations::leave_line(const Function& function) {
  lines_.end(function);
  pump(function);
}

void AsyncInvocations::forget(Id id) {
  remove(id);
  if (ended_) ended_();
}

void AsyncInvocations::remove(Id id) {
  const auto found = pending_.find(function_of(id));
  if (--found->second == 0) pending_.erase(found);
  events_.erase(id);
}

}  // namespace lambda_host
