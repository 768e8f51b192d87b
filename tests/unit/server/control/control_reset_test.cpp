#include "tests/support/failing_commit.h"
#include "tests/unit/server/control/control_fixture.h"

#include <doctest/doctest.h>

namespace control_reset_test {

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const std::string kNothing =
    R"({"tables":0,"functions":0,"mappings":0,"queues":0,"topics":0,"buckets":0,"log_groups":0,)"
    R"("processes":0})";

}  // namespace

TEST_CASE("a reset answers how much of each kind is gone") {
  ControlFixture f;
  f.map();
  f.map_queue();
  f.put("a");
  CHECK(f.waiting() == "a");
  f.engine.answer("CreateQueue", R"({"QueueName":"jobs"})");
  f.engine.answer("CreateLogGroup", R"({"logGroupName":"/g"})");
  f.topics.store(server::sns::Topic{f.engine.scope, "t", {}, {}});
  f.objects.create_bucket({"b-1", f.engine.scope, f.engine.clock.now()});
  CHECK(f.post("reset", R"({"account":"111111111111"})") == kNothing);
  CHECK(f.post("reset", "{}") ==
        R"({"tables":1,"functions":2,"mappings":2,"queues":1,"topics":1,"buckets":1,)"
        R"("log_groups":1,"processes":1})");
  CHECK(f.post("reset", "{}") == kNothing);
  CHECK(f.engine.stream_registry.list(f.engine.scope, "", "").empty());
  CHECK(f.get("mappings") == R"({"mappings":[]})");
}

TEST_CASE("a batch that a reset ends is neither tried again nor given up") {
  ControlFixture f;
  f.map(R"(,"MaximumRetryAttempts":0,"DestinationConfig":{"OnFailure":)"
        R"({"Destination":"arn:aws:sqs:us-east-1:000000000000:dead"}})");
  f.put("a");
  CHECK(f.waiting() == "a");
  f.post("reset", R"({"keep":["functions","mappings","tables"]})");
  f.advance(std::chrono::hours(1));
  CHECK(f.destination.sent.empty());
  CHECK(f.invoker.invocations.empty());
  CHECK(f.get("discards") == R"({"discards":[]})");
  f.put("b");
  CHECK(f.waiting() == "b");
}

TEST_CASE("what a reset ends of a mapping that was deleted before is not given up, either") {
  ControlFixture f;
  const auto id = f.map(R"(,"MaximumRetryAttempts":0,"DestinationConfig":{"OnFailure":)"
                        R"({"Destination":"arn:aws:sqs:us-east-1:000000000000:dead"}})");
  f.put("a");
  CHECK(f.waiting() == "a");
  f.mappings->erase(f.engine.scope, id.get());
  f.post("reset", "{}");
  f.advance(std::chrono::hours(1));
  CHECK(f.destination.sent.empty());
}

TEST_CASE("a notice that a destination hasn't taken yet counts for nothing after a reset") {
  ControlFixture f;
  f.map(R"(,"MaximumRetryAttempts":0,"DestinationConfig":{"OnFailure":)"
        R"({"Destination":"arn:aws:sqs:us-east-1:000000000000:dead"}})");
  f.put("a");
  CHECK(f.waiting() == "a");
  f.fail();
  REQUIRE(f.destination.sent.size() == 1);
  f.post("reset", R"({"keep":["functions","mappings","tables"]})");
  f.destination.answer("no");
  f.advance(std::chrono::hours(1));
  CHECK(f.destination.sent.empty());
  CHECK(f.get("discards") == R"({"discards":[]})");
}

