// Snapshots of worlds that are noted, and planned, in several turns.
#include "core/scope_filter.h"
#include "server/worlds/steps.h"
#include "storage/object_table.h"
#include "storage/resource_table.h"
#include "tests/support/failing_commit.h"
#include "tests/unit/server/control/snapshots_fixture.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace large_snapshots_test {

namespace {

using server::sns::Subscription;
using server::sns::Topic;

// Some pages more than are noted in two turns. Topics come behind tables and queues; functions,
// mappings, buckets and logs come behind them.
constexpr std::size_t kTopics =
    server::worlds::kPage * (server::worlds::kPagesAtOnce + 2 * server::worlds::Turns::kPieces);

constexpr std::size_t kBuckets = 101;

std::string bucket(std::size_t n) {
  return fmt::format("b{:03}", n);
}

std::string topic(std::size_t n) {
  return fmt::format("t{:05}", n);
}

struct Fixture : ControlFixture {
  Fixture() {
    put("a");
    for (std::size_t n = 0; n < kTopics; ++n) topics.store(Topic{engine.scope, topic(n), {}, {}});
    topics.store(Subscription{engine.scope, topic(1), "s1", "sqs", "arn:q", false});
    map();
    map_queue();
    for (std::size_t n = 0; n < kBuckets; ++n) {
      objects.create_bucket({bucket(n) + "-000000000000", engine.scope, engine.clock.now()});
    }
    engine.logs.create_group(engine.scope, {0, "g", "STANDARD", "", 1, {}});
  }
  void save() {
    send("PUT", "snapshots/base", R"({"include":["buckets","logs"]})");
    CHECK_FALSE(answer);
  }
  std::string restore() { return post("snapshots/base/restore", kInOther); }
  std::int64_t rows_of(const std::string& kind) {
    auto statement = engine.connection.prepare("SELECT count(*) FROM resource WHERE kind = ?");
    auto run = statement.run();
    run.bind_text(1, kind);
    return run.next() ? run.whole(0) : -1;
  }
};

const std::string kCounts =
    fmt::format(R"("tables":1,"items":1,"functions":2,"mappings":2,"queues":0,"topics":{},)"
                R"("buckets":{},"log_groups":1}})",
                kTopics, kBuckets);

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a large world is saved and restored as a small one is") {
  save();
  settle();
  CHECK(has(answer.value().body, kCounts));
  CHECK(has(get("snapshots"), kCounts));
  CHECK(has(restore(), kCounts));
  CHECK(topics.topics(kOther).size() == kTopics);
  CHECK(topics.subscriptions(kOther).size() == 1);
  CHECK(objects.buckets_of({kOther.account, kOther.region}).size() == kBuckets);
  CHECK(objects.find_bucket("b100-000000000042"));
  CHECK(engine.logs.find_group(kOther, "g"));
  CHECK(mappings->list(kOther, {}).mappings.size() == 1);
}

TEST_CASE_FIXTURE(Fixture,
                  "what is noted is saved, whatever becomes of it, and the rest as it is") {
  save();
  put("b");
  topics.erase(*topics.find_topic(engine.scope, topic(0)));
  topics.erase(*topics.find_topic(engine.scope, topic(kTopics - 1)));
  topics.store(Topic{engine.scope, "a", {}, {}});
  topics.store(Topic{engine.scope, "z", {}, {}});
  settle();
  CHECK(has(answer.value().body, R"("tables":1,"items":1,)"));
  CHECK(has(answer.value().body, fmt::format(R"("topics":{},)", kTopics)));
  restore();
  CHECK(topics.find_topic(kOther, topic(0)));
  CHECK_FALSE(topics.find_topic(kOther, topic(kTopics - 1)));
  CHECK_FALSE(topics.find_topic(kOther, "a"));
  CHECK(topics.find_topic(kOther, "z"));
}

TEST_CASE_FIXTURE(Fixture, "a world that is reset before all of it is noted is no snapshot") {
  save();
  CHECK(at_once(*this, "POST", "reset", kInOther) != "");
  CHECK_FALSE(answer);
  send("POST", "reset", "{}");
  settle();
  CHECK(has(answer.value().body, R"("topics":)"));
  CHECK(get("snapshots") == R"({"snapshots":[]})");
  CHECK(rows_of("snapshot-mapping") == 0);
  CHECK(rows_of("topic") == 0);
}

TEST_CASE_FIXTURE(Fixture, "whoever waits for a snapshot is told of a reset before all is noted") {
  save();
  CHECK(at_once(*this, "POST", "reset").empty());
  CHECK(answer.value().body == kWasReset);
  settle();
}

TEST_CASE_FIXTURE(Fixture, "two worlds are noted before the first one is copied") {
  save();
  std::string second;
  server::serve_control_api(
      parts(), {"PUT", "/_rivulet/snapshots/second", headers, "{}", false, &peer},
      [&](core::HttpResponse response) { second = std::move(response.body); });
  for (int turn = 0; turn < 20; ++turn) alarms.run_due();
  CHECK(engine.catalog.count(core::snapshot_scope("base")) == 1);  // the first copy of all
  topics.erase(*topics.find_topic(engine.scope, topic(kTopics - 1)));
  settle();
  CHECK(has(second, fmt::format(R"("topics":{},)", kTopics)));
}

