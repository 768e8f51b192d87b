#include "lambda-host/mappings/lane.h"
#include "tests/unit/lambda-host/mappings/lane_fixture.h"

#include <doctest/doctest.h>

namespace lane_faults_test {

using namespace lane_tests;
using lambda_host::DeliveryEffect;
using lambda_host::Interruption;

TEST_CASE_FIXTURE(Fixture, "a duplicate is the same batch again, once, after it succeeded") {
  mapping.batch_size = 2;
  add(1, 3);
  faults.effects = {DeliveryEffect::duplicate};
  open().advance();
  succeed();
  CHECK(lane->checkpoint() == SequenceNumber(1));
  CHECK_FALSE(lane->caught_up());
  settle();
  CHECK(invoker.invocations.front().request.payload.view() == R"({"Records":["1","2"]})");
  succeed();
  CHECK(lane->checkpoint() == SequenceNumber(3));
  CHECK(notes.lines == Lines{"read 1", "read 2", "began 1-2 #1", "met 1-2 duplicate", "ended 1-2 2",
                             "began 1-2 #1", "ended 1-2 2", "read 3", "began 3-3 #1"});
  CHECK(events == Lines{"ok", "ok", "moved at 3"});
}

TEST_CASE_FIXTURE(Fixture, "a duplicate isn't delivered a third time, the next batch has its own") {
  mapping.batch_size = 1;
  add(1, 2);
  faults.effects = {DeliveryEffect::duplicate, DeliveryEffect::duplicate};
  open().advance();
  succeed();
  settle();
  fail();
  pass(1s);
  succeed();
  CHECK(lane->checkpoint() == SequenceNumber(2));
  CHECK(faults.effects.size() == 1);
  succeed();
  CHECK(faults.effects.empty());
  CHECK(lane->checkpoint() == SequenceNumber(2));
  settle();
  succeed();
  CHECK(lane->checkpoint() == SequenceNumber(3));
}

TEST_CASE_FIXTURE(Fixture, "a batch that failed isn't delivered twice for a duplicate") {
  add(1, 1);
  faults.effects = {DeliveryEffect::duplicate};
  open().advance();
  fail();
  CHECK(faults.effects.size() == 1);
  pass(1s);
  succeed();
  CHECK(faults.effects.empty());
  settle();
  CHECK(invocations() == 1);
  CHECK(lane->checkpoint() == SequenceNumber(1));
}

TEST_CASE_FIXTURE(Fixture, "without a checkpoint records are read again, with those behind them") {
  mapping.batch_size = 2;
  add(1, 1);
  faults.effects = {DeliveryEffect::lose_checkpoint};
  open().advance();
  add(2, 1);
  succeed();
  CHECK(lane->checkpoint() == SequenceNumber(1));
  CHECK(invocations() == 0);
  settle();
  CHECK(invoker.invocations.front().request.payload.view() == R"({"Records":["1","2"]})");
  succeed();
  CHECK(lane->checkpoint() == SequenceNumber(3));
  CHECK(notes.lines == Lines{"read 1", "began 1-1 #1", "met 1-1 lose-checkpoint", "ended 1-1 1",
                             "read 1", "read 2", "began 1-2 #1", "ended 1-2 2", "caught up"});
}

TEST_CASE_FIXTURE(Fixture, "what failed attempts made of a batch survives, as it would a crash") {
  mapping.bisect_batch_on_function_error = true;
  add(1, 4);
  open().advance();
  fail();
  settle();
  CHECK(invoker.invocations.front().request.payload.view() == R"({"Records":["1","2"]})");
  faults.effects = {DeliveryEffect::lose_checkpoint};
  succeed();
  settle();
  CHECK(invoker.invocations.front().request.payload.view() == R"({"Records":["1","2"]})");
  succeed();
  settle();
  CHECK(invoker.invocations.front().request.payload.view() == R"({"Records":["3","4"]})");
}

TEST_CASE_FIXTURE(Fixture, "a throttled invocation is none, and is tried again later") {
  mapping.maximum_retry_attempts = 0;
  add(1, 1);
  faults.effects = {DeliveryEffect::throttle};
  open().advance();
  CHECK(invocations() == 0);
  CHECK(lane->status().last_error == "Rate Exceeded. (A fault asked for it.)");
  CHECK(lane->status().failed_attempts == 0);
  pass(1s);
  CHECK(invocations() == 1);
  succeed();
  CHECK(lane->checkpoint() == SequenceNumber(2));
  CHECK(notes.lines == Lines{"read 1", "refused 1-1 #1 Rate Exceeded. (A fault asked for it.)",
                             "met 1-1 throttle", "began 1-1 #1", "ended 1-1 1", "caught up"});
}

TEST_CASE_FIXTURE(Fixture, "the process is told to time out, or killed") {
  mapping.batch_size = 1;
  add(1, 3);
  faults.effects = {DeliveryEffect::timeout, DeliveryEffect::kill};
  open().advance();
  const auto interruption = [&] { return invoker.invocations.front().request.interruption; };
  CHECK(interruption() == Interruption::timeout);
  succeed();
  CHECK(interruption() == Interruption::kill);
  succeed();
  CHECK(interruption() == Interruption::none);
  CHECK(notes.lines == Lines{"read 1", "began 1-1 #1", "met 1-1 timeout", "ended 1-1 1", "read 2",
                             "began 2-2 #1", "met 2-2 kill", "ended 2-2 1", "read 3",
                             "began 3-3 #1"});
}

TEST_CASE_FIXTURE(Fixture, "a lane that stops in between goes on at its checkpoint next time") {
  add(1, 1);
  faults.effects = {DeliveryEffect::duplicate};
  open().advance();
  lane->stop();
  succeed();
  CHECK(lane->checkpoint() == SequenceNumber(1));
  CHECK(lane->idle());
  CHECK(events == Lines{"ok", "stopped at 1"});
  settle();
  CHECK(invocations() == 0);
}

}  // namespace lane_faults_test