TEST_CASE("mappings that stay begin anew: no trace, no counts, no discards") {
  ControlFixture f;
  const auto id = f.map(R"(,"MaximumRetryAttempts":0)");
  f.put("a");
  f.waiting();
  f.fail();
  CHECK(has(f.get("discards"), R"({"id":1,)"));
  CHECK(has(f.get("mappings/" + id.get()), R"("discarded":1)"));
  f.post("drain", "{}");
  f.post("reset", R"({"keep":["functions","mappings","tables"]})");
  CHECK(f.get("discards") == R"({"discards":[]})");
  CHECK(f.get("mappings/" + id.get() + "/records") == R"({"records":[]})");
  CHECK(has(f.get("mappings/" + id.get()), R"("discarded":0)"));
  f.put("b");
  f.waiting();
  f.succeed();
  CHECK(has(
      f.post("drain", "{}"),
      R"("records":{"delivered":1,"filtered":0,"discarded":0},"invocations":{"ok":1,"failed":0})"));
}

TEST_CASE("a mapping goes with its function, and with what it reads") {
  struct Case {
    const char* keep;
    int mappings;
  };
  const Case cases[] = {
      {R"("mappings")",                               2},
      {R"("mappings","functions")",                   2},
      {R"("mappings","tables","queues")",             2},
      {R"("mappings","functions","tables")",          1},
      {R"("mappings","functions","queues")",          1},
      {R"("mappings","functions","tables","queues")", 0},
      {R"("functions","tables","queues")",            2},
  };
  for (const Case& c : cases) {
    CAPTURE(c.keep);
    ControlFixture f;
    f.map();
    f.map_queue();
    CHECK(has(f.post("reset", std::string(R"({"keep":[)") + c.keep + "]}"),
              R"("mappings":)" + std::to_string(c.mappings) + ","));
  }
}

TEST_CASE("who drains is told when a reset has ended what there was to wait for") {
  ControlFixture f;
  const auto id = f.map();
  f.put("a");
  f.add_event("g");
  f.send("POST", "drain", R"({"mapping":")" + id.get() + R"("})");
  f.settle();
  CHECK_FALSE(f.answer);
  std::optional<core::HttpResponse> drained;
  server::serve_control_api(f.parts(), {"POST", "/_rivulet/drain", f.headers, "{}", false, &f.peer},
                            [&](core::HttpResponse response) { drained = std::move(response); });
  f.settle();
  CHECK_FALSE(drained);
  std::optional<core::HttpResponse> reset;
  server::serve_control_api(f.parts(), {"POST", "/_rivulet/reset", f.headers, "{}", false, &f.peer},
                            [&](core::HttpResponse response) { reset = std::move(response); });
  f.settle();
  REQUIRE(drained);
  CHECK(has(drained->body, R"("settled":true)"));
  REQUIRE(f.answer);
  CHECK(has(f.answer->body, R"("settled":true)"));
}

TEST_CASE("a drain that waits through a reset hurries what stays") {
  ControlFixture f;
  const auto id = f.map(R"(,"MaximumRetryAttempts":5)");
  f.put("a");
  f.send("POST", "drain", "{}");
  CHECK(f.waiting() == "a");
  server::serve_control_api(f.parts(),
                            {"POST", "/_rivulet/reset", f.headers,
                             R"({"keep":["functions","mappings","tables"]})", false, &f.peer},
                            [](const core::HttpResponse&) {});
  f.put("b");
  CHECK(f.waiting() == "b");
  f.fail();
  CHECK(f.waiting() == "b");  // without a delay
  f.succeed();
  REQUIRE(f.answer);
  CHECK(has(f.answer->body, R"("settled":true,"records":{"delivered":1,)"));
}

TEST_CASE("only what is known can be kept") {
  ControlFixture f;
  const std::string refused =
      R"({"error":"BadRequest","message":"keep must be a list of \"functions\", \"mappings\", )"
      R"(\"tables\", \"queues\", \"topics\" and \"buckets\"."})";
  for (const char* keep : {R"(["table"])", R"("tables")", "[1]", "{}"}) {
    CAPTURE(keep);
    CHECK(f.post("reset", std::string(R"({"keep":)") + keep + "}") == refused);
  }
  CHECK(f.post("reset", R"({"keeps":[]})") ==
        R"({"error":"BadRequest","message":"There is no parameter keeps."})");
  CHECK(f.engine.catalog.count(f.engine.scope) == 1);
}

