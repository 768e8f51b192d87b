#include "storage/sqlite/statement.h"

#include "storage/sqlite/connection.h"
#include "storage/sqlite/error.h"

#include <doctest/doctest.h>

#include <string>

namespace statement_test {

using storage::sqlite::Connection;
using storage::sqlite::Error;

namespace {

Connection with_table() {
  Connection connection = Connection::in_memory();
  connection.execute("CREATE TABLE t (a, b)");
  return connection;
}

}  // namespace

TEST_CASE("what is bound comes back, with its zero bytes, empty values and nulls") {
  Connection connection = with_table();
  auto insert = connection.prepare("INSERT INTO t VALUES (?, ?)");
  const std::string bytes("a\0b", 3);
  insert.run().bind(1, -7).bind_text(2, "text").execute();
  insert.run().bind_blob(1, bytes).bind_blob(2, {}).execute();
  insert.run().bind_null(1).bind_optional(2, std::nullopt).execute();
  insert.run().bind_optional(1, 8).bind_optional_blob(2, bytes).execute();
  insert.run().bind(1, 9).bind_text(2, {}).execute();

  auto select = connection.prepare("SELECT a, b FROM t ORDER BY rowid");
  auto run = select.run();
  REQUIRE(run.next());
  CHECK(run.whole(0) == -7);
  CHECK(run.text(1) == "text");
  REQUIRE(run.next());
  CHECK(run.blob(0) == bytes);
  CHECK(run.blob(1).empty());
  CHECK_FALSE(run.is_null(1));
  REQUIRE(run.next());
  CHECK(run.is_null(0));
  CHECK(run.is_null(1));
  REQUIRE(run.next());
  CHECK(run.whole(0) == 8);
  CHECK(run.blob(1) == bytes);
  REQUIRE(run.next());
  CHECK(run.text(1).empty());
  CHECK_FALSE(run.is_null(1));
  CHECK_FALSE(run.next());
}

TEST_CASE("a statement begins anew with each run, without what was bound before") {
  Connection connection = with_table();
  connection.execute("INSERT INTO t VALUES (1, 1), (2, 2)");
  auto select = connection.prepare("SELECT a FROM t WHERE a >= coalesce(?, 2) ORDER BY a");
  {
    auto half_read = select.run();
    half_read.bind(1, 1);
    REQUIRE(half_read.next());
    CHECK(half_read.whole(0) == 1);
  }
  auto again = select.run();
  REQUIRE(again.next());
  CHECK(again.whole(0) == 2);
}

TEST_CASE("a run that was moved from resets nothing") {
  Connection connection = with_table();
  connection.execute("INSERT INTO t VALUES (1, 1), (2, 2)");
  auto select = connection.prepare("SELECT a FROM t ORDER BY a");
  auto first = select.run();
  REQUIRE(first.next());
  {
    storage::sqlite::Run moved(std::move(first));
    CHECK(moved.next());
  }
  CHECK(select.run().next());
}

TEST_CASE("a wrong statement is an error that has SQLite's text and the statement") {
  Connection connection = with_table();
  try {
    connection.prepare("SELECT missing FROM t");
    FAIL("nothing was thrown");
  } catch (const Error& error) {
    CHECK(std::string(error.what()) ==
          "SQLite: no such column: missing (1) in: SELECT missing FROM t");
    CHECK(error.code() == 1);
  }
}

}  // namespace statement_test
