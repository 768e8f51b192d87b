#include "lambda-host/events/event_policy.h"

#include "core/limits.h"

#include <algorithm>

namespace lambda_host {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr EventEnd kEnds[] = {EventEnd::success, EventEnd::retries_exhausted,
                              EventEnd::age_exceeded, EventEnd::zero_reserved_concurrency};
// AWS goes up to five minutes. Here the other invocations that are in the way end sooner.
constexpr core::Duration kMaxRefusalDelay = seconds(10);
constexpr int kMaxDoublings = 4;

}  // namespace

std::string_view wire_name(EventEnd end) {
  switch (end) {
    case EventEnd::success: return "Success";
    case EventEnd::retries_exhausted: return "RetriesExhausted";
    case EventEnd::age_exceeded: return "EventAgeExceeded";
    case EventEnd::zero_reserved_concurrency: return "ZeroReservedConcurrency";
  }
  __builtin_unreachable();
}

std::optional<EventEnd> event_end_of(std::string_view name) {
  for (const EventEnd end : kEnds) {
    if (wire_name(end) == name) return end;
  }
  return std::nullopt;
}

EventPolicy event_policy(const std::optional<EventInvokeConfig>& config) {
  EventPolicy policy{core::limits::kMaxEventRetries, core::limits::kMaxEventAge};
  if (!config) return policy;
  policy.max_retries = config->max_retries.value_or(policy.max_retries);
  if (config->max_age_seconds) policy.max_age = seconds(*config->max_age_seconds);
  return policy;
}

core::Duration retry_delay(std::int64_t attempts) {
  return minutes(std::max<std::int64_t>(attempts, 1));
}

core::Duration refusal_delay(int refusals) {
  return std::min<core::Duration>(seconds(1 << std::min(refusals - 1, kMaxDoublings)),
                                  kMaxRefusalDelay);
}

std::optional<EventEnd> end_after_failure(const EventPolicy& policy, std::int64_t attempts,
                                          core::Duration age) {
  if (attempts > policy.max_retries) return EventEnd::retries_exhausted;
  if (is_too_old(policy, age + retry_delay(attempts))) return EventEnd::age_exceeded;
  return std::nullopt;
}

bool is_too_old(const EventPolicy& policy, core::Duration age) {
  return age > policy.max_age;
}

}  // namespace lambda_host