TEST_CASE_FIXTURE(Fixture, "too many objects are found whenever they are") {
  storage::ObjectTable rows(engine.connection);
  for (int n = 0; n < 1001; ++n) {
    rows.store(bucket(100) + "-000000000000", std::to_string(n), {"f", 1, "e", {}, "{}"});
  }
  save();
  settle();
  CHECK(has(answer.value().body, "A snapshot can have 1000 objects of buckets"));
  CHECK(get("snapshots") == R"({"snapshots":[]})");
  CHECK(objects.saved_buckets(core::snapshot_scope("base")).empty());
}

TEST_CASE_FIXTURE(Fixture, "a page that can't be noted fails the snapshot, and nothing stays") {
  save();
  {
    const tests::FailingCommit failing(engine.connection);
    alarms.run_due();
  }
  settle();
  CHECK(answer.value().status == 500);
  CHECK(get("snapshots") == R"({"snapshots":[]})");
  CHECK(rows_of("snapshot-mapping") == 0);
  CHECK(topics.topics(core::snapshot_scope("base")).empty());
}

TEST_CASE_FIXTURE(Fixture,
                  "a restore in the place of a world that is being noted ends the snapshot") {
  for (std::size_t n = 0; n + 1 < kTopics; ++n) {
    topics.erase(*topics.find_topic(engine.scope, topic(n)));
  }
  CHECK(has(::put(*this, "small"), R"("topics":1,)"));
  for (std::size_t n = 0; n + 1 < kTopics; ++n) topics.store(Topic{engine.scope, topic(n), {}, {}});
  save();
  std::string restored;
  server::serve_control_api(
      parts(),
      {"POST", "/_rivulet/snapshots/small/restore", headers, R"({"replace":true})", false, &peer},
      [&](core::HttpResponse response) { restored = std::move(response.body); });
  CHECK(answer.value().body == kWasReset);
  settle();
  CHECK(has(restored, R"("topics":1,)"));
}

TEST_CASE_FIXTURE(Fixture, "a restore that is refused while it is planned leaves nothing") {
  save();
  settle();
  send("POST", "snapshots/base/restore", kInOther);
  CHECK_FALSE(answer);
  topics.store(Topic{kOther, topic(kTopics - 1), {}, {}});
  settle();
  CHECK(answer.value().status == 409);
  CHECK(topics.topics(kOther).size() == 1);
  CHECK(engine.catalog.count(kOther) == 0);
  CHECK(objects.buckets_of({kOther.account, kOther.region}).empty());
}

TEST_CASE("a table to which items are still being copied was begun too late to be noted") {
  ControlFixture f;
  core::TableDefinition late = f.engine.catalog.find(f.engine.scope, "Things")->definition;
  late.name = core::TableName("Late");
  late.stream.reset();
  f.engine.catalog.adopt(f.engine.catalog.store_new(late)).being_copied_to = true;
  server::worlds::SavedMappings mappings(f.engine.connection);
  server::worlds::Snapshot snapshot;
  snapshot.origin = f.engine.scope;
  snapshot.place = core::snapshot_scope("base");
  server::worlds::Saving saving(f.engine.connection, *f.worlds, mappings, snapshot, {});
  CHECK(saving.is_noted());
  CHECK(saving.snapshot().counts.tables == 1);
}

TEST_CASE("a snapshot's mappings go with it") {
  ControlFixture f;
  f.map();
  CHECK(has(put(f, "base"), R"("mappings":1,)"));
  const core::Scope place = core::snapshot_scope("base");
  server::worlds::SavedMappings mappings(f.engine.connection);
  CHECK(mappings.list(place, "", 9).size() == 1);
  for (std::size_t n = 0; n < 2 * server::worlds::kPage; ++n) {
    mappings.store(place, {std::to_string(n), false, "{}"});
  }
  CHECK(f.call("DELETE", "snapshots/base").body == "{}");
  CHECK(mappings.list(place, "", 9).empty());
}

TEST_CASE("a snapshot of an earlier version, with its mappings in its document, is as good") {
  ControlFixture f;
  f.map();
  f.map_queue();
  put(f, "base");
  storage::ResourceTable documents(f.engine.connection, "snapshot");
  storage::ResourceTable rows(f.engine.connection, "snapshot-mapping");
  const core::Scope place = core::snapshot_scope("base");
  std::string mappings;
  for (const auto& row : rows.list(place, "", 2)) {
    mappings += (mappings.empty() ? "" : ",") + row.document;
    rows.erase(place, row.name);
  }
  documents.store({place, "base",
                   R"({"account":"000000000000","region":"us-east-1","created_at":1,"mappings":[)" +
                       mappings + "]}"});
  f.snapshots.emplace(f.engine.connection, *f.worlds, f.alarms.maker()());
  CHECK(rows.list(place, "", 9).size() == 2);
  CHECK(has(f.get("snapshots"), R"("tables":1,"items":0,"functions":2,"mappings":2,"queues":0,)"));
  f.restorations.emplace(f.engine.connection, *f.worlds, *f.snapshots, f.alarms.maker()());
  CHECK(has(f.post("snapshots/base/restore", kInOther), R"("mappings":2,)"));
  f.snapshots.emplace(f.engine.connection, *f.worlds, f.alarms.maker()());
  CHECK(has(f.get("snapshots"), R"("mappings":2,)"));
}

}  // namespace large_snapshots_test
