#include "tests/unit/server/control/control_fixture.h"

#include <doctest/doctest.h>

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string put(ControlFixture& f, const std::string& name, std::string body = "{}") {
  return f.call("PUT", "snapshots/" + name, std::move(body)).body;
}

const core::Scope kOther{core::AccountId("000000000042"), core::Region("eu-west-1")};

}  // namespace

TEST_CASE("a snapshot is listed with what it has, until it is deleted") {
  ControlFixture f;
  CHECK(f.get("snapshots") == R"({"snapshots":[]})");
  f.map();
  f.map_queue();
  f.put("a");
  f.engine.answer("CreateQueue", R"({"QueueName":"jobs"})");
  const std::string base =
      R"({"name":"base","account":"000000000000","region":"us-east-1","created_at":1734480000.000,)"
      R"("complete":true,"tables":1,"items":1,"functions":2,"mappings":2,"queues":1,"topics":0})";
  CHECK(put(f, "base") == base);
  CHECK(f.get("snapshots") == R"({"snapshots":[)" + base + "]}");
  CHECK(f.call("DELETE", "snapshots/base").body == "{}");
  CHECK(f.get("snapshots") == R"({"snapshots":[]})");
  CHECK(f.engine.catalog.count(core::snapshot_scope("base")) == 0);
  CHECK(f.call("DELETE", "snapshots/base").status == 404);
}

TEST_CASE("a restored world has what was saved, and its mappings read at the tip") {
  ControlFixture f;
  f.map(R"(,"BatchSize":7)");
  f.put("a");
  CHECK(f.waiting() == "a");
  f.succeed();
  put(f, "base");
  f.put("b");
  CHECK(f.waiting() == "b");
  f.succeed();
  CHECK(f.post("snapshots/base/restore", R"({"account":"000000000042","region":"eu-west-1"})") ==
        R"({"tables":1,"items":1,"functions":2,"mappings":1,"queues":0,"topics":0})");
  storage::Table* table = f.engine.catalog.find(kOther, "Things");
  REQUIRE(table);
  CHECK(table->statistics.item_count == 1);
  CHECK(table->definition.id != f.engine.catalog.find(f.engine.scope, "Things")->definition.id);
  const auto* stream = f.engine.stream_registry.enabled_stream(table->definition);
  REQUIRE(stream);
  const auto listed = f.mappings->list(kOther, {}).mappings;
  REQUIRE(listed.size() == 1);
  CHECK(listed[0]->stream == stream->arn);
  CHECK(listed[0]->function.scope == kOther);
  CHECK(listed[0]->batch_size == 7);
  CHECK(listed[0]->last_result == lambda_host::ProcessingResult::none);
  CHECK(f.waiting().empty());
  const core::Scope home = std::exchange(f.engine.scope, kOther);
  f.put("c");
  f.engine.scope = home;
  CHECK(f.waiting() == "c");
  CHECK(f.invoker.invocations.front().request.scope == kOther);
}

TEST_CASE("a mapping of a stream that is gone isn't restored") {
  ControlFixture f;
  f.map();
  f.engine.answer("DeleteTable", R"({"TableName":"Things"})");
  put(f, "base");
  CHECK(has(f.post("snapshots/base/restore", R"({"account":"000000000042"})"), R"("mappings":0,)"));
}

