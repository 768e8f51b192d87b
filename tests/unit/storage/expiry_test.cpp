#include "storage/expiry.h"

#include "storage/catalog.h"
#include "storage/item_codec.h"
#include "storage/key_codec.h"
#include "storage/schema.h"
#include "tests/support/failing_commit.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace expiry_test {

namespace {

using core::AttributeValue;
using core::Number;
using namespace std::chrono_literals;

// A listener that keeps what was committed.
struct Records : storage::CommitListener {
  void committed(std::vector<storage::ChangeRecord> more) override {
    for (auto& record : more) records.push_back(std::move(record));
  }
  std::vector<storage::ChangeRecord> records;
};

struct Store {
  Store() {
    writer.set_listener(records);
    table = &add_table("Music");
    table->stream = storage::OpenStream{core::StreamViewType::keys_only, {{0, 1}}};
  }

  storage::Table& add_table(const std::string& name) {
    core::TableDefinition definition;
    definition.name = core::TableName(name);
    definition.attributes = {
        {"id", core::ScalarType::s}
    };
    definition.key.partition = definition.attributes;
    definition.time_to_live_attribute = "ttl";
    std::unique_ptr<storage::Table> made;
    writer.transact([&] { made = catalog.store_new(definition); });
    return catalog.adopt(std::move(made));
  }

  // How many items are in the order of expiry.
  std::int64_t entries() {
    writer.flush();
    auto statement = connection.prepare("SELECT count(*) FROM expiry_" + std::to_string(table->id));
    auto run = statement.run();
    return run.next() ? run.whole(0) : -1;
  }

  void put(const std::string& id, AttributeValue ttl) {
    storage::WriteRequest request;
    request.table = table;
    core::Item item{
        {"id",  AttributeValue(id)},
        {"ttl", std::move(ttl)    }
    };
    request.item_key = storage::encode_key(table->definition.key, item);
    request.write = core::PutItem{std::move(item), {}};
    writer.submit(std::move(request), [](const storage::WriteResult&) {});
  }

  // One round; how many steps it took.
  int sweep_all(const storage::ExpiryBounds& bounds = {}) {
    writer.flush();
    int steps = 0;
    while (sweep.step(bounds)) ++steps;
    writer.flush();
    return steps;
  }

  Number seconds_from_now(std::int64_t seconds) {
    return Number(core::epoch_milliseconds(clock.now()) / 1000 + seconds);
  }

  static storage::sqlite::Connection new_database() {
    auto database = storage::sqlite::Connection::in_memory();
    storage::migrate(database);
    return database;
  }

  core::ManualClock clock;
  storage::sqlite::Connection connection = new_database();
  storage::Catalog catalog{connection};
  storage::Writer writer{connection, catalog, clock, [](const std::function<void()>&) {}};
  Records records;
  storage::Table* table = nullptr;
  storage::ExpirySweep sweep{catalog, writer, clock};
};

}  // namespace

