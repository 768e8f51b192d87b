#include "storage/sqlite/page_cache.h"

#include "storage/sqlite/connection.h"
#include "storage/sqlite/transaction.h"

#include <doctest/doctest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <random>

namespace page_cache_test {

using storage::sqlite::Connection;

namespace {

std::string text_of(Connection& connection, const char* sql) {
  auto statement = connection.prepare(sql);
  auto run = statement.run();
  return run.next() ? std::string(run.text(0)) : "";
}

// Keys in random order: trees split everywhere, and pages are renumbered each time.
void churn(Connection& connection) {
  connection.execute(
      "CREATE TABLE t (key BLOB NOT NULL, body BLOB NOT NULL); CREATE UNIQUE INDEX k ON t (key)");
  auto insert = connection.prepare("INSERT OR REPLACE INTO t VALUES (?, zeroblob(300))");
  auto erase = connection.prepare("DELETE FROM t WHERE key < ?");
  std::mt19937_64 random(1);  // NOLINT: the same each time
  for (int round = 0; round < 40; ++round) {
    storage::sqlite::Transaction transaction(connection);
    for (int i = 0; i < 200; ++i) {
      insert.run().bind(1, static_cast<std::int64_t>(random())).execute();
    }
    if (round % 10 == 9) erase.run().bind(1, static_cast<std::int64_t>(random())).execute();
    transaction.commit();
  }
}

}  // namespace

TEST_CASE("a database with pages of another size keeps them, and stays whole") {
  const auto path =
      std::filesystem::temp_directory_path() / ("page-size-" + std::to_string(::getpid()));
  {
    sqlite3* old = nullptr;
    storage::sqlite::configure_sqlite();
    REQUIRE(sqlite3_open(path.c_str(), &old) == SQLITE_OK);
    sqlite3_exec(old, "PRAGMA page_size = 4096; CREATE TABLE kept (a); INSERT INTO kept VALUES (7)",
                 nullptr, nullptr, nullptr);
    sqlite3_close(old);
  }
  {
    auto connection = Connection::open(path.string(), storage::sqlite::Durability::normal);
    CHECK(text_of(connection, "PRAGMA page_size") == "4096");
    churn(connection);
    CHECK(text_of(connection, "SELECT a FROM kept") == "7");
    CHECK(text_of(connection, "PRAGMA integrity_check") == "ok");
  }
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path.string() + suffix);
}

TEST_CASE("trees that split and shrink stay whole, in memory and with a cache of a few pages") {
  SUBCASE("in memory") {
    auto connection = Connection::in_memory();
    churn(connection);
    CHECK(text_of(connection, "PRAGMA integrity_check") == "ok");
  }
  SUBCASE("on disk") {
    const auto path =
        std::filesystem::temp_directory_path() / ("page-cache-" + std::to_string(::getpid()));
    {
      auto connection = Connection::open(path.string(), storage::sqlite::Durability::normal);
      connection.execute("PRAGMA cache_size = 20");
      churn(connection);
      CHECK(text_of(connection, "PRAGMA integrity_check") == "ok");
    }
    auto again = Connection::open(path.string(), storage::sqlite::Durability::normal);
    CHECK(text_of(again, "PRAGMA integrity_check") == "ok");
    CHECK(text_of(again, "PRAGMA page_size") == "2048");
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path.string() + suffix);
  }
}

}  // namespace page_cache_test
