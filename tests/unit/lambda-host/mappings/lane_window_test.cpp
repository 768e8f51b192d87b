#include "lambda-host/mappings/lane.h"
#include "tests/unit/lambda-host/mappings/mapping_fixture.h"

#include <doctest/doctest.h>

namespace lane_window_test {

// Tumbling windows, as a handler sees them. The clock begins at a multiple of each length here.

using namespace std::chrono_literals;

namespace {

struct Fixture : MappingFixture {
  explicit Fixture(const std::string& members = "") {
    mapping = create(R"(,"TumblingWindowInSeconds":60)" + members);
  }
  // "a,b {"n":1}" of a batch, "final {…}", "early {…}"; "" when there is none.
  std::string event() {
    settle();
    if (invoker.invocations.empty()) return "";
    const auto& payload = invoker.invocations.front().request.payload;
    const auto document = core::json::Document::parse(std::string(payload.view()));
    const auto root = document.root().object();
    const std::string state = root.find("state")->text();
    const bool is_final = root.find("isFinalInvokeForWindow")->boolean();
    const bool is_early = root.find("isWindowTerminatedEarly")->boolean();
    start = root.find("window")->object().find("start")->string();
    if (is_early) return "early";
    return (is_final ? "final" : ids(payload)) + " " + state;
  }
  void keep(const std::string& state) { succeed(R"({"state":)" + state + "}"); }
  void jump_to(core::Duration at) { jump(began + at - stored.clock.now()); }

  core::WallTime began = stored.clock.now();
  lambda_host::EventSourceMapping mapping;
  std::string start;
};

struct Retrying : Fixture {
  Retrying() : Fixture(R"(,"MaximumRetryAttempts":1)") {}
};

}  // namespace

TEST_CASE_FIXTURE(Fixture,
                  "a window's state goes from batch to batch, and to its final invocation") {
  engine->put("a");
  CHECK(event() == "a {}");
  CHECK(start == "2024-12-18T00:00:00Z");
  keep(R"({"n":1})");
  CHECK(registry->pollers().caught_up(mapping.id));
  engine->put("b");
  CHECK(event() == R"(b {"n":1})");
  keep(R"({"n":2})");
  advance(60s - 1us);
  CHECK(event().empty());
  advance(1us);
  advance(1ms);
  CHECK(event() == R"(final {"n":2})");
  CHECK_FALSE(registry->pollers().caught_up(mapping.id));
  keep(R"({"n":3})");
  engine->put("c");
  CHECK(event() == "c {}");  // the state is gone
  CHECK(start == "2024-12-18T00:01:00Z");
}

TEST_CASE_FIXTURE(Fixture, "there is no window without records") {
  advance(10min);
  CHECK(event().empty());
}

TEST_CASE_FIXTURE(Fixture, "a batch has the records of one window") {
  update(mapping.id, R"({"Enabled":false})");
  engine->put("a");
  engine->put("b");
  advance(60s);
  engine->put("c");
  update(mapping.id, R"({"Enabled":true})");
  CHECK(event() == "a,b {}");
  keep("{}");
  CHECK(event() == "final {}");
  keep("{}");
  CHECK(event() == "c {}");
}

TEST_CASE_FIXTURE(Fixture, "a batch that is gathered goes as its window ends") {
  update(mapping.id, R"({"MaximumBatchingWindowInSeconds":300})");
  advance(50s);
  engine->put("a");
  advance(9s);
  CHECK(event().empty());
  advance(1s);
  CHECK(event() == "a {}");
  keep("{}");
  CHECK(event() == "final {}");
}

TEST_CASE_FIXTURE(Fixture, "an answer without a state is a failure") {
  engine->put("a");
  REQUIRE(event() == "a {}");
  succeed("null");
  CHECK(get(mapping.id).last_result == lambda_host::ProcessingResult::function_failed);
  advance(100ms);
  CHECK(event() == "a {}");
  keep("{}");
  CHECK(get(mapping.id).last_result == lambda_host::ProcessingResult::ok);
}

TEST_CASE_FIXTURE(Fixture, "with too much state the window ends early, and another one begins") {
  engine->put("a");
  REQUIRE(event() == "a {}");
  keep(R"({"n":")" + std::string(lambda_host::kMaxWindowStateBytes, 'x') + "\"}");
  CHECK(event() == "early");
  engine->put("b");
  keep("{}");
  CHECK(event() == "b {}");
  CHECK(start == "2024-12-18T00:00:00Z");
}

TEST_CASE_FIXTURE(Fixture, "the final invocation blocks its shard until it succeeds") {
  engine->put("a");
  REQUIRE(event() == "a {}");
  keep(R"({"n":1})");
  advance(61s);
  engine->put("b");
  for (const auto delay : {100ms, 200ms, 400ms}) {
    REQUIRE(event() == R"(final {"n":1})");
    fail();
    advance(delay - 1ms);
    CHECK(event().empty());
    advance(1ms);
  }
  keep("{}");
  CHECK(event() == "b {}");
  const auto& counts = registry->pollers().trace(mapping.id).counts();
  CHECK(counts.invocations_failed == 3);
  CHECK(counts.invocations_ok == 2);
  CHECK(counts.delivered == 1);
}

