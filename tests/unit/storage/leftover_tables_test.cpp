#include "storage/leftover_tables.h"

#include "storage/index_table.h"
#include "storage/schema.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <utility>

namespace leftover_tables_test {

namespace {

using storage::LeftoverTables;

struct Database {
  storage::sqlite::Connection connection = storage::sqlite::Connection::in_memory();
  Database() { storage::migrate(connection); }

  void make_items(const std::string& name, std::size_t rows, std::size_t bytes = 10) {
    connection.execute(
        fmt::format("CREATE TABLE {} (key BLOB NOT NULL UNIQUE, item BLOB NOT NULL)", name));
    auto insert = connection.prepare(fmt::format("INSERT INTO {} VALUES (?, ?)", name));
    const std::string item(bytes, 'i');
    for (std::size_t i = 0; i < rows; ++i) {
      const std::string key = std::to_string(i);
      insert.run().bind_blob(1, key).bind_blob(2, item).execute();
    }
  }

  // -1: there is no such table.
  std::int64_t rows_of(const std::string& name) {
    auto tables = connection.prepare("SELECT 1 FROM sqlite_schema WHERE name = ?");
    {
      auto run = tables.run();
      run.bind_text(1, name);
      if (!run.next()) return -1;
    }
    auto count = connection.prepare("SELECT count(*) FROM " + name);
    auto run = count.run();
    return run.next() ? run.whole(0) : -1;
  }
};

constexpr std::int64_t kPiece = LeftoverTables::kRows;

// Of one of which more than a piece is left.
void begin_to_remove(LeftoverTables& leftovers, const std::string& table) {
  leftovers.leave(table);
  leftovers.remove_some();
}

}  // namespace

TEST_CASE("a table that is left stays until a piece is removed") {
  Database database;
  LeftoverTables leftovers(database.connection);
  database.make_items("item_1", 1);
  leftovers.leave("item_1");
  CHECK(database.rows_of("item_1") == 1);
  CHECK(leftovers.any());
  leftovers.remove_some();
  CHECK(database.rows_of("item_1") == -1);
  CHECK_FALSE(leftovers.any());
  leftovers.remove_some();
}

TEST_CASE("a larger table goes piece by piece, after a restart, too") {
  Database database;
  database.make_items("item_1", 2 * kPiece + 1);
  LeftoverTables before(database.connection);
  begin_to_remove(before, "item_1");
  CHECK(database.rows_of("item_1") == kPiece + 1);
  LeftoverTables leftovers(database.connection);
  CHECK(leftovers.any());
  leftovers.remove_some();
  CHECK(database.rows_of("item_1") == 1);
  CHECK(leftovers.any());
  leftovers.remove_some();
  CHECK(database.rows_of("item_1") == -1);
  CHECK_FALSE(leftovers.any());
  leftovers.remove_some();
}

TEST_CASE("a piece of long items has fewer of them") {
  Database database;
  LeftoverTables leftovers(database.connection);
  database.make_items("item_1", 5, LeftoverTables::kBytes / 2);
  begin_to_remove(leftovers, "item_1");
  CHECK(database.rows_of("item_1") == 3);
  leftovers.remove_some();
  CHECK(database.rows_of("item_1") == 1);
}

TEST_CASE("histories and backups go piece by piece") {
  Database database;
  LeftoverTables leftovers(database.connection);
  database.make_items("backup_1", kPiece + 1);
  database.connection.execute(
      "CREATE TABLE history_1 (position INTEGER PRIMARY KEY, key BLOB NOT NULL, previous BLOB)");
  for (std::int64_t i = 0; i <= kPiece; ++i) {
    database.connection.execute(fmt::format("INSERT INTO history_1 VALUES ({}, x'00', {})", i,
                                            i % 2 == 0 ? "x'11'" : "NULL"));
  }
  for (const char* name : {"backup_1", "history_1"}) {
    CAPTURE(name);
    begin_to_remove(leftovers, name);
    CHECK(database.rows_of(name) == 1);
    leftovers.remove_some();
    CHECK(database.rows_of(name) == -1);
  }
}

TEST_CASE("an order of expiry goes piece by piece") {
  Database database;
  LeftoverTables leftovers(database.connection);
  database.connection.execute(
      "CREATE TABLE expiry_1 (second INTEGER NOT NULL, item INTEGER NOT NULL, "
      "PRIMARY KEY (second, item)) WITHOUT ROWID");
  for (std::int64_t i = 0; i <= kPiece; ++i) {
    database.connection.execute(fmt::format("INSERT INTO expiry_1 VALUES (7, {0})", i));
  }
  begin_to_remove(leftovers, "expiry_1");
  CHECK(database.rows_of("expiry_1") == 1);
  leftovers.remove_some();
  CHECK(database.rows_of("expiry_1") == -1);
  CHECK_FALSE(leftovers.any());
}

TEST_CASE("an index's entries go piece by piece, after a restart, too, and no other's") {
  Database database;
  storage::IndexStatements statements(database.connection);
  storage::IndexTable left(statements, storage::index_id(1, 12));
  for (std::int64_t i = 0; i <= kPiece; ++i) left.insert(fmt::format("{:04}", i), i);
  for (const auto& [table, number] : {
           std::pair{1,  11},
           {1,  13},
           {2,  12},
           {11, 2 }
  }) {
    storage::IndexTable(statements, storage::index_id(table, number)).insert("k", 1);
  }
  {
    LeftoverTables before(database.connection);
    before.leave_index(1, 12);
    CHECK(database.rows_of("index_entry") == kPiece + 1 + 4);
    before.remove_some();
    CHECK(database.rows_of("index_entry") == 1 + 4);
    CHECK(before.any());
  }
  LeftoverTables leftovers(database.connection);
  CHECK(leftovers.last_table_id() == 1);
  leftovers.remove_some();
  CHECK(database.rows_of("index_entry") == 4);
  CHECK_FALSE(leftovers.any());
}

TEST_CASE("a new table doesn't get the id of one that left something") {
  Database database;
  LeftoverTables leftovers(database.connection);
  CHECK(leftovers.last_table_id() == 0);
  CHECK(leftovers.last_backup_number() == 0);
  for (const char* name : {"item_7", "item_12", "backup_99"}) {
    database.make_items(name, kPiece + 1);
    begin_to_remove(leftovers, name);
  }
  CHECK(leftovers.last_table_id() == 12);
  CHECK(leftovers.last_backup_number() == 99);
}

TEST_CASE("whoever needs a leftover's name gets it, and the leftover goes on by another") {
  Database database;
  LeftoverTables leftovers(database.connection);
  for (const char* former : {"item_1_former_1", "item_1_former_2"}) {
    CAPTURE(former);
    database.make_items("item_1", 2 * kPiece + 1);
    leftovers.leave("item_1");
    leftovers.make_way("item_1");
    CHECK(database.rows_of("item_1") == -1);
    CHECK(database.rows_of(former) == kPiece + 1);
  }
  CHECK(leftovers.last_table_id() == 1);
  database.make_items("item_1", 1);
  for (int pieces = 0; pieces < 4; ++pieces) {
    CHECK(leftovers.any());
    leftovers.remove_some();
  }
  CHECK_FALSE(leftovers.any());
  CHECK(database.rows_of("item_1_former_1") == -1);
  CHECK(database.rows_of("item_1_former_2") == -1);
  CHECK(database.rows_of("item_1") == 1);
}

TEST_CASE("a name is free when there is little in its table, or none") {
  Database database;
  LeftoverTables leftovers(database.connection);
  database.make_items("item_1", 2 * kPiece);
  begin_to_remove(leftovers, "item_1");
  leftovers.make_way("item_1");
  CHECK(database.rows_of("item_1") == -1);
  CHECK_FALSE(leftovers.any());
  leftovers.make_way("item_1");
  CHECK_FALSE(leftovers.any());
}

TEST_CASE("a table that nobody left makes way, too") {
  Database database;
  LeftoverTables leftovers(database.connection);
  database.make_items("history_1", kPiece + 1);
  database.connection.execute("ALTER TABLE history_1 RENAME COLUMN item TO previous");
  leftovers.make_way("history_1");
  CHECK(database.rows_of("history_1") == -1);
  CHECK(database.rows_of("history_1_former_1") == 1);
  leftovers.remove_some();
  CHECK_FALSE(leftovers.any());
}

}  // namespace leftover_tables_test