TEST_CASE("faults of the scope go, too, those that befall others stay") {
  ControlFixture f;
  f.post("faults", R"({"on":"operation","operation":"PutItem","delay_ms":1})");
  f.post("faults", R"({"on":"operation","operation":"PutItem","delay_ms":1,"account":"*"})");
  f.post("reset", "{}");
  CHECK(f.faults.all().size() == 1);
  CHECK(f.faults.all().contains(2));
  f.post("reset", R"({"account":"*"})");
  CHECK(f.faults.all().empty());
}

namespace {

constexpr std::size_t kAtOnce = server::worlds::Turns::kPieces;

// "Tab0" to "Tab9", which can be recovered, each with an item.
void make_tables(ControlFixture& f) {
  for (int n = 0; n < 10; ++n) {
    const std::string name = R"({"TableName":"Tab)" + std::to_string(n) + R"(",)";
    f.engine.answer("CreateTable",
                    name + R"("BillingMode":"PAY_PER_REQUEST",)"
                           R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
                           R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]})");
    f.engine.answer("UpdateContinuousBackups", name + R"("PointInTimeRecoverySpecification":)"
                                                      R"({"PointInTimeRecoveryEnabled":true}})");
    f.engine.answer("PutItem", name + R"("Item":{"id":{"S":"a"}}})");
  }
}

std::size_t count_empty(ControlFixture& f) {
  std::size_t count = 0;
  for (const auto* table : f.engine.catalog.list(f.engine.scope, "")) {
    if (table->statistics.item_count == 0) ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("no turn empties more than some of the tables that stay") {
  ControlFixture f;
  make_tables(f);
  f.put("a");
  f.engine.clock.advance(std::chrono::hours(1));
  const core::WallTime reset_at = f.engine.clock.now();
  f.send("POST", "reset", R"({"keep":["tables"]})");
  CHECK_FALSE(f.answer);
  CHECK(count_empty(f) == kAtOnce);
  CHECK(f.alarms.run_due());
  CHECK(count_empty(f) == 2 * kAtOnce);
  CHECK_FALSE(f.answer);
  f.settle();
  CHECK(has(f.answer.value().body, R"({"tables":11,)"));
  CHECK(count_empty(f) == 11);
  CHECK(f.engine.catalog.find(f.engine.scope, "Tab3")->definition.recovery->enabled_at == reset_at);
  CHECK_FALSE(f.engine.catalog.leftovers().any());
}

TEST_CASE("what others make while tables are emptied stays, and what reads them ends") {
  ControlFixture f;
  make_tables(f);
  f.put("a");
  f.send("POST", "reset", R"({"keep":["tables"]})");
  f.engine.answer("DeleteTable", R"({"TableName":"Tab9"})");
  f.engine.answer("CreateTable",
                  R"({"TableName":"Tab9","BillingMode":"PAY_PER_REQUEST",)"
                  R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
                  R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]})");
  f.engine.answer("PutItem", R"({"TableName":"Tab9","Item":{"id":{"S":"b"}}})");
  f.engine.copies.pin(*f.engine.catalog.find(f.engine.scope, "Tab8"));
  f.settle();
  CHECK(has(f.answer.value().body, R"({"tables":11,)"));
  CHECK(count_empty(f) == 10);
  CHECK_FALSE(f.engine.copies.is_read(*f.engine.catalog.find(f.engine.scope, "Tab8")));
}

TEST_CASE("tables that can't be emptied are an error, and the next reset empties them") {
  ControlFixture f;
  make_tables(f);
  f.send("POST", "reset", R"({"keep":["tables"]})");
  {
    const tests::FailingCommit failing(f.engine.connection);
    f.settle();
  }
  CHECK(f.answer.value().status == 500);
  CHECK(f.answer.value().body == R"({"error":"InternalError","message":"Internal server error"})");
  CHECK(has(f.post("reset", R"({"keep":["tables"]})"), R"({"tables":11,)"));
  CHECK(count_empty(f) == 11);
}

}  // namespace control_reset_test
