#include "storage/catalog.h"
#include "storage/item_codec.h"
#include "storage/schema.h"

#include <doctest/doctest.h>

namespace catalog_emptying_test {

namespace {

using storage::Catalog;
using storage::Table;

core::Scope scope(const char* account, const char* region = "us-east-1") {
  return {core::AccountId(account), core::Region(region)};
}

struct Fixture {
  static storage::sqlite::Connection migrated() {
    auto connection = storage::sqlite::Connection::in_memory();
    storage::migrate(connection);
    return connection;
  }

  Table& add(const char* name, const core::Scope& of = scope("000000000000")) {
    core::TableDefinition definition;
    definition.scope = of;
    definition.name = core::TableName(name);
    definition.key.partition = {
        {"pk", core::ScalarType::s}
    };
    core::IndexDefinition index;
    index.name = core::IndexName("G");
    index.number = 1;
    index.key = definition.key;
    definition.indexes = {index};
    definition.time_to_live_attribute = "at";
    return catalog.adopt(catalog.store_new(std::move(definition)));
  }
  // As if it had been written, and its index were filled half-way.
  void fill(Table& table, std::int64_t items, std::int64_t bytes) {
    table.items.insert_uncached("key", "item");
    table.statistics = {items, bytes};
    table.indexes[0].statistics = {items, bytes};
    table.indexes[0].filled_to = "k";
    table.expiry->filled_to = "k";
    catalog.store_statistics(table, table.statistics);
    catalog.store_index_statistics(table, 1, table.statistics);
    catalog.store_filled(table, 1, "k");
    catalog.store_filled(table, Catalog::kExpiryNumber, "k");
  }
  std::int64_t exists(const std::string& prefix) {
    return count("sqlite_schema WHERE type = 'table' AND name LIKE '" + prefix + "%'");
  }
  std::int64_t count(const std::string& from) {
    auto statement = connection.prepare("SELECT count(*) FROM " + from);
    auto run = statement.run();
    return run.next() ? run.whole(0) : -1;
  }

