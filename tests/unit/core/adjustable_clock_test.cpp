#include "core/adjustable_clock.h"

#include <doctest/doctest.h>

#include <utility>

namespace adjustable_clock_test {

using namespace std::chrono_literals;

namespace {

struct Fixture {
  Fixture() {
    clock.on_jump([this](core::WallTime) { ++jumps; });
  }

  core::ManualClock base;
  core::AdjustableClock clock{base};
  const core::WallTime start = base.now();
  int jumps = 0;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "it is as its base until it is moved, and again when it is reset") {
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

TEST_CASE_FIXTURE(Fixture, "a frozen clock moves only when it is told to") {
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

TEST_CASE_FIXTURE(Fixture, "its steady time and the host's are the base's, whatever is moved") {
  clock.advance(1h);
  clock.freeze();
  base.advance(1s);
  CHECK(clock.steady_now() == base.steady_now());
  CHECK(clock.host_milliseconds(clock.steady_now()) == core::epoch_milliseconds(start + 1s));
}

TEST_CASE_FIXTURE(Fixture, "each jump is told after it, with what it was before") {
  using Jump = std::pair<core::WallTime, core::WallTime>;
  Jump seen;
  clock.on_jump([&](core::WallTime before) { seen = {before, clock.now()}; });
  clock.advance(1h);
  CHECK(seen == Jump(start, start + 1h));
  clock.set(start - 1h);
  CHECK(seen == Jump(start + 1h, start - 1h));
  clock.reset();
  CHECK(seen == Jump(start - 1h, start));
  base.set(start + 3h);
  clock.notice_jump();
  CHECK(seen == Jump(start, start + 3h));
}

TEST_CASE_FIXTURE(Fixture, "what was read before the clock was moved back counts as read then") {
  clock.advance(1h);
  const core::WallTime ahead = clock.now();
  clock.reset();
  base.advance(10s);
  CHECK(clock.dated(start - 1us) == start - 1us);
  CHECK(clock.dated(start + 10s) == start + 10s);
  CHECK(clock.dated(start + 10s + 1us) == start);
  CHECK(clock.dated(ahead) == start);
  clock.set(start - 1min);
  CHECK(clock.dated(ahead) == start - 1min);
}

TEST_CASE_FIXTURE(Fixture, "a jump forward doesn't change what counts as read when") {
  clock.advance(1h);
  const core::WallTime ahead = clock.now();
  clock.reset();
  clock.advance(10min);
  CHECK(clock.dated(ahead) == start);
}

TEST_CASE_FIXTURE(Fixture, "a base that jumps by more than a second is noticed") {
  base.advance(1h);
  clock.notice_jump();
  CHECK(jumps == 0);
  base.set(base.now() + 1s);
  clock.notice_jump();
  CHECK(jumps == 0);
  base.set(base.now() + 1s + 1us);
  clock.notice_jump();
  CHECK(jumps == 1);
  clock.notice_jump();
  CHECK(jumps == 1);
  const core::WallTime ahead = clock.now();
  base.set(start);
  clock.notice_jump();
  CHECK(jumps == 2);
  base.advance(1s);
  CHECK(clock.dated(ahead) == start);
}

TEST_CASE_FIXTURE(Fixture, "a frozen clock takes no part in its base's jumps") {
  clock.freeze();
  base.set(start - 1h);
  clock.notice_jump();
  CHECK(jumps == 0);
  CHECK(clock.dated(start + 1us) == start);
}

TEST_CASE_FIXTURE(Fixture, "a clock that is moved to the end of the year 9999 goes no further") {
  const core::WallTime last(std::chrono::seconds(253'402'300'799));
  clock.set(last);
  base.advance(999'999us);
  CHECK(clock.now() == last + 999'999us);
  base.advance(1us);
  CHECK(clock.now() == last + 999'999us);
  base.advance(24h);
  CHECK(clock.now() == last + 999'999us);
}

}  // namespace adjustable_clock_test
