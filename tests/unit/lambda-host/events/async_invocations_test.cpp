#include "lambda-host/events/async_invocations.h"

#include "tests/support/failing_commit.h"
#include "tests/unit/lambda-host/events/event_fixture.h"

#include <doctest/doctest.h>

namespace async_invocations_test {

using namespace std::chrono_literals;

TEST_CASE_FIXTURE(EventFixture,
                  "an event is stored before it is accepted, and goes when it is done") {
  lambda_host::InvocationRequest request;
  request.scope = engine.scope;
  request.function = core::FunctionName("f");
  request.qualifier = "$LATEST";
  request.invoked_function_arn = "arn:f:$LATEST";
  request.payload = std::string(R"({"a":1})");
  request.request_id = "id";
  request.client_context = "{}";
  request.trace_header = "Root=1";
  events->add(request, [this](bool ok) { accepted.push_back(ok); });
  CHECK(accepted.empty());
  CHECK(invocations.empty());
  settle();
  CHECK(accepted == std::vector{true});
  CHECK(stored() == 1);
  REQUIRE(invocations.size() == 1);
  CHECK(invocations[0].request.qualifier == "$LATEST");
  CHECK(invocations[0].request.invoked_function_arn == "arn:f:$LATEST");
  CHECK(invocations[0].request.payload == R"({"a":1})");
  CHECK(invocations[0].request.request_id == "id");
  CHECK(invocations[0].request.client_context == "{}");
  CHECK(invocations[0].request.trace_header == "Root=1");
  CHECK(events->pending().at({engine.scope, request.function}) == 1);
  succeed();
  CHECK(stored() == 0);
  CHECK(events->pending().empty());
  CHECK(events->counts().at(engine.scope).ok == 1);
}

TEST_CASE_FIXTURE(EventFixture, "what is written beside an event is written in its commit") {
  lambda_host::InvocationRequest request;
  request.scope = engine.scope;
  request.function = core::FunctionName("f");
  request.payload = core::SharedText(std::string("{}"));
  std::size_t stored_then = 0;
  events->add(
      std::move(request), [](bool) {}, [&] { stored_then = stored(); });
  CHECK(stored_then == 0);
  settle();
  CHECK(stored_then == 1);
}

TEST_CASE_FIXTURE(EventFixture, "one that can't be stored isn't accepted") {
  const tests::FailingCommit failing(engine.connection);
  add();
  CHECK(accepted == std::vector{false});
  CHECK(invocations.empty());
  CHECK(events->pending().empty());
}

TEST_CASE_FIXTURE(EventFixture,
                  "an event that fails is tried after one minute and after two, and dropped") {
  add("1");
  const std::string trace = invocations.at(0).request.trace_header;
  CHECK(trace.starts_with("Root=1-"));
  fail();
  advance(1min - 1us);
  CHECK(invocations.empty());
  advance(1us);
  REQUIRE(invocations.size() == 1);
  CHECK(invocations[0].request.trace_header == trace);
  CHECK(invocations[0].request.request_id == "id-1");
  CHECK(invocations[0].request.payload == "1");
  fail();
  advance(2min - 1us);
  CHECK(invocations.empty());
  advance(1us);
  fail();
  advance(24h);
  CHECK(invocations.empty());
  CHECK(stored() == 0);
  CHECK(events->pending().empty());
  CHECK(events->counts().at(engine.scope).failed == 3);
}

TEST_CASE_FIXTURE(EventFixture, "a restart goes on where the event was") {
  add("1");
  SUBCASE("an attempt that was cut short doesn't count") {
    start();
    REQUIRE(invocations.size() == 1);
    fail();
    advance(1min);
    fail();
    advance(2min);
    CHECK(invocations.size() == 1);
  }
  SUBCASE("one that failed does, and its wait goes on") {
    fail();
    advance(40s);
    start();
    CHECK(invocations.empty());
    CHECK(events->pending().size() == 1);
    advance(20s);
    REQUIRE(invocations.size() == 1);
    CHECK(invocations[0].request.request_id == "id-1");
    fail();
    advance(1min);
    CHECK(invocations.empty());
    advance(1min);
    CHECK(invocations.size() == 1);
  }
  SUBCASE("new ones don't take the place of those that are stored") {
    start();
    add("2");
    CHECK(stored() == 2);
    succeed();
    succeed();
    CHECK(stored() == 0);
  }
}

TEST_CASE_FIXTURE(EventFixture, "the wait goes by the time that a user moves") {
  add();
  fail();
  SUBCASE("forth") {
    engine.clock.set(engine.clock.now() + 1min);
    settle();
    CHECK(invocations.empty());
    events->clock_jumped();
    settle();
    CHECK(invocations.size() == 1);
  }
  SUBCASE("back: an event doesn't wait longer than it should") {
    engine.clock.set(engine.clock.now() - 1h);
    events->clock_jumped();
    advance(1min);
    CHECK(invocations.size() == 1);
  }
}

TEST_CASE_FIXTURE(EventFixture, "while somebody is in haste, what failed doesn't wait") {
  add();
  fail();
  const auto haste = events->hurry([](const core::Scope&) { return true; });
  settle();
  REQUIRE(invocations.size() == 1);
  fail();
  REQUIRE(invocations.size() == 1);
  fail();
  CHECK(events->pending().empty());
  events->release(haste);
  add();
  fail();
  CHECK(invocations.empty());
  events->hurry([](const core::Scope&) { return false; });
  settle();
  CHECK(invocations.empty());
}

TEST_CASE_FIXTURE(EventFixture,
                  "a function that is too busy gets its events later, and no attempt counts") {
  refusal = core::ErrorCode::too_many_requests;
  add("1");
  add("2");
  advance(1s);
  refusal.reset();
  CHECK(events->pending().begin()->second == 2);
  advance(2s);
  REQUIRE(invocations.size() == 2);
  CHECK(invocations[0].request.payload == "1");
  fail();
  fail();
  advance(1min);
  fail();
  fail();
  advance(2min);
  CHECK(invocations.size() == 2);
}

TEST_CASE_FIXTURE(EventFixture, "an event of a function that was deleted is dropped") {
  refusal = core::ErrorCode::resource_not_found;
  add();
  CHECK(accepted == std::vector{true});
  CHECK(events->pending().empty());
  CHECK(stored() == 0);
}

TEST_CASE_FIXTURE(EventFixture,
                  "no more of a function run than are reserved for it, and 50 at most") {
  SUBCASE("reserved") {
    reserve(2);
    for (int n = 0; n < 4; ++n) add();
    CHECK(invocations.size() == 2);
    succeed();
    CHECK(invocations.size() == 2);
  }
  SUBCASE("not") {
    for (int n = 0; n < 52; ++n) add();
    CHECK(invocations.size() == 50);
    add("{}", "", "g");
    CHECK(invocations.size() == 51);
  }
}

TEST_CASE_FIXTURE(EventFixture, "an event that is too old isn't tried") {
  lambda_host::EventInvokeConfig config;
  config.max_age_seconds = 60;
  configure(config);
  refusal = core::ErrorCode::too_many_requests;
  add();
  advance(1min);
  refusal.reset();
  advance(1min);
  CHECK(invocations.empty());
  CHECK(events->pending().empty());
}

TEST_CASE_FIXTURE(EventFixture, "after stop() no attempt begins") {
  events->stop();
  add();
  CHECK(accepted == std::vector{true});
  CHECK(invocations.empty());
  CHECK(stored() == 1);
}

TEST_CASE_FIXTURE(EventFixture, "pending events are counted by function, and each end is told") {
  int ends = 0;
  events->on_ended([&] { ++ends; });
  add();
  add();
  add("{}", "", "g");
  CHECK(events->pending().at({engine.scope, core::FunctionName("f")}) == 2);
  succeed();
  CHECK(events->pending().at({engine.scope, core::FunctionName("f")}) == 1);
  CHECK(ends == 1);
}

TEST_CASE_FIXTURE(EventFixture, "events of scopes that are forgotten are over wherever they were") {
  // One whose destination is to be told, one that waits for a retry, one that runs, one in line.
  lambda_host::EventInvokeConfig config;
  config.max_retries = 0;
  config.destinations.on_failure = "arn:aws:sqs:us-east-1:000000000000:q";
  configure(config);
  add("1");
  fail();
  REQUIRE(destination.sent.size() == 1);
  config.max_retries = 1;
  configure(config);
  add("2");
  fail();
  reserve(1);
  add("3");
  add("4");
  REQUIRE(invocations.size() == 1);
  REQUIRE(events->pending().begin()->second == 4);
  int ended = 0;
  events->on_ended([&] { ++ended; });
  CHECK(events->forget({core::AccountId("111111111111"), {}}) == 0);
  CHECK(stored() == 4);
  CHECK(events->forget({engine.scope.account, engine.scope.region}) == 4);
  CHECK(ended == 2);
  CHECK(stored() == 0);
  CHECK(events->pending().empty());
  destination.answer();
  fail();
  advance(std::chrono::hours(1));
  CHECK(invocations.empty());
  CHECK(stored() == 0);
  const auto& counts = events->counts().at(engine.scope);
  CHECK(counts.failed == 2);
  // The line is as good as new.
  add("5");
  REQUIRE(invocations.size() == 1);
  succeed();
  CHECK(events->pending().empty());
}

TEST_CASE_FIXTURE(EventFixture,
                  "events that go a few at a time go whole, and the others stay in line") {
  const core::ScopeFilter mine{engine.scope.account, {}};
  for (int i = 0; i < 60; ++i) add(std::to_string(i));
  REQUIRE(invocations.size() == 50);
  CHECK(events->forget(mine, 55) == 55);
  CHECK(stored() == 5);
  CHECK(events->pending().begin()->second == 5);
  CHECK(events->forget(mine, 5) == 5);
  CHECK(events->forget(mine, 5) == 0);
  CHECK(events->pending().empty());
  for (int i = 0; i < 50; ++i) succeed();
  CHECK(invocations.empty());
  add("again");
  REQUIRE(invocations.size() == 1);
  succeed();
  CHECK(stored() == 0);
}

TEST_CASE_FIXTURE(EventFixture, "one that is gone isn't run in its turn") {
  reserve(1);
  for (const char* payload : {"1", "2", "3"}) add(payload);
  REQUIRE(invocations.size() == 1);
  CHECK(events->forget({engine.scope.account, {}}, 2) == 2);
  reserve(5);
  add("4");
  REQUIRE(invocations.size() == 3);
  CHECK(invocations[1].request.payload.view() == "3");
  CHECK(invocations[2].request.payload.view() == "4");
}

namespace {
// A third of what is taken at a time.
const std::string kLarge(lambda_host::AsyncInvocations::kMaxBytesAtOnce / 3 + 1, ' ');
}  // namespace

TEST_CASE_FIXTURE(EventFixture, "of large events fewer are forgotten at a time") {
  for (int i = 0; i < 7; ++i) add(kLarge);
  SUBCASE("") {}
  SUBCASE("whether or not they were looked at since a restart") {
    start();
  }
  const core::ScopeFilter mine{engine.scope.account, {}};
  CHECK(events->forget(mine, 100) == 100);
  CHECK(stored() == 4);
  CHECK(events->forget(mine, 100) == 100);
  CHECK(events->forget(mine, 100) == 1);
  CHECK(stored() == 0);
  CHECK(events->forget(mine, 100) == 0);
}

TEST_CASE_FIXTURE(EventFixture, "the bytes of events count for the turn in which they are stored") {
  std::size_t beside = 0;
  for (int i = 0; i < 4; ++i) {
    lambda_host::InvocationRequest request;
    request.scope = engine.scope;
    request.function = core::FunctionName("f");
    request.payload = kLarge;
    events->add(
        std::move(request), [this](bool ok) { accepted.push_back(ok); }, [&] { ++beside; });
  }
  engine.writer.call_later([&] { CHECK(beside < 4); });
  settle();
  CHECK(beside == 4);
  CHECK(accepted.size() == 4);
}

}  // namespace async_invocations_test
