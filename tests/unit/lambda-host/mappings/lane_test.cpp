#include "lambda-host/mappings/lane.h"

#include "tests/unit/lambda-host/mappings/lane_fixture.h"

#include <doctest/doctest.h>

namespace lane_test {

using namespace lane_tests;

TEST_CASE_FIXTURE(Fixture, "a lane tells what it does, in its order, with where it has come to") {
  mapping.batch_size = 2;
  add(1, 3);
  open().advance();
  CHECK(lane->checkpoint() == SequenceNumber(1));
  CHECK_FALSE(lane->wants({7, 1, 10}));
  succeed();
  CHECK(lane->checkpoint() == SequenceNumber(3));
  succeed();
  settle();
  CHECK(lane->checkpoint() == SequenceNumber(4));
  CHECK(lane->wants({7, 1, 10}));
  CHECK(notes.lines == Lines{"read 1", "read 2", "began 1-2 #1", "ended 1-2 2", "read 3",
                             "began 3-3 #1", "ended 3-3 1", "caught up"});
  CHECK(events == Lines{"ok", "moved at 3", "ok", "moved at 4"});
}

TEST_CASE_FIXTURE(Fixture, "the event is the batch's records, for the mapping's function") {
  add(1, 2);
  mapping.function.qualifier = "live";
  open().advance();
  REQUIRE(invocations() == 1);
  const auto& request = invoker.invocations.front().request;
  CHECK(request.payload.view() == R"({"Records":["1","2"]})");
  CHECK(request.function.get() == "f");
  CHECK(request.qualifier == "live");
}

TEST_CASE_FIXTURE(Fixture, "a window is waited for, at least a millisecond at a time") {
  mapping.batching_window_seconds = 2;
  add(1, 1);
  open().advance();
  CHECK(lane->checkpoint() == SequenceNumber(1));
  CHECK(lane->status().activity == LaneActivity::gathering);
  CHECK(lane->status().continues_in == core::Duration(2s));
  CHECK(lane->status().batch_records == 1);
  pass(1999ms);
  CHECK(invocations() == 0);
  CHECK(alarms.next() == clock.steady_now() + 1ms);
  clock.advance(1ms - core::Duration(1));
  lane->advance();  // a new record, say
  CHECK(alarms.next() == clock.steady_now() + 1ms);
  pass(1ms);
  CHECK(invocations() == 1);
}

TEST_CASE_FIXTURE(Fixture, "records that can't fill an open batch are left where they are") {
  mapping.batching_window_seconds = 300;
  mapping.batch_size = 10;
  add(1, 2);
  open().advance();
  CHECK_FALSE(lane->wants({7, 3, 10}));
  CHECK_FALSE(lane->wants({7, 4, 10}));
  CHECK(lane->wants({7, 1, 10}));  // eight have come, and there is room for as many
  add(3, 3);
  lane->advance();
  CHECK_FALSE(lane->wants({7, 4, 10}));  // counted anew
  add(6, 4);
  lane->fill_batch();
  CHECK(lane->status().batch_records == 9);
  CHECK(invocations() == 0);
  CHECK(lane->wants({7, 1, 10}));
}

TEST_CASE_FIXTURE(Fixture,
                  "nor are those left that may be too large, or more than is read at once") {
  mapping.batching_window_seconds = 300;
  mapping.batch_size = 10000;
  add(1, 1);
  open().advance();
  SUBCASE("bytes") {
    CHECK_FALSE(lane->wants({7, 1, 390'000}));
    CHECK(lane->wants({7, 1, 4'000}));
  }
  SUBCASE("records") {
    CHECK_FALSE(lane->wants({7, 999, 0}));
    CHECK(lane->wants({7, 1, 0}));
  }
}

TEST_CASE_FIXTURE(Fixture, "a batch that waits is all that is filled on request") {
  add(1, 1);
  open().fill_batch();
  CHECK(notes.lines.empty());
  lane->advance();
  add(2, 1);
  lane->fill_batch();  // one is under way
  CHECK(notes.lines == Lines{"read 1", "began 1-1 #1"});
}

TEST_CASE_FIXTURE(Fixture, "the end of a closed shard closes the batch, and ends the lane") {
  mapping.batching_window_seconds = 300;
  add(1, 1);
  source.closed = true;
  open().advance();
  CHECK(invocations() == 1);
  CHECK_FALSE(lane->ended());
  succeed();
  settle();
  CHECK(lane->ended());
  CHECK(lane->caught_up());
  CHECK(events == Lines{"ok", "moved at 2", "end at 2"});
  const std::size_t reads = source.requests.size();
  lane->advance();
  CHECK(source.requests.size() == reads);
}

TEST_CASE_FIXTURE(Fixture,
                  "a failed batch waits, longer each time, and then starts from the least") {
  mapping.batch_size = 1;
  add(1, 2);
  open().advance();
  fail();
  CHECK(lane->status().activity == LaneActivity::backing_off);
  CHECK(lane->status().continues_in == core::Duration(100ms));
  CHECK(lane->status().failed_attempts == 1);
  CHECK(lane->status().last_error == "Unhandled: no");
  CHECK_FALSE(lane->status().refused);
  lane->advance();  // what comes meanwhile changes nothing
  CHECK(invocations() == 0);
  pass(40ms);
  CHECK(lane->status().continues_in == core::Duration(60ms));
  pass(60ms);
  CHECK(lane->status().activity == LaneActivity::invoking);
  fail();
  CHECK(lane->status().continues_in == core::Duration(200ms));
  pass(200ms);
  succeed();
  CHECK(lane->status().last_error.empty());
  fail();
  CHECK(lane->status().continues_in == core::Duration(100ms));
  CHECK(notes.lines.back() == "ended 2-2 0");
  CHECK(events == Lines{"failed", "moved at 1", "failed", "moved at 1", "ok", "moved at 2",
                        "failed", "moved at 2"});
}

TEST_CASE_FIXTURE(Fixture, "a function that isn't there is no attempt") {
  add(1, 2);
  invoker.missing = true;
  mapping.maximum_retry_attempts = 0;
  open().advance();
  CHECK(notes.lines.back() == "refused 1-2 #1 Function not found: f");
  CHECK(lane->status().refused);
  CHECK(lane->status().failed_attempts == 0);
  CHECK(lane->status().last_error == "Function not found: f");
  in_haste = true;
  pass(100ms);
  CHECK(lane->status().continues_in == core::Duration(200ms));  // in spite of the haste
  invoker.missing = false;
  pass(200ms);
  CHECK(notes.lines.back() == "began 1-2 #1");
  fail();
  settle();
  CHECK_FALSE(lane->status().refused);
  CHECK(notes.lines[notes.lines.size() - 2] == "discarded 1-2 RetryAttemptsExhausted");
}

TEST_CASE_FIXTURE(Fixture, "in haste a batch is tried ten times more at once, without a limit") {
  add(1, 1);
  in_haste = true;
  open().advance();
  for (int failure = 1; failure <= 10; ++failure) {
    CAPTURE(failure);
    fail();
    CHECK(lane->status().continues_in == core::Duration(0));
    settle();
    REQUIRE(invocations() == 1);
  }
  fail();
  CHECK(lane->status().continues_in == core::Duration(100ms));
}

TEST_CASE_FIXTURE(Fixture, "whoever gathers or backs off can be hurried") {
  mapping.batching_window_seconds = 300;
  open().advance();
  lane->hurry();  // nothing is there
  CHECK_FALSE(alarms.next());
  add(1, 1);
  lane->advance();
  in_haste = true;
  lane->hurry();
  settle();
  CHECK(invocations() == 1);
  lane->hurry();  // it runs
  CHECK_FALSE(alarms.next());
  in_haste = false;
  fail();
  lane->hurry();
  settle();
  CHECK(invocations() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a stopped lane begins nothing, and awaits what runs") {
  add(1, 2);
  mapping.batch_size = 1;
  SUBCASE("before anything") {
    open().stop();
    lane->advance();
    lane->hurry();
    lane->clock_jumped();
    settle();
    CHECK(source.requests.empty());
    CHECK(events == Lines{"stopped at 1"});
  }
  SUBCASE("amid an invocation that succeeds") {
    open().advance();
    lane->stop();
    CHECK_FALSE(lane->idle());
    CHECK(events.empty());
    succeed();
    CHECK(events == Lines{"ok", "moved at 2", "stopped at 2"});
  }
  SUBCASE("amid one that fails") {
    open().advance();
    lane->stop();
    lane->stop();
    fail();
    settle();
    CHECK(events == Lines{"failed", "moved at 1", "stopped at 1"});
    CHECK_FALSE(alarms.next());
  }
  SUBCASE("while it backs off") {
    open().advance();
    fail();
    events.clear();
    lane->stop();
    CHECK(events == Lines{"stopped at 1"});
    CHECK_FALSE(alarms.next());
  }
  CHECK(lane->idle());
  CHECK(invocations() == 0);
  CHECK_FALSE(lane->wants({7, 1, 10}));
}

TEST_CASE_FIXTURE(Fixture, "what is too old is given up before the invocation, and told") {
  mapping.maximum_record_age_seconds = 60;
  add(1, 2);
  clock.advance(60s);
  add(3, 1);
  SUBCASE("not at the limit") {
    open().advance();
    CHECK(notes.lines.back() == "began 1-3 #1");
  }
  SUBCASE("some of a batch") {
    clock.advance(core::Duration(1));
    open().advance();
    settle();
    CHECK(Lines(notes.lines.end() - 2, notes.lines.end()) ==
          Lines{"discarded 1-2 RecordAgeExceeded", "began 3-3 #1"});
    CHECK(events == Lines{"moved at 3"});
  }
  SUBCASE("all of it, and on in another turn") {
    clock.advance(61s);
    add(4, 1);
    mapping.batch_size = 3;
    open().advance();
    CHECK(events == Lines{"moved at 4"});
    CHECK(invocations() == 0);
    settle();
    CHECK(notes.lines.back() == "began 4-4 #1");
  }
}

TEST_CASE_FIXTURE(Fixture, "a clock that is set back takes windows and ages with it") {
  mapping.batching_window_seconds = 10;
  add(1, 1);
  open().advance();
  clock.set(clock.now() - 1h);
  lane->clock_jumped();
  settle();
  CHECK(lane->status().continues_in == core::Duration(10s));
  pass(10s);
  CHECK(invocations() == 1);
}

}  // namespace lane_test
