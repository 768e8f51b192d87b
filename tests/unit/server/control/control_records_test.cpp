#include "tests/unit/server/control/control_fixture.h"

#include <doctest/doctest.h>

namespace control_records_test {

using namespace std::chrono_literals;

namespace {

constexpr const char* kOnlyA = R"(,"FilterCriteria":{"Filters":[{"Pattern":)"
                               R"("{\"dynamodb\":{\"Keys\":{\"id\":{\"S\":[\"a\"]}}}}"}]})";

std::string records(ControlFixture& f, const core::MappingId& id, const std::string& query = "") {
  return f.get("mappings/" + id.get() + "/records" + query);
}

std::string shard(ControlFixture& f) {
  return R"("shard":")" + f.stream().shards[0].id.get() + R"(","lane":0)";
}

}  // namespace

TEST_CASE("the trace shows what a filter let go by, and why") {
  ControlFixture f;
  const auto id = f.map(kOnlyA);
  f.put("a");
  f.put("b");
  f.settle();
  CHECK(f.without_warnings(records(f, id)) ==
        R"({"records":[{"sequence":"100000000000000000002",)" + shard(f) +
            R"(,"event":"INSERT","keys":{"id":{"S":"a"}},"outcome":"pending",)"
            R"("filter":{"passed":true},"batches":[{"batch":1,"first":"100000000000000000002",)"
            R"("last":"100000000000000000002","records":1,"attempts":1,"newest_attempts":)"
            R"([{"attempt":1,"outcome":"running","started":1734480000.000}]}]},)"
            R"({"sequence":"100000000000000000003",)" +
            shard(f) +
            R"(,"event":"INSERT","keys":{"id":{"S":"b"}},"outcome":"filtered",)"
            R"("filter":{"passed":false,"why":["dynamodb.Keys.id.S is \"b\", the pattern wants )"
            R"(\"a\""]},"batches":[]}]})");
}

TEST_CASE("the trace shows the attempts of a batch that is discarded") {
  ControlFixture f;
  const auto id = f.map(R"(,"MaximumRetryAttempts":1)");
  f.put("a");
  f.settle();
  f.fail();
  f.advance(100ms);
  f.fail();
  CHECK(f.without_warnings(records(f, id)) ==
        R"({"records":[{"sequence":"100000000000000000002",)" + shard(f) +
            R"(,"event":"INSERT","keys":{"id":{"S":"a"}},"outcome":"discarded",)"
            R"("batches":[{"batch":1,"first":"100000000000000000002",)"
            R"("last":"100000000000000000002","records":1,"attempts":2,)"
            R"("discarded":{"condition":"RetryAttemptsExhausted"},"newest_attempts":[)"
            R"({"attempt":1,"outcome":"failed","started":1734480000.000,"duration_ms":0.00,)"
            R"("request_id":"request-1","error":"Error: no"},)"
            R"({"attempt":2,"outcome":"failed","started":1734480000.100,"duration_ms":0.00,)"
            R"("request_id":"request-2","error":"Error: no"}]}]}]})");
}

TEST_CASE("the trace comes in pages") {
  ControlFixture f;
  const auto id = f.map();
  for (const char* item : {"a", "b", "c"}) f.put(item);
  f.settle();
  const auto page = [&](const std::string& query) {
    const auto document = core::json::Document::parse(records(f, id, query));
    std::string text;
    document.root().object().find("records")->array().for_each([&](const core::json::Value& each) {
      text += each.object().find("sequence")->string().back();
    });
    if (const auto next = document.root().object().find("next")) {
      text += " next " + std::string(1, next->string().back());
    }
    return text;
  };
  CHECK(page("") == "234");
  CHECK(page("?limit=2") == "23 next 3");
  CHECK(page("?limit=2&after=100000000000000000003") == "4");
  CHECK(page("?limit=1024") == "234");
  const std::string path = "mappings/" + id.get() + "/records";
  CHECK(f.call("GET", path + "?limit=1025").status == 400);
  CHECK(f.call("GET", path + "?limit=0").status == 400);
  CHECK(f.get(path + "?after=x") ==
        R"({"error":"BadRequest","message":"after must be a sequence number."})");
  CHECK(f.get(path + "?logs=1") ==
        R"({"error":"BadRequest","message":"logs must be true or false."})");
  CHECK(f.call("GET", "mappings/x/records").status == 404);
}

TEST_CASE("of a record that was in many batches the newest are shown") {
  ControlFixture f;
  const auto id = f.map(R"(,"FunctionResponseTypes":["ReportBatchItemFailures"],"BatchSize":30,)"
                        R"("MaximumBatchingWindowInSeconds":1)");
  for (int i = 0; i < 15; ++i) f.put("i" + std::to_string(i));
  f.advance(1s);
  for (int i = 1; i < 15; ++i) {  // all behind the first one of each batch
    f.succeed(R"({"batchItemFailures":[{"itemIdentifier":")" +
              core::sequence_number_text(core::SequenceNumber(2 + static_cast<std::uint64_t>(i))) +
              "\"}]}");
    f.advance(1min);
  }
  const auto shown = [&](int item) {
    const auto document = core::json::Document::parse(records(f, id));
    const auto record = document.root()
                            .object()
                            .find("records")
                            ->array()
                            .at(static_cast<std::size_t>(item))
                            .object();
    const auto older = record.find("older_batches");
    return std::to_string(older ? *older->whole() : 0) + " and " +
           std::to_string(record.find("batches")->array().size());
  };
  CHECK(shown(0) == "0 and 1");
  CHECK(shown(9) == "0 and 10");
  CHECK(shown(12) == "3 and 10");
}

