#include "server/snapshot_files/start.h"

#include "core/scope_filter.h"
#include "server/seeds/code_zip.h"
#include "server/snapshot_files/envelope.h"
#include "server/snapshot_files/packed_code.h"
#include "server/snapshot_files/packed_objects.h"
#include "storage/resource_table.h"
#include "storage/schema.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace start_test {

using namespace server::snapshot_files;
using storage::files::DataDirectory;
using storage::sqlite::Connection;

namespace {

const core::Scope kScope{core::AccountId("000000000042"), core::Region("eu-west-1")};

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::int64_t count(Connection& connection, const std::string& condition) {
  auto statement = connection.prepare("SELECT count(*) FROM " + condition);
  auto run = statement.run();
  run.next();
  return run.whole(0);
}

// A snapshot's file in a directory of its own, and a server's directory with an empty database.
struct Fixture {
  Fixture() { storage::migrate(connection); }

  // Of a database that has a snapshot, and what else is done to it.
  void write(const std::string& sql = "") {
    const std::string path = (files.own().path() / "source.db").string();
    {
      Connection source = Connection::open(path, storage::sqlite::Durability::normal);
      storage::migrate(source);
      storage::ResourceTable(source, "snapshot")
          .store({core::snapshot_scope("base"), "base", "{}"});
      storage::ResourceTable(source, "topic").store({core::snapshot_scope("base"), "news", "{}"});
      const auto code =
          lambda_host::prepare_code(server::seeds::zip_of_text("a.js", "code"), files.functions());
      code_id = code.directory->id();
      pack({code.directory}, source);
      pack_objects(files.own().find_or_make("buckets"), source);
      source.execute(sql);
      source.execute("PRAGMA journal_mode = DELETE");
    }
    std::ofstream(file, std::ios::binary) << sealed(text_of(path));
    std::filesystem::resize_file(path, 0);
  }
  void start() { start_with(file, kScope, directory, connection); }
  // Without the file's name.
  std::string fault() {
    try {
      start();
      return "";
    } catch (const std::runtime_error& error) {
      const std::string text = error.what();
      return text.starts_with(file + " ") ? text.substr(file.size() + 1) : text;
    }
  }