  storage::sqlite::Connection connection = migrated();
  Catalog catalog{connection};
  core::WallTime now{std::chrono::seconds(1000)};
};

void check_empty(const Table& table) {
  CHECK(table.statistics.item_count == 0);
  CHECK(table.statistics.size_bytes == 0);
  CHECK(table.indexes.at(0).statistics.item_count == 0);
  CHECK_FALSE(table.indexes[0].filled_to);
  CHECK_FALSE(table.expiry->filled_to);
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a small table is emptied where it is") {
  Table& table = add("T");
  Table& other = add("U");
  fill(table, 20'000, std::int64_t{4} << 20);
  table.indexes[0].statistics.item_count = 5'000;
  other.items.insert_uncached("key", "item");
  other.indexes[0].entries.insert("key", 1);
  catalog.store_filled(other, 1, "k");
  connection.execute("INSERT INTO expiry_1 VALUES (1, 1)");
  table.indexes[0].entries.insert("key", 1);
  const std::int64_t id = table.id;
  CHECK(table.items.find("key"));
  auto emptied = catalog.store_emptied(table, now);
  CHECK_FALSE(emptied.replacement);
  CHECK(&catalog.adopt(std::move(emptied)) == &table);
  CHECK(table.id == id);
  check_empty(table);
  CHECK_FALSE(table.items.find("key"));
  for (const char* name :
       {"item_1", "index_entry WHERE id < 2 << 20", "expiry_1", "index_statistics"}) {
    CAPTURE(name);
    CHECK(count(name) == 0);
  }
  CHECK(count("table_statistics WHERE item_count = 0 AND size_bytes = 0 AND id = 1") == 1);
  CHECK(count("backfill") == 1);
  CHECK(other.items.find("key"));
  CHECK(count("index_entry") == 1);
  CHECK_FALSE(catalog.leftovers().any());
}

TEST_CASE_FIXTURE(Fixture, "a large table is replaced by an empty one, which has its stream") {
  struct Case {
    const char* name;
    std::int64_t items;
    std::int64_t bytes;
    std::int64_t entries;
  };
  const Case cases[] = {
      {"many items",   20'001, 1,                           0    },
      {"much",         1,      (std::int64_t{4} << 20) + 1, 0    },
      {"many entries", 1,      1,                           5'001},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    Table& table = add(c.name);
    fill(table, c.items, c.bytes);
    table.indexes[0].statistics.item_count = c.entries;
    table.indexes[0].entries.insert("key", 1);
    table.stream = storage::OpenStream{core::StreamViewType::keys_only, {{0, 7}}};
    const std::int64_t id = table.id;
    Table& emptied = catalog.adopt(catalog.store_emptied(table, now));
    CHECK(emptied.id > id);
    CHECK(catalog.find(scope("000000000000"), c.name) == &emptied);
    check_empty(emptied);
    CHECK_FALSE(emptied.items.find("key"));
    CHECK(emptied.stream->shards.at(0).number == 7);
    CHECK_FALSE(emptied.history);
    CHECK(emptied.definition.time_to_live_attribute == "at");
  }
  CHECK(count("table_definition") == 3);
  while (catalog.leftovers().any()) catalog.leftovers().remove_some();
  CHECK(exists("item_") == 3);
  CHECK(count("index_entry") == 0);
  CHECK(exists("expiry_") == 3);
}

TEST_CASE_FIXTURE(Fixture, "the past of a table that is emptied begins anew") {
  Table& table = add("T");
  table.definition.recovery = core::PointInTimeRecovery{core::WallTime{}, 7};
  table.history = catalog.store_new_history(table);
  table.history->append(core::WallTime{}, "key", "item");
  Table& emptied = catalog.adopt(catalog.store_emptied(table, now));
  REQUIRE(emptied.history);
  CHECK(emptied.history->last() == 0);
  CHECK(emptied.definition.recovery->enabled_at == now);
  CHECK(emptied.definition.recovery->period_days == 7);
  Catalog reopened(connection);
  CHECK(reopened.find(scope("000000000000"), "T")->definition.recovery->enabled_at == now);
  while (catalog.leftovers().any()) catalog.leftovers().remove_some();
  CHECK(exists("history_") == 1);
}

TEST_CASE_FIXTURE(Fixture, "a history that only a copy needed isn't made anew") {
  Table& table = add("T");
  table.history = catalog.store_new_history(table);
  CHECK_FALSE(catalog.adopt(catalog.store_emptied(table, now)).history);
}

TEST_CASE_FIXTURE(Fixture, "one of many goes at once, and its room bit by bit") {
  Table& table = add("T");
  fill(table, 1, 1);
  table.history = catalog.store_new_history(table);
  catalog.store_erased(table);
  catalog.forget(table);
  CHECK_FALSE(catalog.find(scope("000000000000"), "T"));
  for (const char* name :
       {"table_definition", "table_statistics", "index_statistics", "backfill"}) {
    CAPTURE(name);
    CHECK(count(name) == 0);
  }
  CHECK(count("item_1") == 1);
  CHECK(add("T").id == 2);
  int pieces = 0;
  for (; catalog.leftovers().any(); ++pieces) catalog.leftovers().remove_some();
  CHECK(pieces == 4);
  CHECK(exists("item_") == 1);
  CHECK(exists("history_") == 0);
}

TEST_CASE_FIXTURE(Fixture, "tables are listed by a filter of scopes") {
  add("A", scope("000000000001"));
  add("B", scope("000000000001", "eu-west-1"));
  add("C", scope("000000000002"));
  const auto names = [&](const core::ScopeFilter& scopes) {
    std::string text;
    for (const Table* table : catalog.list(scopes)) text += table->definition.name.get();
    return text;
  };
  CHECK(names({}) == "BAC");  // by account and region
  CHECK(names({core::AccountId("000000000001"), {}}) == "BA");
  CHECK(names({{}, core::Region("us-east-1")}) == "AC");
  CHECK(names({core::AccountId("000000000001"), core::Region("eu-west-1")}) == "B");
}

}  // namespace catalog_emptying_test
