#include "storage/row_copy.h"

#include "storage/schema.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace row_copy_test {

namespace {

using storage::Catalog;
using storage::RowCopy;
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
    for (const int number : {1, 3}) {
      core::IndexDefinition index;
      index.name = core::IndexName(fmt::format("G{}", number));
      index.number = number;
      index.key = definition.key;
      definition.indexes.push_back(index);
    }
    definition.time_to_live_attribute = "at";
    return definition;
  }
  std::string rows(const std::string& sql) {
    auto statement = connection.prepare(sql);
    std::string text;
    for (auto run = statement.run(); run.next();) text += std::string(run.text(0)) + ";";
    return text;
  }
  std::string items(int table) {
    return rows(fmt::format(
        "SELECT rowid || CAST(key AS TEXT) || length(item) FROM item_{} ORDER BY rowid", table));
  }
  std::string entries(int table, int index) {
    return rows(fmt::format("SELECT CAST(key AS TEXT) || item FROM index_entry WHERE id = {}",
                            storage::index_id(table, index)));
  }
  // Pieces until the last one, which counts, too.
  int copy(const storage::ReadBounds& bounds) {
    RowCopy rows(connection, from, to);
    int pieces = 1;
    while (rows.step(bounds)) ++pieces;
    return pieces;
  }

  storage::sqlite::Connection connection = migrated();
  Catalog catalog{connection};
  Table& from = catalog.adopt(catalog.store_new(definition("000000000001")));
  Table& to = catalog.adopt(catalog.store_new(definition("000000000002")));

  Fixture() {
    for (const char* key : {"d", "gone", "c", "b", "a"}) from.items.insert_uncached(key, "item");
    connection.execute("DELETE FROM item_1 WHERE rowid = 2");
    for (const char* key : {"v", "w", "x", "y", "z"}) {
      from.indexes[0].entries.insert(key, 3);
      from.indexes[1].entries.insert(key, 4);
    }
    from.statistics = {4, 40};
    from.indexes[0].statistics = {5, 50};
    from.indexes[1].statistics = {5, 60};
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "rows keep their numbers, however many a piece has") {
  struct Case {
    std::size_t items;
    int pieces;
  };
  // 4 items, and twice 5 entries: of these the last piece may find that nothing is left.
  for (const Case& c : {
           Case{1, 4 + 6 + 6},
           {2, 2 + 3 + 3},
           {3, 2 + 2 + 2},
           {5, 1 + 2 + 2},
           {6, 3        }
  }) {
    CAPTURE(c.items);
    connection.execute("DELETE FROM item_2; DELETE FROM index_entry WHERE id >= 2 << 20");
    CHECK(copy({c.items, 1000}) == c.pieces);
    CHECK(items(2) == "1d4;3c4;4b4;5a4;");
    CHECK(entries(2, 1) == "v3;w3;x3;y3;z3;");
    CHECK(entries(2, 3) == "v4;w4;x4;y4;z4;");
  }
}

TEST_CASE_FIXTURE(Fixture, "a piece ends when it has its bytes, and has an item at least") {
  RowCopy rows(connection, from, to);
  CHECK(rows.step({1000, 6}));  // 5 bytes each
  CHECK(items(2) == "1d4;3c4;");
  CHECK(rows.step({1000, 5}));
  CHECK(items(2) == "1d4;3c4;4b4;");
  CHECK(rows.step({1000, 1}));
  CHECK(items(2) == "1d4;3c4;4b4;5a4;");
}

TEST_CASE_FIXTURE(Fixture, "an empty table is copied in a piece") {
  connection.execute("DELETE FROM item_1; DELETE FROM index_entry");
  CHECK(copy({10, 1000}) == 3);
  CHECK(items(2).empty());
}

TEST_CASE_FIXTURE(Fixture, "what the source hasn't filled is left to be filled") {
  from.indexes[0].filled_to = "c";
  storage::copy_counts(catalog, from, to);
  from.indexes[0].filled_to.reset();  // it may be filled meanwhile
  CHECK(copy({1000, 1000}) == 2);
  CHECK(entries(2, 1).empty());
  CHECK(entries(2, 3) == "v4;w4;x4;y4;z4;");
  CHECK(to.statistics.item_count == 4);
  CHECK(to.statistics.size_bytes == 40);
  CHECK(to.indexes[0].filled_to == "");
  CHECK(to.indexes[0].statistics.item_count == 0);
  CHECK_FALSE(to.indexes[1].filled_to);
  CHECK(to.indexes[1].statistics.size_bytes == 60);
  CHECK(to.expiry->filled_to == "");
  CHECK(rows("SELECT number FROM backfill WHERE table_id = 2 ORDER BY number") == "0;1;");
  CHECK(rows("SELECT item_count || ' ' || size_bytes FROM table_statistics WHERE id = 2") ==
        "4 40;");
  CHECK(rows("SELECT number || ' ' || size_bytes FROM index_statistics WHERE table_id = 2") ==
        "3 60;");
}

TEST_CASE_FIXTURE(Fixture, "one piece is what has few rows, with its indexes, and few bytes") {
  struct Case {
    std::int64_t items;
    std::int64_t bytes;
    bool one_piece;
  };
  for (const Case& c : {
           Case{666, 1,      true },
           {667, 1,      false},
           {1,   262144, true },
           {1,   262145, false}
  }) {
    CAPTURE(c.items);
    CAPTURE(c.bytes);
    from.statistics = {c.items, c.bytes};
    CHECK(storage::is_one_piece(from) == c.one_piece);
  }
}

}  // namespace row_copy_test
