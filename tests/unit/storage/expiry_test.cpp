#include "storage/expiry.h"

#include "storage/catalog.h"
#include "storage/key_codec.h"
#include "storage/schema.h"

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

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
    core::TableDefinition definition;
    definition.name = core::TableName("Music");
    definition.attributes = {
        {"id", core::ScalarType::s}
    };
    definition.key.partition = definition.attributes;
    definition.time_to_live_attribute = "ttl";
    std::unique_ptr<storage::Table> made;
    writer.transact([&] { made = catalog.store_new(definition); });
    table = &catalog.adopt(std::move(made));
    table->stream = storage::OpenStream{core::StreamViewType::keys_only, {{0, 1}}};
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
    Number value;
    bool expired;
  };
  const Case cases[] = {
      {"a second ago",   Number(1'699'999'999),               true },
      {"now",            Number(1'700'000'000),               false},
      {"in part",        Number::parse("1699999999.5"),       true },
      {"five years ago", Number(1'700'000'000 - 157'680'000), true },
      {"longer ago",     Number(1'700'000'000 - 157'680'001), false},
      {"milliseconds",   Number(1'699'999'999'000),           false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(storage::is_expired(c.value, now) == c.expired);
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
  while (store.sweep.step({4, 1 << 20, 2})) ++steps;
  store.writer.flush();
  CHECK(steps > 2);
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
  for (int i = 0; i < 5; ++i) store.put(std::to_string(i), AttributeValue(std::string(100, 'x')));
  store.writer.flush();
  CHECK(store.sweep_all({1000, 1, 100}) == 5);
}

TEST_CASE("only numbers make an item expire") {
  Store store;
  const std::string past = store.seconds_from_now(-10).text();
  store.put("1", AttributeValue(past));
  store.put("2", AttributeValue(core::Null{}));
  store.sweep_all();
  CHECK(store.table->statistics.item_count == 2);
}

TEST_CASE("a table in which nothing can have expired isn't walked") {
  Store store;
  store.put("1", AttributeValue(store.seconds_from_now(10)));
  store.put("ancient", AttributeValue(Number(1)));
  CHECK(store.sweep_all() == 1);  // it isn't known at first
  CHECK(store.sweep_all() == 0);
  store.put("2", AttributeValue(store.seconds_from_now(5)));
  store.put("3", AttributeValue(Number(1)));
  CHECK(store.sweep_all() == 0);
  store.clock.advance(5s);
  CHECK(store.sweep_all() == 0);
  store.clock.advance(1s);
  CHECK(store.sweep_all() == 1);
  CHECK(store.table->statistics.item_count == 3);
  CHECK(store.sweep_all() == 0);
  store.clock.advance(5s);
  CHECK(store.sweep_all() == 1);
  CHECK(store.table->statistics.item_count == 2);
}

TEST_CASE("an item that is written behind a walk is found by the next one") {
  Store store;
  for (int i = 0; i < 10; ++i) {
    store.put(std::to_string(i), AttributeValue(store.seconds_from_now(100)));
  }
  store.writer.flush();
  CHECK(store.sweep.step({5, 1 << 20, 100}));
  for (int i = 0; i < 10; ++i) {
    store.put(std::to_string(i), AttributeValue(store.seconds_from_now(1)));
  }
  store.sweep_all();
  store.clock.advance(2s);
  store.sweep_all();
  CHECK(store.table->statistics.item_count == 0);
}

TEST_CASE("a walk that is begun again misses nothing") {
  Store store;
  for (int i = 0; i < 10; ++i) {
    store.put(std::to_string(i), AttributeValue(store.seconds_from_now(1)));
  }
  store.writer.flush();
  CHECK(store.sweep.step({5, 1 << 20, 100}));
  store.clock.advance(2s);  // while the walk is in its middle
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
