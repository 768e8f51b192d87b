// Snapshots that are saved and restored in several turns.
#include "tests/unit/server/control/snapshots_fixture.h"

#include <doctest/doctest.h>

namespace snapshot_turns_test {

namespace {

constexpr std::size_t kAtOnce = server::worlds::Turns::kPieces;
const core::Scope kPlace = core::snapshot_scope("base");

// Beside "Things": "Tab0" to "Tab9", each with an item.
void make_tables(ControlFixture& f) {
  for (int n = 0; n < 10; ++n) {
    const std::string name = "Tab" + std::to_string(n);
    f.engine.answer("CreateTable",
                    R"({"TableName":")" + name +
                        R"(","BillingMode":"PAY_PER_REQUEST",)"
                        R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
                        R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]})");
    f.engine.answer("PutItem", R"({"TableName":")" + name + R"(","Item":{"id":{"S":"a"}}})");
  }
}

}  // namespace

TEST_CASE("no turn saves more than some tables, and all are what they were at one moment") {
  ControlFixture f;
  make_tables(f);
  f.send("PUT", "snapshots/base", "{}");
  CHECK_FALSE(f.answer);
  CHECK(f.engine.catalog.count(kPlace) == kAtOnce);
  f.engine.answer("PutItem", R"({"TableName":"Tab9","Item":{"id":{"S":"b"}}})");
  f.engine.answer("UpdateTable",
                  R"({"TableName":"Tab9","AttributeDefinitions":)"
                  R"([{"AttributeName":"id","AttributeType":"S"}],"GlobalSecondaryIndexUpdates":)"
                  R"([{"Create":{"IndexName":"byId","Projection":{"ProjectionType":"ALL"},)"
                  R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]}}]})");
  f.engine.answer("DeleteTable", R"({"TableName":"Tab8"})");
  CHECK(f.engine.catalog.count(kPlace) == kAtOnce + 1);
  CHECK(f.alarms.run_due());
  CHECK(f.engine.catalog.count(kPlace) == 2 * kAtOnce + 1);
  f.settle();
  CHECK(has(f.answer.value().body, R"("complete":true,"tables":11,"items":10,)"));
  CHECK_FALSE(f.engine.catalog.find(f.engine.scope, "Tab9")->history);
  CHECK(f.engine.catalog.find(kPlace, "Tab9")->indexes.empty());
}

TEST_CASE("a scope that is reset before all of its tables are saved is no snapshot") {
  ControlFixture f;
  make_tables(f);
  f.send("PUT", "snapshots/base", "{}");
  CHECK(at_once(f, "POST", "reset") != "");
  f.settle();
  CHECK(f.answer.value().body == kWasReset);
  CHECK(f.get("snapshots") == R"({"snapshots":[]})");
  CHECK(f.engine.catalog.count(kPlace) == 0);
}

TEST_CASE("pieces wait while writers are behind") {
  ControlFixture f;
  make_tables(f);
  f.send("PUT", "snapshots/base", "{}");
  int written = 0;
  // Twice what a turn may do.
  for (int n = 0; n < 48; ++n) {
    storage::WriteRequest request;
    request.table = f.engine.catalog.find(f.engine.scope, "Tab0");
    request.item_key = "k" + std::to_string(n);
    request.write = core::PutItem{
        core::Item{{"id", core::AttributeValue(request.item_key)},
                   {"x", core::AttributeValue(std::string(390'000, 'x'))}},
        {                                              }
    };
    f.engine.writer.submit(std::move(request), [&](const auto&) { ++written; });
  }
  for (auto& end : std::exchange(f.engine.deferred, {})) end();
  CHECK(f.engine.writer.is_behind());
  const int before = written;
  CHECK(f.alarms.run_due());
  CHECK(written == before);
  CHECK(f.engine.catalog.count(kPlace) == kAtOnce);
  f.settle();
  CHECK(has(f.answer.value().body, R"("complete":true,"tables":11,"items":10,)"));
}

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
  CHECK(at_once(f, "PUT", "snapshots/base") == being("read"));
  CHECK(at_once(f, "DELETE", "snapshots/base", "") == being("read"));
  f.settle();
  CHECK(f.call("DELETE", "snapshots/base").body == "{}");
}

TEST_CASE("what is being restored stays, though its name is saved anew meanwhile") {
  ControlFixture f;
  put_large(f);
  put(f, "base");
  f.put("z");
  std::string saved;
  server::serve_control_api(f.parts(),
                            {"PUT", "/_rivulet/snapshots/base", f.headers, "{}", false, &f.peer},
                            [&](core::HttpResponse response) { saved = std::move(response.body); });
  CHECK(saved.empty());
  f.send("POST", "snapshots/base/restore", kInOther);
  CHECK_FALSE(f.answer);
  // The new one is there first, as pieces of both have their turns.
  f.settle();
  CHECK(has(saved, R"("items":16,)"));
  CHECK(has(f.answer.value().body, R"("tables":1,"items":15,)"));
  CHECK(f.engine.catalog.find(kOther, "Things")->statistics.item_count == 15);
  std::size_t items = 0;
  f.engine.catalog.find(kOther, "Things")
      ->items.scan({}, storage::Direction::forward, [&](auto, auto, auto) { return ++items > 0; });
  CHECK(items == 15);
  for (const char* place : {"base", "base~"}) {
    CAPTURE(place);
    const bool stands = f.snapshots->require("base").place == core::snapshot_scope(place);
    CHECK(f.engine.catalog.count(core::snapshot_scope(place)) == (stands ? 1 : 0));
  }
}

TEST_CASE("what somebody reads isn't cleared when it is left, and is when nobody does") {
  ControlFixture f;
  put_large(f);
  put(f, "base");
  const core::Scope place = f.snapshots->require("base").place;
  f.send("PUT", "snapshots/base", "{}");
  f.snapshots->hold(place);
  f.snapshots->hold(place);
  f.settle();
  CHECK(f.answer.value().status == 200);
  CHECK(f.engine.catalog.count(place) == 1);
  put(f, "other");
  f.call("DELETE", "snapshots/other", "");  // it is cleared beside the other one
  CHECK(f.engine.catalog.count(core::snapshot_scope("other")) == 0);
  CHECK(f.call("PUT", "snapshots/base", "{}").status == 200);  // its name is free
  f.snapshots->release(place);
  f.settle();
  CHECK(f.engine.catalog.count(place) == 1);
  f.snapshots->release(place);
  f.settle();
  CHECK(f.engine.catalog.count(place) == 0);
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
  CHECK(at_once(f, "DELETE", "snapshots/base", "") == being("read"));
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

TEST_CASE("a restore in which somebody makes one of its tables fails, and leaves theirs alone") {
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
  CHECK(f.engine.catalog.count(kOther) == 1);
  CHECK(f.engine.catalog.find(kOther, "Zoo"));
  CHECK(has(f.post("snapshots/base/restore", kAnew), R"("tables":2,)"));
}

}  // namespace snapshot_turns_test
