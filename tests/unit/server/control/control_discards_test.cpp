#include "tests/unit/server/control/control_fixture.h"

#include <doctest/doctest.h>

namespace control_discards_test {

using namespace std::chrono_literals;

namespace {

// Lets "a,b" be given up by a new mapping.
core::MappingId discard(ControlFixture& f, const std::string& members = "") {
  const auto id = f.map(R"(,"MaximumRetryAttempts":0)" + members);
  f.put("a");
  f.put("b");
  CHECK(f.waiting() == "a,b");
  f.fail();
  return id;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a batch that was given up is listed with what a destination is told") {
  ControlFixture f;
  CHECK(f.get("discards") == R"({"discards":[]})");
  const auto id = discard(f);
  const std::string text = f.get("discards");
  CHECK(text.starts_with(R"({"discards":[{"id":1,"mapping":")" + id.get() +
                         R"(","account":"000000000000","region":"us-east-1",)"
                         R"("discarded_at":1734480000.000,"records":2,"document":)"
                         R"({"requestContext":{"requestId":"request-1","functionArn":)"));
  CHECK(has(text, R"("condition":"RetryAttemptsExhausted","approximateInvokeCount":1})"));
  CHECK(has(text, R"("shardId":")" + f.stream().shards[0].id.get() +
                      R"(","startSequenceNumber":"100000000000000000002",)"
                      R"("endSequenceNumber":"100000000000000000003",)"));
  CHECK(text.ends_with("}]}"));
}

TEST_CASE("discards come in pages, and of the scopes and the mapping in question") {
  ControlFixture f;
  const auto id = f.map(R"(,"MaximumRetryAttempts":0,"BatchSize":1)");
  for (const char* item : {"a", "b", "c"}) {
    f.put(item);
    f.settle();
    f.fail();
  }
  CHECK(has(f.get("discards?limit=2"), R"("next":2})"));
  CHECK_FALSE(has(f.get("discards?limit=2"), R"({"id":3)"));
  CHECK(f.get("discards?after=2").starts_with(R"({"discards":[{"id":3,)"));
  CHECK(f.get("discards?mapping=" + id.get()).starts_with(R"({"discards":[{"id":1,)"));
  CHECK(f.get("discards?mapping=x") == R"({"discards":[]})");
  CHECK(f.get("discards?account=000000000001") == R"({"discards":[]})");
  CHECK(has(f.get("discards?account=*"), R"({"id":3)"));
  CHECK(f.call("GET", "discards?limit=1001").status == 400);
}

TEST_CASE("a discard that is delivered after all is one no more") {
  ControlFixture f;
  discard(f);
  f.send("POST", "discards/1/redrive");
  CHECK(f.waiting() == "a,b");
  f.fail();
  REQUIRE(f.answer);
  CHECK(f.answer->body ==
        R"({"id":1,"delivered":false,"records":2,"ok":false,"request_id":"request-2",)"
        R"("duration_ms":0.00,"error":"Error: no",)"
        R"("response":{"errorType":"Error","errorMessage":"no"}})");
  CHECK(has(f.get("discards"), R"({"id":1,)"));
  f.send("POST", "discards/1/redrive", "{}");
  f.settle();
  f.succeed();
  CHECK(f.answer->body ==
        R"({"id":1,"delivered":true,"records":2,"ok":true,"request_id":"request-3",)"
        R"("duration_ms":0.00,"response":null})");
  CHECK(f.get("discards") == R"({"discards":[]})");
}

TEST_CASE("an answer that names failed records doesn't do for a mapping that minds it") {
  ControlFixture f;
  discard(f, R"(,"FunctionResponseTypes":["ReportBatchItemFailures"])");
  f.send("POST", "discards/1/redrive");
  f.settle();
  f.succeed(R"({"batchItemFailures":[{"itemIdentifier":"100000000000000000003"}]})");
  CHECK(has(f.answer->body, R"("delivered":false,"records":2,"ok":true)"));
  CHECK(has(f.get("discards"), R"({"id":1,)"));
}

TEST_CASE("only the records that were given up are delivered again") {
  ControlFixture f;
  f.map(R"(,"MaximumRetryAttempts":0,"FilterCriteria":{"Filters":[{"Pattern":)"
        R"("{\"dynamodb\":{\"Keys\":{\"id\":{\"S\":[\"a\",\"c\"]}}}}"}]})");
  for (const char* id : {"a", "b", "c", "d"}) f.put(id);
  CHECK(f.waiting() == "a,c");
  f.fail();
  f.send("POST", "discards/1/redrive");
  CHECK(f.waiting() == "a,c");
}

TEST_CASE("a batch of a window is the first of its window again") {
  ControlFixture f;
  discard(f, R"(,"TumblingWindowInSeconds":60)");
  f.send("POST", "discards/1/redrive");
  const std::string payload(f.invoker.invocations.front().request.payload.view());
  CHECK(payload.starts_with(R"({"Records":[{)"));
  CHECK(has(payload, R"("window":{"start":"2024-12-18T00:00:00Z","end":"2024-12-18T00:01:00Z"},)"
                     R"("state":{},"shardId":")" +
                         f.stream().shards[0].id.get() + R"(","eventSourceARN":)"));
  CHECK(has(payload, R"("isFinalInvokeForWindow":false)"));
}

TEST_CASE("what can't be redriven says why") {
  ControlFixture f;
  const auto id = discard(f);
  CHECK(f.post("discards/2/redrive", "") ==
        R"({"error":"NotFound","message":"There is no discard 2."})");
  CHECK(f.call("POST", "discards/1x/redrive").status == 404);
  CHECK(f.call("POST", "discards/1/redrive", R"({"account":"000000000001"})").status == 404);
  CHECK(f.call("POST", "discards/1/redrive", R"({"times":2})").status == 400);
  f.invoker.missing = true;
  CHECK(f.call("POST", "discards/1/redrive").status == 404);
  f.engine.clock.advance(25h);
  f.engine.stream_registry.trim(f.stream().shards[0].number, f.engine.clock.now() - 24h);
  f.engine.shard_log.forget(f.stream().shards[0].number, core::SequenceNumber(100));
  CHECK(f.post("discards/1/redrive", "") ==
        R"({"error":"Conflict","message":"The stream has lost records of the discard: it keeps )"
        R"(them for 24 hours."})");
  f.mappings->erase(f.engine.scope, id.get());
  CHECK(f.post("discards/1/redrive", "") ==
        R"({"error":"Conflict","message":"The mapping of the discard is gone."})");
  CHECK(has(f.get("discards"), R"({"id":1,)"));
}

}  // namespace control_discards_test