TEST_CASE("queues and topics are restored with ARNs of their own") {
  ControlFixture f;
  f.engine.answer("CreateQueue", R"({"QueueName":"dead"})");
  f.engine.answer("CreateQueue",
                  R"({"QueueName":"jobs","Attributes":{"RedrivePolicy":"{\"maxReceiveCount\":3,)"
                  R"(\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:dead\"}"}})");
  f.topics.store(server::sns::Topic{
      f.engine.scope, "t", {{"Policy", "arn:aws:iam::000000000000:role/r"}}, {{"a", "1"}}});
  f.topics.store(server::sns::Subscription{f.engine.scope, "t", "s-1", "sqs",
                                           "arn:aws:sqs:us-east-1:000000000000:dead", true});
  put(f, "base");
  f.post("snapshots/base/restore", R"({"account":"000000000042","region":"eu-west-1"})");
  const auto* jobs = f.engine.queues.registry.find(kOther, "jobs");
  REQUIRE(jobs);
  CHECK(jobs->settings.redrive->dead_letter_arn == "arn:aws:sqs:eu-west-1:000000000042:dead");
  const auto* topic = f.topics.find_topic(kOther, "t");
  REQUIRE(topic);
  CHECK(topic->attributes.at("Policy") == "arn:aws:iam::000000000042:role/r");
  CHECK(topic->tags.at("a") == "1");
  const auto subscriptions = f.topics.subscriptions(kOther);
  REQUIRE(subscriptions.size() == 1);
  CHECK(subscriptions[0]->endpoint == "arn:aws:sqs:eu-west-1:000000000042:dead");
  CHECK(subscriptions[0]->raw);
}

TEST_CASE("a scope that has anything is restored to only if that is to be replaced") {
  ControlFixture f;
  f.put("a");
  put(f, "base");
  f.put("b");
  const auto refused = f.call("POST", "snapshots/base/restore", "{}");
  CHECK(refused.status == 409);
  CHECK(
      refused.body ==
      R"({"error":"Conflict","message":"Account 000000000000 has something in us-east-1 already: )"
      R"(reset it, or say \"replace\":true."})");
  CHECK(f.post("snapshots/base/restore", R"({"replace":false})") == refused.body);
  CHECK(has(f.post("snapshots/base/restore", R"({"replace":true})"), R"("items":1,)"));
  CHECK(f.engine.catalog.find(f.engine.scope, "Things")->statistics.item_count == 1);
}

TEST_CASE("a snapshot of the same name takes the place of the other") {
  ControlFixture f;
  f.put("a");
  CHECK(has(put(f, "base"), R"("items":1,)"));
  f.put("b");
  CHECK(has(put(f, "base"), R"("items":2,)"));
  CHECK(f.engine.catalog.count(core::snapshot_scope("base")) +
            f.engine.catalog.count(core::snapshot_scope("base~")) ==
        1);
}

TEST_CASE("a reset of all worlds leaves snapshots alone") {
  ControlFixture f;
  f.put("a");
  put(f, "base");
  f.post("reset", R"({"account":"*"})");
  CHECK(has(f.get("snapshots"), R"("tables":1,"items":1,"functions":2,)"));
  CHECK(has(f.post("snapshots/base/restore", "{}"), R"("items":1,)"));
}

TEST_CASE("names of snapshots are short words") {
  ControlFixture f;
  const std::string refused =
      R"({"error":"BadRequest","message":"A snapshot's name must have 1 to 64 letters, digits, )"
      R"(points, hyphens and underscores."})";
  for (const std::string& name : {std::string("a%2Fb"), std::string("%20"), std::string(65, 'a')}) {
    CAPTURE(name);
    CHECK(put(f, name) == refused);
  }
  CHECK(has(put(f, std::string(64, 'Z')), R"("complete":true)"));
  CHECK(has(put(f, "a.b_c-9"), R"("name":"a.b_c-9")"));
  CHECK(f.call("POST", "snapshots/x/restore", "{}").body ==
        R"({"error":"NotFound","message":"There is no snapshot x."})");
  CHECK(put(f, "x", R"({"account":"*"})") ==
        R"({"error":"BadRequest","message":"This is about one account and region: name them."})");
  CHECK(put(f, "x", R"({"logs":true})") ==
        R"({"error":"BadRequest","message":"There is no parameter logs."})");
  CHECK(f.post("snapshots/x/restore", R"({"replace":1})") ==
        R"({"error":"BadRequest","message":"replace must be true or false."})");
}

