#include "core/clock.h"

#include <doctest/doctest.h>

using namespace std::chrono_literals;

TEST_CASE("an adjustable clock is as its base until it is moved, and again when it is reset") {
  core::ManualClock base;
  core::AdjustableClock clock(base);
  const core::TimePoint start = base.now();
  CHECK(clock.now() == start);
  clock.advance(1h);
  base.advance(1s);
  CHECK(clock.now() == start + 1h + 1s);
  CHECK(clock.shifted());
  clock.set(start - 24h);
  base.advance(1s);
  CHECK(clock.now() == start - 24h + 1s);
  clock.reset();
  CHECK(clock.now() == base.now());
  CHECK_FALSE(clock.shifted());
}

TEST_CASE("a frozen clock moves only when it is told to") {
  core::ManualClock base;
  core::AdjustableClock clock(base);
  const core::TimePoint start = base.now();
  clock.freeze();
  base.advance(1h);
  CHECK(clock.now() == start);
  CHECK(clock.frozen());
  clock.advance(5s);
  CHECK(clock.now() == start + 5s);
  clock.set(start);
  base.advance(1h);
  CHECK(clock.now() == start);
  clock.reset();
  CHECK(clock.now() == base.now());
  CHECK_FALSE(clock.frozen());
}
