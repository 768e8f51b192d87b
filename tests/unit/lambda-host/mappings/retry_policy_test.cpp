#include "lambda-host/mappings/retry_policy.h"

#include <doctest/doctest.h>

namespace retry_policy_test {

using lambda_host::RetryPolicy;
using namespace std::chrono_literals;

TEST_CASE("delays double from 0.1 s up to 5 s") {
  const core::Duration expected[] = {100ms, 200ms, 400ms, 800ms, 1600ms, 3200ms, 5s, 5s};
  for (int failures = 1; failures <= 8; ++failures) {
    CAPTURE(failures);
    CHECK(lambda_host::retry_delay(failures) == expected[failures - 1]);
  }
  CHECK(lambda_host::retry_delay(1'000'000) == core::Duration(5s));
}

TEST_CASE("attempts are counted only if they are limited") {
  struct Case {
    int maximum;
    int failed;
    bool exhausted;
  };
  const Case cases[] = {
      {-1, 1'000'000, false},
      {0,  1,         true },
      {2,  2,         false},
      {2,  3,         true },
  };
  for (const Case& c : cases) {
    CAPTURE(c.maximum);
    CAPTURE(c.failed);
    RetryPolicy policy;
    policy.maximum_retry_attempts = c.maximum;
    CHECK(policy.is_exhausted(c.failed) == c.exhausted);
  }
}

TEST_CASE("a record without an age limit leaves the stream after 24 h") {
  const core::WallTime t0{1000h};
  RetryPolicy forever;
  CHECK_FALSE(forever.is_too_old(t0, t0 + 24h));
  CHECK(forever.is_too_old(t0, t0 + 24h + 1s));
  RetryPolicy hour;
  hour.maximum_record_age = 1h;
  CHECK_FALSE(hour.is_too_old(t0, t0 + 1h));
  CHECK(hour.is_too_old(t0, t0 + 1h + 1s));
}

}  // namespace retry_policy_test