TEST_CASE("an item expires by a number of seconds that is past, but not by years") {
  const core::WallTime now(std::chrono::seconds(1'700'000'000));
  struct Case {
    const char* name;
    AttributeValue value;
    bool expired;
  };
  const Case cases[] = {
      {"a second ago",   AttributeValue(Number(1'699'999'999)),               true },
      {"now",            AttributeValue(Number(1'700'000'000)),               false},
      {"in part",        AttributeValue(Number::parse("1699999999.5")),       true },
      {"five years ago", AttributeValue(Number(1'700'000'000 - 157'680'000)), true },
      {"longer ago",     AttributeValue(Number(1'700'000'000 - 157'680'001)), false},
      {"milliseconds",   AttributeValue(Number(1'699'999'999'000)),           false},
      {"huge",           AttributeValue(Number::parse("1e100")),              false},
      {"a text",         AttributeValue(std::string("1699999999")),           false},
  };
  const auto expired = storage::expired_seconds(now);
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const std::string stored = storage::encode_item({
        {"ttl", c.value}
    });
    const auto second = storage::expiry_second(stored, "ttl");
    CHECK((second && *second >= expired.first && *second < expired.end) == c.expired);
  }
}

TEST_CASE("a sweep deletes expired items bit by bit, and its records say why") {
  Store store;
  for (int i = 0; i < 10; ++i) {
    store.put(std::to_string(i), AttributeValue(store.seconds_from_now(i < 7 ? -10 : 10)));
  }
  store.writer.flush();
  store.records.records.clear();
  int steps = 0;
  while (store.sweep.step({.items_deleted = 2})) {
    ++steps;
    store.writer.flush();
    CHECK(store.table->statistics.item_count == std::max(3, 10 - 2 * steps));
  }
  CHECK(steps == 4);
  CHECK(store.table->statistics.item_count == 3);
  REQUIRE(store.records.records.size() == 7);
  for (const auto& record : store.records.records) {
    CHECK(record.expired);
    CHECK(record.event == storage::ChangeEvent::remove);
  }
}

TEST_CASE("an item that gets a new time before it is deleted stays") {
  Store store;
  store.put("1", AttributeValue(store.seconds_from_now(-10)));
  store.writer.flush();
  store.put("1", AttributeValue(store.seconds_from_now(10)));
  CHECK(store.sweep.step());
  store.writer.flush();
  CHECK(store.table->statistics.item_count == 1);
}

TEST_CASE("a step ends when it has read its bytes, too") {
  Store store;
  for (int i = 0; i < 5; ++i) {
    store.put(std::to_string(i), AttributeValue(store.seconds_from_now(-10)));
  }
  store.writer.flush();
  CHECK(store.sweep_all({.bytes_read = 1}) == 5);
}

TEST_CASE("a step looks at no more tables than it may, and a round at all of them") {
  Store store;
  for (const char* name : {"A", "B", "Z"}) store.add_table(name);
  store.put("1", AttributeValue(store.seconds_from_now(-10)));
  store.writer.flush();
  CHECK(store.sweep_all({.tables_looked_at = 2}) == 2);
  CHECK(store.table->statistics.item_count == 0);
}

TEST_CASE("a delete that fails is tried again in the next round, not in the same") {
  Store store;
  store.put("1", AttributeValue(store.seconds_from_now(-10)));
  store.writer.flush();
  CHECK(store.sweep.step());
  {
    const tests::FailingCommit failing(store.connection);
    store.writer.flush();
  }
  CHECK_FALSE(store.sweep.step());
  CHECK(store.table->statistics.item_count == 1);
  CHECK(store.sweep_all() == 1);
  CHECK(store.table->statistics.item_count == 0);
}

TEST_CASE("only numbers make an item expire") {
  Store store;
  const std::string past = store.seconds_from_now(-10).text();
  store.put("1", AttributeValue(past));
  store.put("2", AttributeValue(core::Null{}));
  store.sweep_all();
  CHECK(store.table->statistics.item_count == 2);
}

TEST_CASE("each write of an item moves it in the order of expiry") {
  Store store;
  store.put("1", AttributeValue(store.seconds_from_now(10)));
  store.put("2", AttributeValue(store.seconds_from_now(10)));
  store.put("3", AttributeValue(store.seconds_from_now(10)));
  CHECK(store.entries() == 3);
  store.put("1", AttributeValue(store.seconds_from_now(5)));
  store.put("2", AttributeValue(core::Null{}));
  CHECK(store.entries() == 2);
  store.clock.advance(6s);
  store.sweep_all();
  CHECK(store.table->statistics.item_count == 2);
  CHECK(store.entries() == 1);
  store.clock.advance(5s);
  store.sweep_all();
  CHECK(store.table->statistics.item_count == 1);
  CHECK(store.entries() == 0);
}

TEST_CASE("an item that is written while a round is under way is found by the next one") {
  Store store;
  for (int i = 0; i < 10; ++i) {
    store.put(std::to_string(i), AttributeValue(store.seconds_from_now(-5)));
  }
  store.writer.flush();
  CHECK(store.sweep.step({.items_deleted = 5}));
  store.put("early", AttributeValue(store.seconds_from_now(-100)));
  store.sweep_all();
  CHECK(store.table->statistics.item_count == 1);
  store.sweep_all();
  CHECK(store.table->statistics.item_count == 0);
}

TEST_CASE("a round that is begun again misses nothing") {
  Store store;
  for (int i = 0; i < 10; ++i) {
    store.put(std::to_string(i), AttributeValue(store.seconds_from_now(-5)));
  }
  store.writer.flush();
  CHECK(store.sweep.step({.items_deleted = 5}));
  store.put("early", AttributeValue(store.seconds_from_now(-100)));
  store.sweep.restart();
  store.sweep_all();
  CHECK(store.table->statistics.item_count == 0);
}

TEST_CASE("what was too old to expire does when the clock is moved back") {
  Store store;
  store.put("1", AttributeValue(store.seconds_from_now(-10)));
  store.clock.advance(std::chrono::hours(6 * 365 * 24));
  store.sweep_all();
  CHECK(store.table->statistics.item_count == 1);
  store.clock.advance(-std::chrono::hours(6 * 365 * 24));
  store.sweep_all();
  CHECK(store.table->statistics.item_count == 0);
}

}  // namespace expiry_test
