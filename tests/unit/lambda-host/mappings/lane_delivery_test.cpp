#include "lambda-host/mappings/lane.h"
#include "tests/unit/lambda-host/mappings/lane_fixture.h"

#include <doctest/doctest.h>

namespace lane_delivery_test {

// What a lane tells of its deliveries, and of the ends of windows.

using namespace lane_tests;

namespace {

// Record 1 is done, its window's end has come.
struct Ending : Fixture {
  Ending() {
    mapping.tumbling_window_seconds = 60;
    add(1, 1);
    open().advance();
    answer(InvocationResult::Status::ok, R"({"state":{"n":1}})");
  }
  void end_window() {
    notes.lines.clear();
    events.clear();
    pass(60s);
  }
  std::string payload() const {
    return std::string(invoker.invocations.front().request.payload.view());
  }
};

const char* const kDestination = "arn:aws:sqs:us-east-1:000000000000:q";

}  // namespace

TEST_CASE_FIXTURE(Ending, "a window's final invocation is told with the records that it ends") {
  add(2, 1);
  lane->advance();
  answer(InvocationResult::Status::ok, R"({"state":{"n":2}})");
  end_window();
  CHECK(notes.lines == Lines{"final 1-2 #1"});
  CHECK(payload().starts_with(R"({"Records":[],"window":{)"));
  CHECK(payload().find(R"("state":{"n":2})") != std::string::npos);
  answer(InvocationResult::Status::ok, R"({"state":{}})");
  CHECK(notes.lines == Lines{"final 1-2 #1", "final ended", "caught up"});
  CHECK(events == Lines{"ok", "moved at 3"});
}

TEST_CASE_FIXTURE(Ending, "each of its attempts is told with its number, and why it failed") {
  mapping.maximum_retry_attempts = 2;
  end_window();
  answer(InvocationResult::Status::ok, "{}");
  CHECK(lane->status().last_error == "the answer has no state");
  pass(100ms);
  fail();
  CHECK(lane->status().last_error == "Unhandled: no");
  pass(200ms);
  fail();
  settle();
  CHECK(notes.lines == Lines{"final 1-1 #1", "final failed", "final 1-1 #2", "final failed",
                             "final 1-1 #3", "final failed",
                             "window discarded 1-1 RetryAttemptsExhausted", "caught up"});
}

TEST_CASE_FIXTURE(Ending, "a final invocation that can't be made is none") {
  mapping.maximum_retry_attempts = 0;
  invoker.missing = true;
  end_window();
  CHECK(notes.lines == Lines{"final refused 1-1 #1 Function not found: f"});
  invoker.missing = false;
  pass(100ms);
  CHECK(notes.lines.back() == "final 1-1 #1");
}

TEST_CASE_FIXTURE(Ending, "an attempt began before the function knew of it") {
  const core::WallTime before = clock.now() + 60s;
  invoker.takes = 5ms;
  invoker.clock = &clock;
  end_window();
  CHECK(notes.began_at == before);
  CHECK(clock.now() == before + 5ms);
}

TEST_CASE_FIXTURE(Ending, "it meets no faults") {
  faults.effects = {lambda_host::DeliveryEffect::throttle};
  end_window();
  CHECK(faults.effects.size() == 1);
  faults.effects = {lambda_host::DeliveryEffect::duplicate};
  answer(InvocationResult::Status::ok, R"({"state":{}})");
  CHECK(faults.effects.size() == 1);
  CHECK(invocations() == 0);
}

TEST_CASE_FIXTURE(Ending, "a window is told to be given up once its destination knows") {
  mapping.maximum_retry_attempts = 0;
  mapping.failure_destination = kDestination;
  end_window();
  fail();
  REQUIRE(destination.sent.size() == 1);
  CHECK(notes.lines.back() == "final failed");
  destination.answer("it is full");
  CHECK(lane->status().last_error == "the failure destination doesn't take it: it is full");
  CHECK(notes.lines.back() == "window kept 1-1 it is full");
  pass(100ms);
  destination.answer();
  CHECK(notes.lines.back() == "window discarded 1-1 RetryAttemptsExhausted");
  settle();
  CHECK(invocations() == 0);
}

TEST_CASE_FIXTURE(Fixture, "of a batch, what is too old goes to the destination without the rest") {
  mapping.maximum_record_age_seconds = 60;
  mapping.failure_destination = kDestination;
  add(1, 2);
  clock.advance(61s);
  add(3, 1);
  open().advance();
  REQUIRE(destination.sent.size() == 1);
  CHECK(destination.sent.front().notice.document.find(R"("batchSize":2)") != std::string::npos);
  CHECK(lane->status().activity == LaneActivity::discarding);
  CHECK(lane->checkpoint() == SequenceNumber(1));
  destination.answer("it is full");
  CHECK(notes.lines.back() == "kept 1-2 it is full");
  pass(100ms);
  destination.answer();
  CHECK(notes.lines.back() == "discarded 1-2 RecordAgeExceeded");
  CHECK(lane->checkpoint() == SequenceNumber(3));
  CHECK(invocations() == 0);  // that is for the next turn
  settle();
  CHECK(notes.lines.back() == "began 3-3 #1");
}

TEST_CASE_FIXTURE(Fixture, "what runs in a lane that is abandoned counts for nothing") {
  mapping.maximum_retry_attempts = 0;
  mapping.failure_destination = kDestination;
  add(1, 1);
  open().advance();
  SUBCASE("an invocation") {
    lane->abandon();
    lane->stop();
    succeed();
    CHECK(notes.lines.back() == "began 1-1 #1");
    CHECK(lane->checkpoint() == SequenceNumber(1));
    CHECK(events == Lines{"stopped at 1"});
  }
  SUBCASE("the word to its destination") {
    fail();
    REQUIRE(destination.sent.size() == 1);
    lane->abandon();
    lane->stop();
    destination.answer();
    CHECK(notes.lines.back() == "ended 1-1 0");
    CHECK(lane->checkpoint() == SequenceNumber(1));
    CHECK(events.back() == "stopped at 1");
  }
}

TEST_CASE_FIXTURE(Fixture, "an answer that fails some records delivers those before at once") {
  mapping.reports_batch_item_failures = true;
  add(1, 3);
  open().advance();
  answer(InvocationResult::Status::ok,
         R"({"batchItemFailures":[{"itemIdentifier":"100000000000000000002"}]})");
  CHECK(notes.lines.back() == "ended 1-3 1");
  CHECK(lane->checkpoint() == SequenceNumber(2));
  CHECK(lane->status().last_error == "the answer fails the records behind the first 1");
  CHECK(lane->status().activity == LaneActivity::backing_off);
  pass(100ms);
  CHECK(notes.lines.back() == "began 2-3 #1");
}

}  // namespace lane_delivery_test
