#include "lambda-host/events/event_policy.h"

#include <doctest/doctest.h>

namespace event_policy_test {

using namespace lambda_host;
using namespace std::chrono_literals;

TEST_CASE("an event is tried again twice, after one minute and after two, for six hours") {
  const EventPolicy policy = event_policy(std::nullopt);
  CHECK(policy.max_retries == 2);
  CHECK(policy.max_age == 6h);
  CHECK(retry_delay(1) == 1min);
  CHECK(retry_delay(2) == 2min);
}

TEST_CASE("what a configuration says replaces a default, and leaves the other") {
  EventInvokeConfig config;
  config.max_retries = 0;
  CHECK(event_policy(config).max_retries == 0);
  CHECK(event_policy(config).max_age == 6h);
  config = {};
  config.max_age_seconds = 60;
  CHECK(event_policy(config).max_retries == 2);
  CHECK(event_policy(config).max_age == 60s);
}

TEST_CASE("an event that failed is over when its retries are, or when it would be too old") {
  struct Case {
    const char* name;
    int retries;
    core::Duration max_age;
    int attempts;
    core::Duration age;
    std::optional<EventEnd> end;
  };
  const Case cases[] = {
      {"a retry is left",              2, 6h,   2, 0s,  std::nullopt               },
      {"none is left",                 2, 6h,   3, 0s,  EventEnd::retries_exhausted},
      {"there never was one",          0, 6h,   1, 0s,  EventEnd::retries_exhausted},
      {"it is due within its age",     2, 60s,  1, 0s,  std::nullopt               },
      {"it is due after its age",      2, 60s,  1, 1us, EventEnd::age_exceeded     },
      {"the second wait is longer",    2, 125s, 2, 6s,  EventEnd::age_exceeded     },
      {"retries are looked at before", 1, 60s,  2, 1h,  EventEnd::retries_exhausted},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(end_after_failure({c.retries, c.max_age}, c.attempts, c.age) == c.end);
  }
}

TEST_CASE("an event is too old when it is older than it may be") {
  CHECK_FALSE(is_too_old({2, 60s}, 60s));
  CHECK(is_too_old({2, 60s}, 60s + 1us));
}

TEST_CASE("a function that refuses is left alone for longer each time, up to ten seconds") {
  CHECK(refusal_delay(1) == 1s);
  CHECK(refusal_delay(2) == 2s);
  CHECK(refusal_delay(4) == 8s);
  CHECK(refusal_delay(5) == 10s);
  CHECK(refusal_delay(1000) == 10s);
}

TEST_CASE("ends have the names that AWS gives them") {
  CHECK(wire_name(EventEnd::success) == "Success");
  CHECK(wire_name(EventEnd::retries_exhausted) == "RetriesExhausted");
  CHECK(wire_name(EventEnd::age_exceeded) == "EventAgeExceeded");
  CHECK(wire_name(EventEnd::zero_reserved_concurrency) == "ZeroReservedConcurrency");
  CHECK(event_end_of("EventAgeExceeded") == EventEnd::age_exceeded);
  CHECK_FALSE(event_end_of("Later"));
}

}  // namespace event_policy_test
