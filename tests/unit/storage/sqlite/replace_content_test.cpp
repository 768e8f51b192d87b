#include "storage/sqlite/replace_content.h"

#include "storage/sqlite/error.h"

#include <doctest/doctest.h>

namespace replace_content_test {

namespace {

using storage::sqlite::Connection;

std::int64_t count(Connection& connection, const std::string& table) {
  auto statement = connection.prepare("SELECT count(*) FROM " + table);
  auto run = statement.run();
  run.next();
  return run.whole(0);
}

Connection with_rows() {
  Connection connection = Connection::in_memory();
  connection.execute("CREATE TABLE t (x); INSERT INTO t VALUES (1), (2); PRAGMA user_version = 7");
  return connection;
}

}  // namespace

TEST_CASE("a database becomes what another one is") {
  Connection source = with_rows();
  Connection target = Connection::in_memory();
  target.execute("CREATE TABLE gone (x); INSERT INTO gone VALUES (1)");
  storage::sqlite::replace_content(target, source);
  CHECK(count(target, "t") == 2);
  CHECK(count(target, "sqlite_schema") == 1);
  CHECK(count(target, "pragma_user_version WHERE user_version = 7") == 1);
  source.execute("DELETE FROM t");
  CHECK(count(target, "t") == 2);
}

TEST_CASE("one that isn't a database of that page size is refused, and the other stays") {
  Connection source = Connection::in_memory();
  source.execute("PRAGMA page_size = 4096; CREATE TABLE t (x)");
  Connection target = with_rows();
  CHECK_THROWS_AS(storage::sqlite::replace_content(target, source), storage::sqlite::Error);
  CHECK(count(target, "t") == 2);
}

}  // namespace replace_content_test
