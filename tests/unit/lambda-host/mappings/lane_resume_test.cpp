#include "lambda-host/mappings/lane.h"
#include "tests/unit/lambda-host/mappings/mapping_fixture.h"

#include <doctest/doctest.h>

namespace lane_resume_test {

// What survives the end of the process: MappingFixture::restart forgets what wasn't committed.

using namespace std::chrono_literals;

namespace {

struct Fixture : MappingFixture {
  void put_all(std::initializer_list<const char*> ids) {
    for (const char* id : ids) {
      engine->queue_put({
          {"id", core::AttributeValue(std::string(id))}
      });
    }
    settle();
  }
  // How often the oldest batch fails until another one comes.
  int fail_until_given_up() {
    const std::string batch = waiting();
    int times = 0;
    while (waiting() == batch) {
      fail();
      ++times;
      advance(5s);
    }
    return times;
  }
};

const std::string kQueue =
    R"(,"DestinationConfig":{"OnFailure":{"Destination":"arn:aws:sqs:us-east-1:000000000000:q"}})";

}  // namespace

TEST_CASE_FIXTURE(Fixture, "attempts count across restarts") {
  create(R"(,"BatchSize":1,"MaximumRetryAttempts":3)");
  put_all({"a", "b"});
  REQUIRE(waiting() == "a");
  fail();
  restart();
  REQUIRE(waiting() == "a");
  fail();
  restart();
  CHECK(fail_until_given_up() == 2);
  CHECK(waiting() == "b");
}

TEST_CASE_FIXTURE(Fixture, "an invocation that the end cut short is repeated, and doesn't count") {
  create(R"(,"BatchSize":1,"MaximumRetryAttempts":0)");
  put_all({"a", "b"});
  REQUIRE(waiting() == "a");
  restart();
  CHECK(waiting() == "a");
  fail();
  CHECK(waiting() == "b");
}

TEST_CASE_FIXTURE(Fixture, "the parts of a batch are the same after a restart") {
  create(R"(,"BisectBatchOnFunctionError":true,"MaximumRetryAttempts":1)");
  put_all({"a", "b", "c", "d"});
  put_all({"e"});
  REQUIRE(waiting() == "a,b,c,d");
  fail();
  REQUIRE(waiting() == "a,b");
  restart();
  CHECK(waiting() == "a,b");  // and not what came behind it
  fail();
  CHECK(waiting() == "a");
  fail();
  restart();
  REQUIRE(waiting() == "a");
  fail();  // the second of two
  CHECK(waiting() == "b");
  succeed();
  restart();
  CHECK(waiting() == "c,d");
  succeed();
  CHECK(waiting() == "e");
}

TEST_CASE_FIXTURE(Fixture, "what a partial answer left is a batch of its own after a restart") {
  create(R"(,"FunctionResponseTypes":["ReportBatchItemFailures"],"MaximumRetryAttempts":1)");
  put_all({"a", "b"});
  REQUIRE(waiting() == "a,b");
  const auto second = core::SequenceNumber(engine->writer.next_sequence().get() - 1);
  succeed(R"({"batchItemFailures":[{"itemIdentifier":")" + core::sequence_number_text(second) +
          "\"}]}");
  put_all({"c"});
  restart();
  CHECK(waiting() == "b");
  CHECK(fail_until_given_up() == 2);
  CHECK(waiting() == "c");
}

TEST_CASE_FIXTURE(Fixture, "a batch that failed for the last time isn't invoked again") {
  create(R"(,"BatchSize":1,"MaximumRetryAttempts":0)" + kQueue);
  put_all({"a", "b"});
  REQUIRE(waiting() == "a");
  lambda_host::InvocationResult result;
  result.status = lambda_host::InvocationResult::Status::function_error;
  result.request_id = "r-1";
  result.executed_version = "7";
  const auto done = std::move(invoker.invocations.front().done);
  invoker.invocations.pop_front();
  done(result);
  settle();
  REQUIRE(destination.sent.size() == 1);
  restart();
  CHECK(waiting().empty());
  REQUIRE(destination.sent.size() == 1);  // again: nobody knows whether it came there
  const std::string& document = destination.sent.front().notice.document;
  CHECK(document.starts_with(R"({"requestContext":{"requestId":"r-1",)"));
  CHECK(document.find(R"("executedVersion":"7","functionError":"Unhandled")") != std::string::npos);
  destination.answer();
  CHECK(waiting() == "b");
  restart();
  CHECK(destination.sent.empty());
  CHECK(waiting() == "b");
}

TEST_CASE_FIXTURE(Fixture, "the delays go on where they were") {
  create(R"(,"BatchSize":1)");
  put_all({"a"});
  REQUIRE(waiting() == "a");
  for (const auto delay : {100ms, 200ms, 400ms}) {
    fail();
    advance(delay);
  }
  restart();
  REQUIRE(waiting() == "a");  // at once
  fail();
  advance(799ms);
  CHECK(waiting().empty());
  advance(1ms);
  CHECK(waiting() == "a");
}

TEST_CASE_FIXTURE(Fixture, "each lane goes on with its own") {
  create(R"(,"ParallelizationFactor":4,"BatchSize":1,"MaximumRetryAttempts":1)");
  for (int i = 0; i < 12; ++i) put_all({("k" + std::to_string(i)).c_str()});
  settle();
  const std::size_t lanes = invoker.invocations.size();
  REQUIRE(lanes > 1);
  for (std::size_t i = 0; i < lanes; ++i) fail();
  restart();
  settle();
  REQUIRE(invoker.invocations.size() == lanes);
  std::vector<std::string> first;
  for (const auto& each : invoker.invocations) first.push_back(ids(each.request.payload));
  for (std::size_t i = 0; i < lanes; ++i) fail();  // the second of two
  for (const auto& each : invoker.invocations) {
    CHECK(std::find(first.begin(), first.end(), ids(each.request.payload)) == first.end());
  }
}

TEST_CASE_FIXTURE(Fixture, "disabling for a while doesn't make attempts undone, other batches do") {
  const auto mapping = create(R"(,"MaximumRetryAttempts":1,"BatchSize":2)");
  put_all({"a", "b"});
  REQUIRE(waiting() == "a,b");
  fail();
  update(mapping.id, R"({"Enabled":false})");
  settle();
  SUBCASE("as it was") {
    update(mapping.id, R"({"Enabled":true})");
    REQUIRE(waiting() == "a,b");
    fail();
    advance(5s);
    CHECK(waiting().empty());
  }
  SUBCASE("with other batches") {
    update(mapping.id, R"({"Enabled":true,"BatchSize":1})");
    REQUIRE(waiting() == "a");
    CHECK(fail_until_given_up() == 2);
    CHECK(waiting() == "b");
  }
}

TEST_CASE_FIXTURE(Fixture, "what was trimmed meanwhile is left out, and delivery goes on") {
  create(R"(,"MaximumRetryAttempts":5)");
  put_all({"a", "b"});
  REQUIRE(waiting() == "a,b");
  fail();
  put_all({"c"});
  const auto shard = engine->stream().shards.front().number;
  engine->stream_registry.trim(shard, core::WallTime::max());
  restart();
  CHECK(waiting().empty());
  put_all({"d"});
  CHECK(waiting() == "d");
}

}  // namespace lane_resume_test
