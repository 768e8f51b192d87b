#include "server/data_directory.h"

#include "core/uuid.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>

namespace fs = std::filesystem;

namespace {

// Where temporary files go while a test runs.
class TemporaryFiles {
 public:
  TemporaryFiles() {
    if (const char* before = std::getenv("TMPDIR")) before_ = before;
    path_ = fs::temp_directory_path() / ("data-directory-test-" + core::random_hex(16));
    fs::create_directories(path_);
    ::setenv("TMPDIR", path_.c_str(), 1);
  }
  ~TemporaryFiles() {
    before_ ? ::setenv("TMPDIR", before_->c_str(), 1) : ::unsetenv("TMPDIR");
    fs::remove_all(path_);
  }
  const fs::path& path() const { return path_; }
  std::ptrdiff_t count() const {
    return std::distance(fs::directory_iterator(path_), fs::directory_iterator());
  }

 private:
  std::optional<std::string> before_;
  fs::path path_;
};

}  // namespace

TEST_CASE("a data directory is made, and stays") {
  const TemporaryFiles files;
  const fs::path path = files.path() / "a" / "b";
  {
    const auto directory = server::DataDirectory::at(path);
    CHECK(fs::is_directory(path));
    CHECK(directory.functions() == path / "functions");
    CHECK(fs::path(directory.database()).parent_path() == path);
  }
  CHECK(fs::is_directory(path));
  std::ofstream(files.path() / "file") << "x";
  CHECK_THROWS_AS(server::DataDirectory::at(files.path() / "file" / "c"), std::runtime_error);
}

TEST_CASE("a handler finds its runtime from any working directory") {
  const auto directory = server::DataDirectory::at(".");
  CHECK(directory.runtime().is_absolute());
}

TEST_CASE("a temporary directory goes with its object") {
  const TemporaryFiles files;
  {
    auto first = server::DataDirectory::temporary();
    const auto moved = std::move(first);
    CHECK(fs::is_directory(moved.runtime().parent_path()));
    CHECK(files.count() == 1);
  }
  CHECK(files.count() == 0);
}

TEST_CASE("what a killed process left goes, and what lives stays") {
  const TemporaryFiles files;
  const auto living = server::DataDirectory::temporary();
  const fs::path abandoned = files.path() / "rivulet-data-0123456789abcdef";
  fs::create_directories(abandoned / "functions");
  std::ofstream(abandoned / "lock") << "";
  const fs::path begun = files.path() / "rivulet-data-fedcba9876543210";  // not locked yet
  fs::create_directories(begun);
  const fs::path other = files.path() / "another-program";
  fs::create_directories(other);
  std::ofstream(other / "lock") << "";

  const auto next = server::DataDirectory::temporary();
  CHECK_FALSE(fs::exists(abandoned));
  CHECK(fs::exists(begun));
  CHECK(fs::exists(other));
  CHECK(fs::exists(living.runtime().parent_path()));
  CHECK(fs::exists(next.runtime().parent_path()));
}
