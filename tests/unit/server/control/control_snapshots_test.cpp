#include "server/snapshot_files/start.h"
#include "storage/schema.h"
#include "tests/unit/server/control/snapshots_fixture.h"

#include <doctest/doctest.h>

namespace control_snapshots_test {

TEST_CASE("a snapshot is listed with what it has, until it is deleted") {
  ControlFixture f;
  CHECK(f.get("snapshots") == R"({"snapshots":[]})");
  f.map();
  f.map_queue();
  f.put("a");
  f.engine.answer("CreateQueue", R"({"QueueName":"jobs"})");
  const std::string base =
      R"({"name":"base","account":"000000000000","region":"us-east-1","created_at":1734480000.000,)"
      R"("complete":true,"tables":1,"items":1,"functions":2,"mappings":2,"queues":1,"topics":0,"buckets":0,"log_groups":0})";
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
  CHECK(
      f.post("snapshots/base/restore", R"({"account":"000000000042","region":"eu-west-1"})") ==
      R"({"tables":1,"items":1,"functions":2,"mappings":1,"queues":0,"topics":0,"buckets":0,"log_groups":0})");
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
  for (const char* body :
       {R"({"include":"buckets"})", R"({"include":["log"]})", R"({"include":[1]})"}) {
    CHECK(put(f, "x", body) ==
          R"({"error":"BadRequest","message":"include must be a list of \"buckets\" and )"
          R"(\"logs\"."})");
  }
  CHECK(f.post("snapshots/x/restore", R"({"replace":1})") ==
        R"({"error":"BadRequest","message":"replace must be true or false."})");
}

TEST_CASE("a snapshot's file has what the snapshot has, and the same bytes each time") {
  ControlFixture f;
  put_large(f);
  f.map();
  f.engine.answer("CreateQueue", R"({"QueueName":"jobs"})");
  f.functions->erase(f.engine.scope, core::FunctionName("f"));
  f.functions->erase(f.engine.scope, core::FunctionName("g"));
  put(f, "base");
  put(f, "base");  // its other place
  f.send("GET", "snapshots/base/file");
  CHECK(at_once(f, "DELETE", "snapshots/base", "") == being("read"));
  f.settle();
  const core::HttpResponse answer = f.answer.value();
  CHECK(answer.status == 200);
  CHECK(answer.content_type == "application/octet-stream");
  CHECK(f.call("GET", "snapshots/base/file").body == answer.body);
  CHECK(f.directory.own().find_or_make("snapshots").directory().names().empty());
  CHECK(f.call("DELETE", "snapshots/base").body == "{}");

  const auto directory = storage::files::DataDirectory::temporary();
  directory.own().directory().write_file("fixture", answer.body);
  auto connection = storage::sqlite::Connection::in_memory();
  storage::migrate(connection);
  server::snapshot_files::start_with((directory.own().path() / "fixture").string(), kOther,
                                     directory, connection);
  tests::Engine engine(std::move(connection));
  CHECK(engine.catalog.find(core::snapshot_scope("base"), "Things")->statistics.item_count == 15);
  CHECK(engine.queues.registry.find(core::snapshot_scope("base"), "jobs"));
  auto item = engine.connection.prepare("SELECT length(item) FROM item_1 ORDER BY rowid LIMIT 1");
  auto run = item.run();
  CHECK(run.next());
  CHECK(run.whole(0) > 100'000);
}

TEST_CASE("what has no file is refused") {
  ControlFixture f;
  CHECK(f.call("GET", "snapshots/base/file").body ==
        R"({"error":"NotFound","message":"There is no snapshot base."})");
  put_large(f);
  f.send("PUT", "snapshots/base", "{}");
  CHECK(at_once(f, "GET", "snapshots/base/file", "") ==
        R"({"error":"Conflict","message":"Snapshot base isn't complete yet."})");
  f.settle();
  CHECK(f.call("GET", "snapshots/base/file?x=1").status == 400);
  storage::Table* table = f.engine.catalog.find(core::snapshot_scope("base"), "Things");
  table->statistics.size_bytes = (std::int64_t{64} << 20) + 1;
  CHECK(f.call("GET", "snapshots/base/file").body ==
        R"({"error":"Conflict","message":"Snapshot base has more than 64 MB: a file can't have so )"
        R"(much."})");
}

}  // namespace control_snapshots_test