TEST_CASE_FIXTURE(Retrying, "a window whose final invocation fails too often is given up") {
  engine->put("a");
  REQUIRE(event() == "a {}");
  keep("{}");
  advance(61s);
  engine->put("b");
  REQUIRE(event() == "final {}");
  fail();
  advance(100ms);
  REQUIRE(event() == "final {}");
  fail();
  CHECK(event() == "b {}");
  CHECK(registry->pollers().trace(mapping.id).counts().discarded == 0);
}

TEST_CASE_FIXTURE(Retrying, "its destination is told so, with no records") {
  update(
      mapping.id,
      R"({"DestinationConfig":{"OnFailure":{"Destination":"arn:aws:sqs:us-east-1:000000000000:q"}}})");
  engine->put("a");
  REQUIRE(event() == "a {}");
  keep("{}");
  advance(61s);
  fail();
  advance(100ms);
  fail();
  REQUIRE(destination.sent.size() == 1);
  const std::string& document = destination.sent.front().notice.document;
  CHECK(document.find(R"("approximateInvokeCount":2)") != std::string::npos);
  CHECK(document.find(R"("batchSize":0)") != std::string::npos);
  engine->put("b");
  CHECK(event().empty());
  destination.answer();
  CHECK(event() == "b {}");
}

TEST_CASE_FIXTURE(Fixture, "window and state survive the end of the process") {
  engine->put("a");
  REQUIRE(event() == "a {}");
  keep(R"({"n":1})");
  restart();
  engine->put("b");
  CHECK(event() == R"(b {"n":1})");
  keep(R"({"n":2})");
  restart();
  advance(61s);
  CHECK(event() == R"(final {"n":2})");
  restart();
  CHECK(event() == R"(final {"n":2})");  // the end cut it short
  keep("{}");
  restart();
  advance(10min);
  CHECK(event().empty());
}

TEST_CASE_FIXTURE(Fixture, "failures of the final invocation count across restarts") {
  update(mapping.id, R"({"MaximumRetryAttempts":1})");
  engine->put("a");
  REQUIRE(event() == "a {}");
  keep("{}");
  advance(61s);
  REQUIRE(event() == "final {}");
  fail();
  restart();
  REQUIRE(event() == "final {}");
  fail();
  advance(10s);
  CHECK(event().empty());
}

TEST_CASE_FIXTURE(Fixture, "a window goes by the clock that can be moved, to either side") {
  engine->put("a");
  REQUIRE(event() == "a {}");
  keep(R"({"n":1})");
  SUBCASE("forth") {
    jump_to(59s);
    CHECK(event().empty());
    jump_to(60s);
  }
  SUBCASE("back") {
    jump_to(-1s);
  }
  CHECK(event() == R"(final {"n":1})");
  keep("{}");
  CHECK(event().empty());
  engine->put("b");
  CHECK(event() == "b {}");
}

TEST_CASE_FIXTURE(Fixture, "the end of a shard ends its window") {
  update(mapping.id, R"({"Enabled":false})");
  engine->put("a");
  engine->disable_stream();
  update(mapping.id, R"({"Enabled":true})");
  REQUIRE(event() == "a {}");
  keep(R"({"n":1})");
  CHECK(event() == R"(final {"n":1})");
  keep("{}");
  advance(10min);
  CHECK(event().empty());
}

TEST_CASE_FIXTURE(Fixture, "reported failures keep the state of what was done") {
  update(mapping.id, R"({"FunctionResponseTypes":["ReportBatchItemFailures"]})");
  update(mapping.id, R"({"Enabled":false})");
  engine->put("a");
  engine->put("b");
  update(mapping.id, R"({"Enabled":true})");
  REQUIRE(event() == "a,b {}");
  const auto second = core::SequenceNumber(engine->writer.next_sequence().get() - 1);
  succeed(R"({"state":{"n":1},"batchItemFailures":[{"itemIdentifier":")" +
          core::sequence_number_text(second) + "\"}]}");
  advance(100ms);
  CHECK(event() == R"(b {"n":1})");
  succeed(R"({"state":{"n":9},"batchItemFailures":[{"itemIdentifier":""}]})");
  advance(200ms);
  CHECK(event() == R"(b {"n":1})");
  succeed(R"({"state":{"n":2},"batchItemFailures":[]})");
  advance(61s);
  CHECK(event() == R"(final {"n":2})");
}

TEST_CASE_FIXTURE(Fixture, "a disabled mapping keeps its window until it goes on") {
  engine->put("a");
  REQUIRE(event() == "a {}");
  keep(R"({"n":1})");
  update(mapping.id, R"({"Enabled":false})");
  advance(10min);
  CHECK(event().empty());
  update(mapping.id, R"({"Enabled":true})");
  CHECK(event() == R"(final {"n":1})");
}

}  // namespace lane_window_test