namespace {

// More than is copied in a turn: 15 items of 100,000 bytes.
void put_large(ControlFixture& f) {
  for (char id = 'a'; id < 'p'; ++id) {
    f.engine.answer("PutItem", R"({"TableName":"Things","Item":{"id":{"S":")" + std::string(1, id) +
                                   R"("},"x":{"S":")" + std::string(100'000, id) + R"("}}})");
  }
}

std::string_view status_of(ControlFixture& f, const core::Scope& scope) {
  const auto* transition =
      f.services->table_transitions.find(scope, "Things", f.engine.clock.now());
  return wire_name(transition ? transition->status : server::operations::TableStatus::active);
}

const char* const kInOther = R"({"account":"000000000042","region":"eu-west-1"})";
const char* const kAnew = R"({"account":"000000000042","region":"eu-west-1","replace":true})";

std::string being(const std::string& what) {
  return R"({"error":"Conflict","message":"Snapshot base is being )" + what +
         R"(: try again later."})";
}

const char* const kWasReset =
    R"({"error":"Conflict","message":"The scope was reset before all was copied."})";

// Answers without letting others have a turn.
std::string at_once(ControlFixture& f, const char* method, const std::string& path,
                    std::string body = "{}") {
  std::string text;
  server::serve_control_api(
      f.parts(), {method, "/_rivulet/" + path, f.headers, std::move(body), false, &f.peer},
      [&](core::HttpResponse response) { text = std::move(response.body); });
  return text;
}

}  // namespace

TEST_CASE("a large table is saved and restored in several turns, and nobody sees it before") {
  ControlFixture f;
  put_large(f);
  CHECK(at_once(f, "PUT", "snapshots/base").empty());
  CHECK(has(at_once(f, "GET", "snapshots", ""), R"("complete":false)"));
  f.settle();
  CHECK(has(f.get("snapshots"), R"("complete":true,"tables":1,"items":15,)"));
  f.send("POST", "snapshots/base/restore", kInOther);
  CHECK_FALSE(f.answer);
  CHECK(status_of(f, kOther) == "CREATING");
  f.settle();
  CHECK(has(f.answer.value().body, R"({"tables":1,"items":15,)"));
  CHECK(status_of(f, kOther) == "ACTIVE");
  CHECK(f.engine.catalog.find(kOther, "Things")->statistics.item_count == 15);
}

