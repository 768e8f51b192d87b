#pragma once

#include "core/clock.h"
#include "lambda-host/functions/event_invoke_config.h"

#include <cstdint>
#include <optional>
#include <string_view>

// When an asynchronous invocation is tried again, and when it is over (Lambda guide, "Retry
// behavior" and "Configuring error handling settings for Lambda asynchronous invocations"). Pure.
namespace lambda_host {

// How an asynchronous invocation ended, as its record says it.
enum class EventEnd { success, retries_exhausted, age_exceeded, zero_reserved_concurrency };

// "RetriesExhausted"
std::string_view wire_name(EventEnd end);
// nullopt for any other text.
std::optional<EventEnd> event_end_of(std::string_view name);

struct EventPolicy {
  int max_retries = 2;
  core::Duration max_age{};
};

// With AWS's defaults where the configuration says nothing.
EventPolicy event_policy(const std::optional<EventInvokeConfig>& config);

// How long to wait after that many failed attempts: one minute, then two.
core::Duration retry_delay(std::int64_t attempts);
// How long a function that refused so many times in a row is left alone.
core::Duration refusal_delay(int refusals);

// What comes of an attempt that failed, the last of so many, where the event is so old: nullopt:
// another one after retry_delay. One that would be too old by then isn't tried (recorded).
std::optional<EventEnd> end_after_failure(const EventPolicy& policy, std::int64_t attempts,
                                          core::Duration age);
// Whether an event of that age isn't tried at all any more.
bool is_too_old(const EventPolicy& policy, core::Duration age);

}  // namespace lambda_host