  DataDirectory files = DataDirectory::temporary();
  DataDirectory directory = DataDirectory::temporary();
  std::string file = (files.own().path() / "fixture").string();
  std::string code_id;
  Connection connection = Connection::in_memory();
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "an empty database gets all of it, with a mark to restore it") {
  write();
  start();
  CHECK(count(connection, "resource WHERE kind = 'snapshot' AND name = 'base'") == 1);
  CHECK(count(connection, "resource WHERE kind = 'topic' AND name = 'news'") == 1);
  CHECK(count(connection,
              "resource WHERE kind = 'restore' AND account = '000000000042' AND region = "
              "'eu-west-1' AND name = 'base'") == 1);
  CHECK(count(connection, "sqlite_schema WHERE name = 'code'") == 0);
  CHECK(text_of(directory.functions().path() / code_id / "task/a.js") == "code");
  CHECK(directory.own().find_or_make("snapshots").directory().names().empty());
}

TEST_CASE_FIXTURE(Fixture, "a file of an earlier version is brought up to date") {
  write(R"sql(
INSERT INTO table_definition VALUES (1, 'snapshot', 'base', 'T', '{"indexes":[{"number":2}]}');
DROP INDEX message_in_flight;
DROP INDEX log_stream_by_last_event;
DROP INDEX dropped_bucket;
DROP TABLE index_entry;
CREATE TABLE index_1_2 (key BLOB PRIMARY KEY, item INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO index_1_2 VALUES (x'61', 7);
PRAGMA user_version = 13;
)sql");
  start();
  CHECK(count(connection, "index_entry WHERE id = 1 << 20 | 2 AND key = x'61' AND item = 7") == 1);
  CHECK(count(connection, "sqlite_schema WHERE name = 'index_1_2'") == 0);
}

TEST_CASE_FIXTURE(Fixture, "a database on the disk gets it, too") {
  write();
  Connection stored = Connection::open(directory.database(), storage::sqlite::Durability::normal);
  storage::migrate(stored);
  start_with(file, kScope, directory, stored);
  CHECK(count(stored, "resource WHERE kind = 'topic'") == 1);
  stored.execute("DELETE FROM resource WHERE kind = 'topic'");
  CHECK(count(stored, "pragma_journal_mode WHERE journal_mode = 'wal'") == 1);
}

TEST_CASE_FIXTURE(Fixture, "a database that had it is left as it is, whatever became of it") {
  write();
  start();
  connection.execute("DELETE FROM resource WHERE kind IN ('topic', 'restore')");
  start();
  CHECK(count(connection, "resource WHERE kind IN ('topic', 'restore')") == 0);
}

TEST_CASE_FIXTURE(Fixture, "one that has anything else is refused") {
  write();
  for (const char* something :
       {"INSERT INTO resource VALUES ('topic', '1', 'r', 'n', '{}')",
        "INSERT INTO log_group (account, region, name, class, kms_key, created_at) VALUES "
        "('1', 'r', 'n', '', '', 0)"}) {
    CAPTURE(something);
    connection = Connection::in_memory();
    storage::migrate(connection);
    connection.execute("INSERT OR REPLACE INTO sequence VALUES ('change', 9)");
    connection.execute(something);
    CHECK(fault() ==
          "can't be applied: the data directory has something else already. Start with an empty "
          "one.");
    CHECK(count(connection, "resource WHERE kind = 'snapshot'") == 0);
  }
}

TEST_CASE_FIXTURE(Fixture, "what isn't the database of one snapshot is refused") {
  for (const char* sql :
       {"DELETE FROM resource WHERE kind = 'snapshot'",
        "INSERT INTO resource VALUES ('snapshot', 'snapshot', 'base', 'second', '{}')",
        "INSERT INTO resource VALUES ('topic', '000000000000', 'us-east-1', 'mine', '{}')",
        "INSERT INTO resource VALUES ('topic', 'snapshot', 'other', 'mine', '{}')",
        "INSERT INTO queue (account, region, name, bucket, created_at, modified_at, attributes, "
        "tags) VALUES ('000000000000', 'base', 'q', 1, 0, 0, '{}', '{}')",
        "CREATE VIEW v AS SELECT 1",
        "CREATE TRIGGER t AFTER INSERT ON resource BEGIN DELETE FROM resource; END"}) {
    CAPTURE(sql);
    write(sql);
    CHECK(fault() == "is damaged: it isn't the database of a snapshot");
    CHECK(count(connection, "resource") == 0);
    CHECK(directory.functions().directory().names().empty());
  }
  write("UPDATE code SET id = '../x'");
  CHECK(fault() == "is damaged: it names code that can't be");
  for (const char* kind : {"function", "layer-version"}) {
    for (const char* id : {R"("../../x")", R"("/tmp/victim")", R"("")", "5"}) {
      write(
          fmt::format("INSERT INTO resource VALUES ('{}', 'snapshot', 'base', 'f', "
                      "'{{\"code_id\":{}}}')",
                      kind, id));
      CHECK(fault() == "is damaged: it names code that can't be");
    }
  }
  for (const char* document : {R"({"Place":"../victim"})", R"({"Place":"a#0123456789abcdef/b"})",
                               R"({"Place":5})", "{}"}) {
    write(fmt::format("INSERT INTO resource VALUES ('saved-bucket', 'snapshot', 'base', 'a', '{}')",
                      document));
    CHECK(fault() == "is damaged: it has objects that can't be");
  }
  write("UPDATE code SET zip = x'00'");
  CHECK(fault().starts_with("has code that can't be unpacked: "));
  CHECK(count(connection, "resource") == 0);
  write("INSERT INTO object VALUES (1, 'things', 'k', '0123456789abcdef', 0, '', 0, '{}')");
  CHECK(fault() == "is damaged: it has objects that can't be");
  write("PRAGMA user_version = 99");
  CHECK(fault().starts_with("is of no use: the data was written by a newer Rivulet (schema 99, "));
}

TEST_CASE_FIXTURE(Fixture, "what is no database is refused, and a file that isn't there") {
  std::ofstream(file, std::ios::binary) << sealed("not SQLite's");
  CHECK(fault().starts_with("is damaged: it isn't the database of a snapshot ("));
  std::ofstream(file, std::ios::binary) << "text";
  CHECK(fault() == "is no snapshot that Rivulet wrote");
  file += "x";
  CHECK(fault() == "is no file that can be read");
}

}  // namespace start_test