TEST_CASE("a page of records ends when it is large") {
  ControlFixture f;
  const auto id = f.map(R"(,"BatchSize":1000,"MaximumBatchingWindowInSeconds":1)");
  for (int i = 0; i < 900; ++i) f.put(std::to_string(i));
  f.advance(1s);
  for (int i = 0; i < 10; ++i) {
    f.end(lambda_host::InvocationResult::Status::function_error,
          R"({"errorMessage":")" + std::string(500, 'e') + "\"}");
    f.advance(1min);
  }
  std::string next;
  std::size_t shown = 0;
  int pages = 0;
  do {
    const std::string page = records(f, id, "?limit=1000" + next);
    CHECK(page.size() < (5 << 19));
    const auto document = core::json::Document::parse(page);
    shown += document.root().object().find("records")->array().size();
    const auto more = document.root().object().find("next");
    next = more ? "&after=" + std::string(more->string()) : "";
    ++pages;
  } while (!next.empty());
  CHECK(shown == 900);
  CHECK(pages > 2);
}

TEST_CASE("the ends of windows come with the records that they had") {
  ControlFixture f;
  const auto id = f.map(R"(,"TumblingWindowInSeconds":60,"MaximumRetryAttempts":1)");
  f.put("a");
  f.put("b");
  f.settle();
  f.succeed(R"({"state":{}})");
  CHECK(records(f, id).find("windows") == std::string::npos);
  f.advance(60s);
  f.fail();
  f.advance(100ms);
  f.succeed(R"({"state":{}})");
  const std::string windows =
      R"("windows":[{"shard":")" + f.stream().shards[0].id.get() +
      R"(","window":{"start":"2024-12-18T00:00:00Z","end":"2024-12-18T00:01:00Z"},)"
      R"("isFinalInvokeForWindow":true,"isWindowTerminatedEarly":false,)"
      R"("first":"100000000000000000002","last":"100000000000000000003","outcome":"delivered",)"
      R"("attempts":2,"newest_attempts":[{"attempt":1,"outcome":"failed",)"
      R"("started":1734480060.000,"duration_ms":0.00,"request_id":"request-2","error":"Error: no"},)"
      R"({"attempt":2,"outcome":"delivered","started":1734480060.100,"duration_ms":0.00,)"
      R"("request_id":"request-3"}]}])";
  CHECK(f.without_warnings(records(f, id)).ends_with("]," + windows + "}"));
  const auto has_windows = [&](const std::string& query) {
    return records(f, id, query).find("windows") != std::string::npos;
  };
  CHECK(has_windows("?limit=1"));
  CHECK(has_windows("?after=100000000000000000002"));
  CHECK_FALSE(has_windows("?after=100000000000000000003"));
  f.put("c");
  f.settle();
  f.succeed(R"({"state":{}})");
  f.advance(60s);
  CHECK(records(f, id, "?limit=2").find("000004") == std::string::npos);
  CHECK(records(f, id, "?limit=3").find(R"("first":"100000000000000000004")") != std::string::npos);
}

TEST_CASE("a record that the stream has no more shows its way all the same") {
  ControlFixture f;
  const auto id = f.map(kOnlyA);
  f.put("b");
  f.settle();
  f.engine.clock.advance(25h);
  f.engine.stream_registry.trim(f.stream().shards[0].number, f.engine.clock.now() - 24h);
  f.engine.shard_log.forget(f.stream().shards[0].number, core::SequenceNumber(100));
  CHECK(f.without_warnings(records(f, id)) ==
        R"({"records":[{"sequence":"100000000000000000002",)" + shard(f) +
            R"(,"outcome":"filtered","filter":{"passed":false},"batches":[]}]})");
}

TEST_CASE("events are looked up as far as that may cost") {
  ControlFixture f;
  const auto id = f.map(R"(,"BatchSize":1000)");
  for (int i = 0; i < 7; ++i) {
    f.engine.answer("PutItem", R"({"TableName":"Things","Item":{"id":{"S":")" + std::to_string(i) +
                                   R"("},"v":{"S":")" + std::string(390'000, 'x') + R"("}}})");
  }
  f.settle();
  const std::string text = records(f, id);
  CHECK(text.find(R"("keys":{"id":{"S":"5"}})") != std::string::npos);
  CHECK(text.find(R"("keys":{"id":{"S":"6"}})") == std::string::npos);
  CHECK(text.find(R"("sequence":"100000000000000000008")") != std::string::npos);
}

}  // namespace control_records_test
