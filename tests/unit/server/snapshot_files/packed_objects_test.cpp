#include "server/snapshot_files/packed_objects.h"

#include "server/snapshot_files/envelope.h"
#include "storage/files/bucket_files.h"
#include "storage/files/data_directory.h"
#include "storage/object_table.h"
#include "storage/schema.h"

#include <doctest/doctest.h>

#include <string>

namespace packed_objects_test {

using namespace server::snapshot_files;
using storage::files::BucketFiles;
using storage::files::DataDirectory;
using storage::sqlite::Connection;

namespace {

const std::string kPlace = "my.things-1#0123456789abcdef";
const std::string kFile = "fedcba9876543210";

Connection with_object(const std::string& place, const std::string& file) {
  Connection connection = Connection::in_memory();
  storage::migrate(connection);
  storage::ObjectTable(connection).store(place, "../a/b\n", {file, 5, "e", {}, "{}"});
  return connection;
}

std::string fault(Connection& database, const storage::files::OwnedDirectory& buckets) {
  try {
    unpack_objects(database, buckets);
    return "";
  } catch (const BadFile& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("objects come with their bytes, whatever their keys") {
  const auto from = DataDirectory::temporary();
  const auto to = DataDirectory::temporary();
  const auto source = from.own().find_or_make("buckets");
  const auto target = to.own().find_or_make("buckets");
  BucketFiles(source, false).write({kPlace, "../a/b\n", kFile}, "bytes");
  Connection database = with_object(kPlace, kFile);
  pack_objects(source, database);
  unpack_objects(database, target);
  const auto file = BucketFiles(target, false).open({kPlace, "../a/b\n", kFile});
  CHECK(storage::files::read_bytes(file, 0, 5) == "bytes");
  CHECK(target.directory().names() == std::vector<std::string>{kPlace});
  auto tables = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'object_bytes'");
  CHECK_FALSE(tables.run().next());
}

TEST_CASE("an object whose file isn't there has no bytes") {
  const auto from = DataDirectory::temporary();
  Connection database = with_object(kPlace, kFile);
  CHECK_THROWS_AS(pack_objects(from.own().find_or_make("buckets"), database), std::runtime_error);
}

TEST_CASE("objects that lead elsewhere, or whose bytes aren't theirs, are refused") {
  const auto to = DataDirectory::temporary();
  const auto buckets = to.own().find_or_make("buckets");
  struct Case {
    const char* place;
    const char* file;
    const char* bytes;
  };
  const char* const digits = "fedcba9876543210";
  for (const Case& c : {
           Case{"..#0123456789abcdef",     digits,             "bytes"},
           {"a/b#0123456789abcdef",    digits,             "bytes"},
           {"#0123456789abcdef",       digits,             "bytes"},
           {"things",                  digits,             "bytes"},
           {"things#0123456789abcde",  digits,             "bytes"},
           {"things#0123456789abcdeg", digits,             "bytes"},
           {"Things#0123456789abcdef", digits,             "bytes"},
           {kPlace.c_str(),            "fedcba987654321",  "bytes"},
           {kPlace.c_str(),            "fedcba987654321/", "bytes"},
           {kPlace.c_str(),            digits,             "byte" },
           {kPlace.c_str(),            digits,             nullptr}
  }) {
    CAPTURE(c.place);
    Connection database = with_object(c.place, c.file);
    database.execute("CREATE TABLE object_bytes (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)");
    if (c.bytes) {
      database.prepare("INSERT INTO object_bytes VALUES (1, ?)")
          .run()
          .bind_blob(1, c.bytes)
          .execute();
    }
    CHECK(fault(database, buckets) == "is damaged: it has objects that can't be");
    CHECK(buckets.directory().names().empty());
  }
}

}  // namespace packed_objects_test
