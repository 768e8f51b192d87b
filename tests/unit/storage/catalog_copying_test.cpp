#include "storage/catalog.h"
#include "storage/schema.h"

#include <doctest/doctest.h>

namespace catalog_copying_test {

namespace {

using storage::Catalog;
using storage::Table;

struct Fixture {
  static storage::sqlite::Connection migrated() {
    auto connection = storage::sqlite::Connection::in_memory();
    storage::migrate(connection);
    return connection;
  }
  core::TableDefinition definition(const char* account) {
    core::TableDefinition definition;
    definition.scope = {core::AccountId(account), core::Region("us-east-1")};
    definition.name = core::TableName("T");
    definition.key.partition = {
        {"pk", core::ScalarType::s}
    };
    core::IndexDefinition index;
    index.name = core::IndexName("G");
    index.number = 3;
    index.key = definition.key;
    definition.indexes = {index};
    definition.time_to_live_attribute = "at";
    return definition;
  }
  std::string rows(const std::string& sql) {
    auto statement = connection.prepare(sql);
    std::string text;
    for (auto run = statement.run(); run.next();) text += std::string(run.text(0)) + ";";
    return text;
  }

  storage::sqlite::Connection connection = migrated();
  Catalog catalog{connection};
  Table& from = catalog.adopt(catalog.store_new(definition("000000000001")));

  Fixture() {
    for (const char* key : {"a", "gone", "b"}) from.items.insert_uncached(key, "item");
    connection.execute(
        "DELETE FROM item_1 WHERE key = CAST('gone' AS BLOB);"
        "INSERT INTO expiry_1 VALUES (9, 3)");
    from.indexes[0].entries.insert("a", 1);
    from.indexes[0].entries.insert("b", 3);
    from.statistics = {2, 20};
    from.indexes[0].statistics = {2, 15};
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a copy has the same items, entries and counts") {
  auto copy = catalog.store_new(definition("000000000002"));
  catalog.copy_rows(from, *copy);
  CHECK(rows("SELECT rowid || CAST(key AS TEXT) || CAST(item AS TEXT) FROM item_2") ==
        "1aitem;3bitem;");
  CHECK(rows("SELECT CAST(key AS TEXT) || item FROM index_entry WHERE id = 2 << 20 | 3") ==
        "a1;b3;");
  CHECK(rows("SELECT second || ' ' || item FROM expiry_2") == "9 3;");
  CHECK(rows("SELECT item_count || ' ' || size_bytes FROM table_statistics WHERE id = 2") ==
        "2 20;");
  CHECK(rows("SELECT item_count || ' ' || size_bytes FROM index_statistics WHERE table_id = 2") ==
        "2 15;");
  CHECK(copy->statistics.item_count == 2);
  CHECK(copy->statistics.size_bytes == 20);
  CHECK(copy->indexes[0].statistics.size_bytes == 15);
  CHECK_FALSE(copy->indexes[0].filled_to);
  CHECK_FALSE(copy->expiry->filled_to);
  CHECK(rows("SELECT number FROM backfill").empty());
}

TEST_CASE_FIXTURE(Fixture, "what isn't complete in the one is filled in the other") {
  from.indexes[0].filled_to = "b";
  from.expiry->filled_to = "b";
  auto copy = catalog.store_new(definition("000000000002"));
  catalog.copy_rows(from, *copy);
  CHECK(copy->indexes[0].filled_to == "");
  CHECK(copy->indexes[0].statistics.item_count == 0);
  CHECK(copy->expiry->filled_to == "");
  CHECK(rows("SELECT item FROM index_entry WHERE id = 2 << 20 | 3").empty());
  CHECK(rows("SELECT item FROM expiry_2").empty());
  CHECK(rows("SELECT table_id || ' ' || number FROM backfill ORDER BY number") == "2 0;2 3;");
}

}  // namespace catalog_copying_test