TEST_CASE("a snapshot stays as it is while it is restored or saved") {
  ControlFixture f;
  put_large(f);
  f.send("PUT", "snapshots/base", "{}");
  CHECK(at_once(f, "PUT", "snapshots/base") == being("saved"));
  CHECK(at_once(f, "DELETE", "snapshots/base", "") == being("saved"));
  CHECK(at_once(f, "POST", "snapshots/base/restore", kInOther) ==
        R"({"error":"Conflict","message":"Snapshot base isn't complete yet."})");
  f.settle();
  f.send("POST", "snapshots/base/restore", kInOther);
  CHECK(at_once(f, "PUT", "snapshots/base") == being("restored"));
  CHECK(at_once(f, "DELETE", "snapshots/base", "") == being("restored"));
  f.settle();
  CHECK(f.call("DELETE", "snapshots/base").body == "{}");
}

TEST_CASE("two restores go on side by side, and each holds its snapshot") {
  ControlFixture f;
  put_large(f);
  put(f, "base");
  std::string second;
  f.send("POST", "snapshots/base/restore", kInOther);
  server::serve_control_api(
      f.parts(),
      {"POST", "/_rivulet/snapshots/base/restore", f.headers, R"({"account":"000000000043"})",
       false, &f.peer},
      [&](core::HttpResponse response) { second = std::move(response.body); });
  CHECK(at_once(f, "POST", "reset", kInOther) != "");
  CHECK(f.answer.value().body == kWasReset);
  CHECK(second.empty());
  CHECK(at_once(f, "DELETE", "snapshots/base", "") == being("restored"));
  f.settle();
  CHECK(has(second, R"({"tables":1,"items":15,)"));
  CHECK(f.engine.catalog.count(kOther) == 0);
}

TEST_CASE("what is saved anew stands in for the old one once it is complete") {
  ControlFixture f;
  f.put("z");
  put(f, "base");
  put_large(f);
  f.send("PUT", "snapshots/base", "{}");
  CHECK(has(at_once(f, "GET", "snapshots", ""), R"("complete":true,"tables":1,"items":1,)"));
  // What it reads is reset before: then the old one is what there is.
  CHECK(at_once(f, "POST", "reset") != "");
  f.settle();
  CHECK(f.answer.value().body == kWasReset);
  CHECK(has(f.get("snapshots"), R"("complete":true,"tables":1,"items":1,)"));
  CHECK(f.engine.catalog.count(core::snapshot_scope("base~")) == 0);
  CHECK(has(f.post("snapshots/base/restore", "{}"), R"("items":1,)"));
  // Now it isn't.
  put_large(f);
  CHECK(has(put(f, "base"), R"("items":16,)"));
  CHECK(f.engine.catalog.count(core::snapshot_scope("base")) == 0);
  CHECK(has(put(f, "base"), R"("items":16,)"));
  CHECK(f.engine.catalog.count(core::snapshot_scope("base~")) == 0);
}

TEST_CASE("a snapshot whose world was reset before all was saved is none") {
  ControlFixture f;
  put_large(f);
  f.send("PUT", "snapshots/base", "{}");
  CHECK(at_once(f, "POST", "reset") != "");
  f.settle();
  CHECK(f.answer.value().body == kWasReset);
  CHECK(f.get("snapshots") == R"({"snapshots":[]})");
  CHECK(f.engine.catalog.count(core::snapshot_scope("base")) == 0);
}

TEST_CASE("a restore that was cut off begins anew") {
  ControlFixture f;
  put_large(f);
  f.map();
  put(f, "base");
  f.send("POST", "snapshots/base/restore", kInOther);
  CHECK(f.engine.catalog.count(kOther) == 1);
  // The program starts again. Nobody waits for that answer any more.
  f.restorations.emplace(f.engine.connection, *f.worlds, *f.snapshots, f.alarms.maker()());
  f.restorations->resume();
  f.settle();
  CHECK_FALSE(f.answer);
  CHECK(status_of(f, kOther) == "ACTIVE");
  CHECK(f.engine.catalog.find(kOther, "Things")->statistics.item_count == 15);
  CHECK(f.mappings->list(kOther, {}).mappings.size() == 1);
  // That is all.
  f.restorations.emplace(f.engine.connection, *f.worlds, *f.snapshots, f.alarms.maker()());
  f.restorations->resume();
  CHECK_FALSE(f.restorations->any());
}

TEST_CASE("a snapshot that wasn't complete when the program ended is none") {
  ControlFixture f;
  put_large(f);
  f.send("PUT", "snapshots/base", "{}");
  f.snapshots.emplace(f.engine.connection, *f.worlds, f.alarms.maker()());
  CHECK(f.snapshots->all().empty());
  CHECK(f.engine.catalog.count(core::snapshot_scope("base")) == 0);
  CHECK(f.engine.copies.targets().empty());
  CHECK_FALSE(f.engine.copies.step());
  CHECK_FALSE(f.engine.catalog.find(f.engine.scope, "Things")->history);
}

TEST_CASE("a restore in which somebody makes one of its tables fails, and leaves nothing") {
  ControlFixture f;
  put_large(f);
  f.engine.answer("CreateTable",
                  R"({"TableName":"Zoo","BillingMode":"PAY_PER_REQUEST",)"
                  R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
                  R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]})");
  put(f, "base");
  f.send("POST", "snapshots/base/restore", kInOther);
  const core::Scope home = std::exchange(f.engine.scope, kOther);
  f.engine.answer("CreateTable",
                  R"({"TableName":"Zoo","BillingMode":"PAY_PER_REQUEST",)"
                  R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
                  R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]})");
  f.engine.scope = home;
  f.settle();
  CHECK(f.answer.value().status == 409);
  CHECK(f.answer.value().body ==
        R"({"error":"Conflict","message":"Account 000000000042 got a table Zoo while it was )"
        R"(restored."})");
  CHECK(f.engine.catalog.count(kOther) == 0);
  CHECK(has(f.post("snapshots/base/restore", kAnew), R"("tables":2,)"));
}
