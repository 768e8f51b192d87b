#include "server/seeds/code_zip.h"

#include "lambda-host/functions/zip_archive.h"
#include "tests/unit/storage/files/temporary_place.h"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

namespace code_zip_test {

using namespace server::seeds;
namespace fs = std::filesystem;

namespace {

std::string content(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("a folder's zip has its files, and those that run still do") {
  const TemporaryPlace place;
  const fs::path folder = place.path() / "code";
  fs::create_directories(folder / "lib");
  std::ofstream(folder / "index.js") << "exports.x = 1;";
  std::ofstream(folder / "lib" / "a.js") << std::string(100'000, 'a');
  std::ofstream(folder / "bootstrap") << "#!/bin/sh\n";
  fs::permissions(folder / "bootstrap", fs::perms::owner_all);
  const std::string zip = read_code(folder);
  CHECK(zip.size() < 10'000);

  const fs::path unpacked = place.path() / "unpacked";
  fs::create_directory(unpacked);
  lambda_host::unpack_zip(zip, unpacked);
  CHECK(content(unpacked / "index.js") == "exports.x = 1;");
  CHECK(content(unpacked / "lib" / "a.js") == std::string(100'000, 'a'));
  const auto may_run = [&](const char* name) {
    return (fs::status(unpacked / name).permissions() & fs::perms::owner_exec) != fs::perms::none;
  };
  CHECK(may_run("bootstrap"));
  CHECK_FALSE(may_run("index.js"));
}

TEST_CASE("equal folders make equal zips, whenever they were written") {
  const TemporaryPlace place;
  for (const char* name : {"one", "two"}) {
    fs::create_directory(place.path() / name);
    std::ofstream(place.path() / name / "b.py") << "b";
    std::ofstream(place.path() / name / "a.py") << "a";
  }
  fs::last_write_time(place.path() / "two" / "a.py",
                      fs::file_time_type::clock::now() - std::chrono::hours(99));
  CHECK(read_code(place.path() / "one") == read_code(place.path() / "two"));
  std::ofstream(place.path() / "two" / "a.py") << "c";
  CHECK(read_code(place.path() / "one") != read_code(place.path() / "two"));
}

TEST_CASE("a file is a zip already") {
  const TemporaryPlace place;
  const fs::path file = place.path() / "code.zip";
  const std::string zip = zip_of_text("index.py", "x = 1");
  std::ofstream(file, std::ios::binary) << zip;
  CHECK(read_code(file) == zip);
  const fs::path unpacked = place.path() / "unpacked";
  fs::create_directory(unpacked);
  lambda_host::unpack_zip(zip, unpacked);
  CHECK(content(unpacked / "index.py") == "x = 1");
}

TEST_CASE("what is no code says so") {
  const TemporaryPlace place;
  fs::create_directory(place.path() / "empty");
  CHECK_THROWS_WITH(
      read_code(place.path() / "empty"),
      ("can't make a zip: " + (place.path() / "empty").string() + " has no files").c_str());
  CHECK_THROWS_WITH(read_code(place.path() / "none"),
                    ((place.path() / "none").string() + " is no file that can be read").c_str());
}

}  // namespace code_zip_test
