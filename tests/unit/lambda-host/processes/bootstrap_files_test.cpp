#include "lambda-host/processes/bootstrap_files.h"

#include "storage/files/data_directory.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace bootstrap_files_test {

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("the runtime clients are put right after a handler has spoiled them") {
  const auto temporary = storage::files::DataDirectory::temporary();
  const fs::path directory = temporary.own().path() / "runtime";
  {
    const lambda_host::BootstrapFiles files(temporary.own());
    CHECK(files.directory() == directory);
    const std::string python = read(directory / "python.py");
    const std::string node = read(directory / "node.mjs");
    CHECK(python.starts_with("\"\"\"Runtime interface client for Python."));
    CHECK(node.starts_with("// Runtime interface client for Node.js"));

    const std::string keeper = read(directory / "handler-keeper");
    CHECK(
        keeper.starts_with("\x7f"
                           "ELF"));

    std::ofstream(directory / "python.py") << "raise SystemExit(9)";
    std::ofstream(directory / "node.mjs", std::ios::app) << "process.exit(9)";
    fs::permissions(directory / "handler-keeper", fs::perms::owner_read);
    files.restore();
    CHECK(read(directory / "python.py") == python);
    CHECK(read(directory / "node.mjs") == node);
    CHECK(fs::status(directory / "handler-keeper").permissions() == fs::perms::owner_all);
    std::ofstream(directory / "handler-keeper") << "#!/bin/false";
    files.restore();
    CHECK(read(directory / "handler-keeper") == keeper);

    fs::remove_all(directory);
    files.restore();
    CHECK(read(directory / "python.py") == python);
    fs::create_directories(directory / "__pycache__");
  }
  CHECK_FALSE(fs::exists(directory));
}

TEST_CASE("what somebody else put beside the runtime clients stays") {
  const auto temporary = storage::files::DataDirectory::temporary();
  const fs::path file = temporary.own().path() / "runtime" / "mine";
  {
    const lambda_host::BootstrapFiles files(temporary.own());
    std::ofstream(file) << "mine";
  }
  CHECK(read(file) == "mine");
}

}  // namespace bootstrap_files_test
