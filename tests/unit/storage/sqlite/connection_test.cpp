#include "storage/sqlite/connection.h"

#include "storage/sqlite/error.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

namespace connection_test {

using storage::sqlite::Connection;
using storage::sqlite::Durability;
using storage::sqlite::Error;

namespace {

struct Folder {
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "connection_test.XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() { std::filesystem::remove_all(path); }

  std::filesystem::path path;
};

std::string pragma(Connection& connection, const std::string& name) {
  auto statement = connection.prepare("PRAGMA " + name);
  auto run = statement.run();
  REQUIRE(run.next());
  return std::string(run.text(0));
}

}  // namespace

TEST_CASE("a new database is in WAL mode, with small pages and the durability asked for") {
  const Folder folder;
  const std::string path = folder.path / "new.db";
  {
    Connection normal = Connection::open(path, Durability::normal);
    normal.execute("CREATE TABLE t (a)");
    CHECK(pragma(normal, "journal_mode") == "wal");
    CHECK(pragma(normal, "page_size") == "2048");
    CHECK(pragma(normal, "synchronous") == "1");
    CHECK(pragma(normal, "wal_autocheckpoint") == "0");
  }
  Connection full = Connection::open(path, Durability::full);
  CHECK(pragma(full, "synchronous") == "2");
  CHECK(pragma(full, "page_size") == "2048");
}

TEST_CASE("what was committed is there when the file is opened again") {
  const Folder folder;
  const std::string path = folder.path / "kept.db";
  {
    Connection connection = Connection::open(path, Durability::normal);
    connection.execute("CREATE TABLE t (a); INSERT INTO t VALUES (42)");
    CHECK(connection.last_insert_rowid() == 1);
  }
  Connection connection = Connection::open(path, Durability::normal);
  auto select = connection.prepare("SELECT a FROM t");
  auto run = select.run();
  REQUIRE(run.next());
  CHECK(run.whole(0) == 42);
}

TEST_CASE("a folder that isn't there is an error") {
  CHECK_THROWS_AS(Connection::open("/nonexistent/rivulet.db", Durability::normal), Error);
}

}  // namespace connection_test
