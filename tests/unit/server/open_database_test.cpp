#include "server/open_database.h"

#include "tests/unit/storage/files/temporary_place.h"

#include <doctest/doctest.h>

#include <stdexcept>

using server::open_database;
using server::Options;
using storage::files::DataDirectory;

namespace {

std::string failure(const Options& options, const DataDirectory& directory) {
  try {
    open_database(options, directory);
    return "";
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("a database has the newest schema, in memory and in a directory") {
  const TemporaryPlace place;
  const DataDirectory directory = DataDirectory::at(place.path() / "data");
  for (const bool in_memory : {true, false}) {
    Options options;
    options.in_memory = in_memory;
    storage::sqlite::Connection connection = open_database(options, directory);
    auto statement =
        connection.prepare("SELECT count(*) FROM sqlite_master WHERE name = 'table_definition'");
    auto run = statement.run();
    REQUIRE(run.next());
    CHECK(run.whole(0) == 1);
    CHECK(std::filesystem::exists(directory.database()) == !in_memory);
  }
}

TEST_CASE("a database that another one has open is named by its directory") {
  const TemporaryPlace place;
  const DataDirectory directory = DataDirectory::at(place.path() / "data");
  Options options;
  options.data_dir = "./some-data";
  const storage::sqlite::Connection connection = open_database(options, directory);
  CHECK(failure(options, directory) ==
        "the data directory ./some-data is in use by another process");
}
