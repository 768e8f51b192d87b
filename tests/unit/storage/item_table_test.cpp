#include "storage/item_table.h"

#include "storage/sqlite/error.h"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <string>

namespace item_table_test {

using storage::Direction;
using storage::ItemTable;
using storage::KeyRange;

namespace {

struct Store {
  storage::sqlite::Connection connection = storage::sqlite::Connection::in_memory();
  storage::ItemCache cache;

  Store() { ItemTable::create(connection, 1); }
  ItemTable table() { return {connection, cache, 1}; }
};

std::string scanned(ItemTable& table, const KeyRange& range, Direction direction, int limit = 100) {
  std::string keys;
  table.scan(range, direction, [&](auto key, auto, auto item) {
    keys.append(key).append("=").append(item).append(" ");
    return --limit > 0;
  });
  return keys;
}

}  // namespace

TEST_CASE("an item is found by its key, in memory or on the disk, with its row") {
  Store store;
  ItemTable table = store.table();
  const auto row = table.insert("k", "one");
  CHECK(table.find("k")->item == "one");
  ItemTable another = store.table();  // nothing of it is in memory
  REQUIRE(another.find("k"));
  CHECK(another.find("k")->row == row);
  CHECK(another.find("k")->item == "one");
  CHECK_FALSE(another.find("j"));
}

TEST_CASE("an update keeps the row, an erased item is gone from memory and disk") {
  Store store;
  ItemTable table = store.table();
  const auto row = table.insert("k", "one");
  table.update("k", {row, "two"});
  CHECK(table.find("k")->item == "two");
  CHECK(table.item_at(row) == "two");
  CHECK(store.table().find("k")->item == "two");
  table.erase("k", row);
  CHECK_FALSE(table.find("k"));
  CHECK_FALSE(table.item_at(row));
  CHECK_FALSE(store.table().find("k"));
}

TEST_CASE("a key is there once") {
  Store store;
  ItemTable table = store.table();
  table.insert("k", "one");
  CHECK_THROWS_AS(table.insert("k", "two"), storage::sqlite::Error);
}

TEST_CASE("a scan walks its range in key order, either way, until it is told to stop") {
  Store store;
  ItemTable table = store.table();
  for (const char* key : {"b", "a", "d", "c"}) table.insert(key, "x");
  CHECK(scanned(table, {}, Direction::forward) == "a=x b=x c=x d=x ");
  CHECK(scanned(table, {"b", "d"}, Direction::forward) == "b=x c=x ");
  CHECK(scanned(table, {"b", ""}, Direction::backward) == "d=x c=x b=x ");
  CHECK(scanned(table, {}, Direction::backward, 2) == "d=x c=x ");
  CHECK(scanned(table, {"b", "b"}, Direction::forward).empty());
}

TEST_CASE("no end means after every key") {
  CHECK(storage::end_of({"a", "b"}) == "b");
  CHECK(storage::end_of({"a", ""}) == std::string(16, '\xff'));
}

TEST_CASE("a dropped table is gone, and what was in memory of it") {
  Store store;
  {
    ItemTable table = store.table();
    table.insert("k", "one");
    table.forget_cached();
    CHECK(table.find("k")->item == "one");  // from the disk
  }
  store.connection.execute("DROP TABLE " + ItemTable::name(1));
  CHECK_THROWS_AS(store.table(), storage::sqlite::Error);
}

TEST_CASE("a new table leaves the statements of the others as they are") {
  auto connection = storage::sqlite::Connection::in_memory();
  ItemTable::create(connection, 1);
  sqlite3_stmt* statement = nullptr;
  REQUIRE(sqlite3_prepare_v2(connection.handle(), "SELECT item FROM item_1", -1, &statement,
                             nullptr) == SQLITE_OK);
  ItemTable::create(connection, 2);
  CHECK(sqlite3_expired(statement) == 0);
  connection.execute("CREATE INDEX other ON item_2 (item)");
  CHECK(sqlite3_expired(statement) == 1);  // what it costs with an index of its own
  sqlite3_finalize(statement);
}

}  // namespace item_table_test
