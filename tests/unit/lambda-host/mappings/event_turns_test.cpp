#include "lambda-host/mappings/event_turns.h"

#include "core/clock.h"
#include "tests/support/manual_alarms.h"

#include <doctest/doctest.h>

namespace event_turns_test {

using lambda_host::EventTurns;

TEST_CASE("a turn has events up to the one that goes beyond its limit") {
  core::ManualClock clock;
  ManualAlarms alarms(clock);
  EventTurns turns(alarms.maker()());
  CHECK(turns.take(EventTurns::kBytes - EventTurns::kBytesOfEvent - 1));
  CHECK(turns.take(6'000'000));
  CHECK_FALSE(turns.take(0));
  CHECK(alarms.run_due());
  CHECK(turns.take(0));
  CHECK(turns.take(EventTurns::kBytes));
  CHECK_FALSE(turns.take(0));
}

}  // namespace event_turns_test
