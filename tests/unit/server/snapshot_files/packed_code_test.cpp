#include "server/snapshot_files/packed_code.h"

#include "lambda-host/functions/opt_directory.h"
#include "server/seeds/code_zip.h"
#include "server/snapshot_files/envelope.h"
#include "storage/files/data_directory.h"
#include "storage/schema.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace packed_code_test {

using namespace server::snapshot_files;
using storage::sqlite::Connection;

namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string fault(Connection& database, const storage::files::OwnedDirectory& root) {
  try {
    unpack(database, root);
    return "";
  } catch (const BadFile& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("code is laid out as it was, with what layers bring") {
  const auto from = storage::files::DataDirectory::temporary();
  const auto to = storage::files::DataDirectory::temporary();
  const auto zip = server::seeds::zip_of_text("index.js", "code");
  auto plain = lambda_host::prepare_code(zip, from.functions());
  auto layered = lambda_host::prepare_code(zip, from.functions());
  const auto layer =
      lambda_host::prepare_code(server::seeds::zip_of_text("base.js", "layer"), from.functions());
  lambda_host::make_opt(layered, {
                                     {{"arn", 1}, layer.directory}
  });
  Connection database = Connection::in_memory();
  storage::migrate(database);
  pack({plain.directory, layered.directory}, database);
  unpack(database, to.functions());
  const auto path = [&](const std::string& id) { return to.functions().path() / id; };
  CHECK(text_of(path(plain.directory->id()) / "task/index.js") == "code");
  CHECK(text_of(path(plain.directory->id()) / "code.zip") == zip);
  CHECK_FALSE(std::filesystem::exists(path(plain.directory->id()) / "opt"));
  CHECK(text_of(path(layered.directory->id()) / "task/index.js") == "code");
  CHECK(text_of(path(layered.directory->id()) / "opt/base.js") == "layer");
  auto tables = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'code'");
  CHECK_FALSE(tables.run().next());
}

TEST_CASE("code that names another place is refused") {
  const auto to = storage::files::DataDirectory::temporary();
  for (const char* id :
       {"", "..", "../../../../tmp/3f0e3b5c-1d9c-4a6c-9f1d", "3f0e3b5c-1d9c-4a6c-9f1d-0000000000",
        "3f0e3b5c/1d9c-4a6c-9f1d-000000000000", "3F0E3B5C-1d9c-4a6c-9f1d-000000000000"}) {
    CAPTURE(id);
    Connection database = Connection::in_memory();
    storage::migrate(database);
    pack({}, database);
    database.prepare("INSERT INTO code VALUES (?, x'', x'')").run().bind_text(1, id).execute();
    CHECK(fault(database, to.functions()) == "is damaged: it names code that can't be");
    CHECK(to.functions().directory().names().empty());
  }
}

}  // namespace packed_code_test
