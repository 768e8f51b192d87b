#include "lambda-host/events/event_lines.h"

#include "tests/support/manual_alarms.h"

#include <doctest/doctest.h>

#include <vector>

namespace event_lines_test {

using lambda_host::EventLines;
using namespace std::chrono_literals;

namespace {

struct Fixture {
  void advance(core::Duration by) {
    clock.advance(by);
    while (alarms.run_due()) {
    }
  }

  core::ManualClock clock;
  ManualAlarms alarms{clock};
  std::vector<EventLines::Function> looks;
  EventLines lines{alarms.maker(),
                   [this](const EventLines::Function& function) { looks.push_back(function); }};
  EventLines::Function one{{}, core::FunctionName("f")};
  EventLines::Function other{{}, core::FunctionName("g")};
};

}  // namespace

TEST_CASE_FIXTURE(Fixture,
                  "events of a function are taken in their order, up to so many at a time") {
  for (const EventLines::Id id : {1, 2, 3}) lines.push(one, id);
  lines.push(other, 4);
  CHECK(lines.take(one, 2) == 1);
  CHECK(lines.take(one, 2) == 2);
  CHECK_FALSE(lines.take(one, 2));
  CHECK(lines.take(other, 2) == 4);
  lines.end(one);
  CHECK(lines.take(one, 2) == 3);
  CHECK_FALSE(lines.take(one, 9));
}

TEST_CASE_FIXTURE(Fixture,
                  "a function that refuses is left alone, and then has the same event first") {
  lines.push(one, 1);
  lines.push(one, 2);
  CHECK(lines.take(one, 9) == 1);
  lines.refuse(one, 1);
  CHECK_FALSE(lines.take(one, 9));
  advance(999ms);
  CHECK(looks.empty());
  advance(1ms);
  CHECK(looks == std::vector{one});
  CHECK(lines.take(one, 9) == 1);
  lines.refuse(one, 1);
  advance(1999ms);
  CHECK(looks.size() == 1);
  advance(1ms);
  CHECK(looks.size() == 2);
}

TEST_CASE_FIXTURE(Fixture, "the end of another event of the function ends the pause") {
  lines.push(one, 1);
  lines.push(one, 2);
  lines.push(other, 3);
  CHECK(lines.take(one, 9) == 1);
  CHECK(lines.take(one, 9) == 2);
  lines.refuse(one, 2);
  CHECK(lines.take(other, 9) == 3);
  lines.end(other);
  CHECK_FALSE(lines.take(one, 9));
  lines.end(one);
  CHECK(lines.take(one, 9) == 2);
  lines.refuse(one, 2);  // counts anew
  advance(1s);
  CHECK(looks.size() == 1);
}

}  // namespace event_lines_test
