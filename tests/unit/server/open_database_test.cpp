#include "server/open_database.h"

#include "tests/unit/storage/files/temporary_place.h"

#include <doctest/doctest.h>

#include <filesystem>

namespace open_database_test {

using server::open_database;
using server::Options;
using storage::files::DataDirectory;

TEST_CASE("a database has the newest schema, in memory and in a directory") {
  const TemporaryPlace place;
  const DataDirectory directory = DataDirectory::at(place.path() / "data");
  for (const bool in_memory : {true, false}) {
    Options options;
    options.in_memory = in_memory;
    storage::sqlite::Connection connection = open_database(options, directory);
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    CHECK((std::filesystem::file_size(directory.database()) > 0) == !in_memory);
    auto statement =
        connection.prepare("SELECT count(*) FROM sqlite_master WHERE name = 'table_definition'");
    auto run = statement.run();
    REQUIRE(run.next());
    CHECK(run.whole(0) == 1);
  }
}

}  // namespace open_database_test
