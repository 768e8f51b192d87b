#include "core/clock.h"

#include <doctest/doctest.h>

#include <concepts>

namespace clock_test {

using namespace std::chrono_literals;

template <class A, class B>
concept Mixes = requires(A a, B b) {
  a < b;
}
|| requires(A a, B b) {
  a - b;
}
|| std::convertible_to<A, B> || std::convertible_to<B, A>;

static_assert(Mixes<core::WallTime, core::WallTime>);
static_assert(!Mixes<core::WallTime, core::SteadyTime>);

TEST_CASE("a manual clock's two times go on together, and only its wall time is set") {
  core::ManualClock clock;
  const core::WallTime wall = clock.now();
  const core::SteadyTime steady = clock.steady_now();
  clock.advance(5s);
  CHECK(clock.now() == wall + 5s);
  CHECK(clock.steady_now() == steady + 5s);
  clock.set(wall - 1h);
  CHECK(clock.now() == wall - 1h);
  CHECK(clock.steady_now() == steady + 5s);
}

TEST_CASE("what other processes' clocks show doesn't move with the wall time") {
  core::ManualClock clock;
  const std::int64_t start = core::epoch_milliseconds(clock.now());
  clock.set(clock.now() + 24h);
  clock.advance(2s);
  CHECK(clock.host_milliseconds(clock.steady_now()) == start + 2000);
  CHECK(clock.host_milliseconds(clock.steady_now() + 3s) == start + 5000);
}

TEST_CASE("the system's clock tells other processes' time as they would") {
  const core::SystemClock clock;
  const std::int64_t before = core::epoch_milliseconds(clock.now());
  const std::int64_t in_a_minute = clock.host_milliseconds(clock.steady_now() + 60s);
  CHECK(in_a_minute >= before + 60'000 - 1);
  CHECK(in_a_minute <= core::epoch_milliseconds(clock.now()) + 60'000 + 1);
}

TEST_CASE("a time ahead of now counts as now") {
  core::ManualClock clock;
  CHECK(clock.dated(clock.now() - 1us) == clock.now() - 1us);
  CHECK(clock.dated(clock.now()) == clock.now());
  CHECK(clock.dated(clock.now() + 1us) == clock.now());
}

}  // namespace clock_test
