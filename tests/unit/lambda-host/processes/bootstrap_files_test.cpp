#include "lambda-host/processes/bootstrap_files.h"

#include "tests/unit/lambda-host/functions/zip_builder.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("the runtime clients are put right after a handler has spoiled them") {
  const TemporaryDirectory temporary;
  const fs::path directory = temporary.path() / "runtime";
  {
    const lambda_host::BootstrapFiles files(directory);
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
  }
  CHECK_FALSE(fs::exists(directory));
}
