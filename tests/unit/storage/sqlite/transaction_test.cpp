#include "storage/sqlite/transaction.h"

#include <doctest/doctest.h>

namespace transaction_test {

using storage::sqlite::Connection;
using storage::sqlite::Transaction;

namespace {

std::int64_t rows(Connection& connection) {
  auto count = connection.prepare("SELECT count(*) FROM t");
  auto run = count.run();
  run.next();
  return run.whole(0);
}

}  // namespace

TEST_CASE("a transaction that was committed stays, one that left its scope is undone") {
  Connection connection = Connection::in_memory();
  connection.execute("CREATE TABLE t (a)");
  {
    Transaction transaction(connection);
    connection.execute("INSERT INTO t VALUES (1)");
    transaction.commit();
  }
  CHECK(rows(connection) == 1);
  {
    Transaction transaction(connection);
    connection.execute("INSERT INTO t VALUES (2)");
  }
  CHECK(rows(connection) == 1);
  // The next one can begin.
  Transaction transaction(connection);
  transaction.commit();
}

}  // namespace transaction_test
