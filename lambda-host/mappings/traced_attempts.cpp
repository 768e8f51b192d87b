#include "lambda-host/mappings/traced_attempts.h"

#include <utility>

namespace lambda_host {

const char* wire_name(AttemptOutcome outcome) {
  switch (outcome) {
    case AttemptOutcome::running: return "running";
    case AttemptOutcome::delivered: return "delivered";
    case AttemptOutcome::partly: return "partly delivered";
    case AttemptOutcome::failed: return "failed";
    case AttemptOutcome::refused: return "not invoked";
  }
  __builtin_unreachable();
}

void TracedAttempts::begin(int number, core::WallTime now) {
  add(number, now);
  count = number;
}

void TracedAttempts::end(const InvocationResult& result, AttemptOutcome outcome,
                         std::string error) {
  if (newest.empty()) return;
  TracedAttempt& attempt = newest.back();
  attempt.outcome = outcome;
  attempt.duration = result.duration;
  attempt.request_id = result.request_id;
  attempt.log_group = result.log_group;
  attempt.log_stream = result.log_stream;
  attempt.error = std::move(error);
}

void TracedAttempts::refuse(int number, std::string_view why, core::WallTime now) {
  const bool again = !newest.empty() && newest.back().outcome == AttemptOutcome::refused &&
                     newest.back().error == why;
  if (again) {
    ++newest.back().times;
    return;
  }
  TracedAttempt& attempt = add(number, now);
  attempt.outcome = AttemptOutcome::refused;
  attempt.error = why;
}

void keep(std::optional<KeptDiscard>& kept, const Discard& discard, std::string_view why) {
  if (!kept) kept.emplace();
  kept->reason = discard.reason;
  ++kept->times;
  kept->why = why;
}

TracedAttempt& TracedAttempts::add(int number, core::WallTime now) {
  if (newest.size() == kNewest) newest.pop_front();
  TracedAttempt& attempt = newest.emplace_back();
  attempt.number = number;
  attempt.started = now;
  return attempt;
}

}  // namespace lambda_host
