#include "lambda-host/program_search.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>

namespace program_search_test {

namespace {

// PATH as it is set here, until the object goes.
class Path {
 public:
  explicit Path(const char* value) {
    if (const char* const old = std::getenv("PATH")) before_ = old;
    value ? ::setenv("PATH", value, 1) : ::unsetenv("PATH");
  }
  ~Path() { before_ ? ::setenv("PATH", before_->c_str(), 1) : ::unsetenv("PATH"); }
  Path(const Path&) = delete;
  Path& operator=(const Path&) = delete;

 private:
  std::optional<std::string> before_;
};

struct Folders {
  Folders() {
    char name[] = "/tmp/program-search-XXXXXX";
    root = ::mkdtemp(name);
    for (const char* folder : {"first", "second"}) std::filesystem::create_directory(root / folder);
  }
  ~Folders() { std::filesystem::remove_all(root); }

  std::string add(const char* path, mode_t mode) const {
    const std::string file = (root / path).string();
    std::ofstream(file) << "#!/bin/sh\n";
    ::chmod(file.c_str(), mode);
    return file;
  }

  std::filesystem::path root;
};

}  // namespace

TEST_CASE_FIXTURE(Folders, "a program is the first executable of its name in PATH") {
  const Path path((root / "first").string().append(":").append(root / "second").c_str());
  CHECK(lambda_host::find_program("tool") == std::nullopt);
  add("first/tool", 0600);
  CHECK(lambda_host::find_program("tool") == std::nullopt);
  const std::string second = add("second/tool", 0700);
  CHECK(lambda_host::find_program("tool") == second);
  const std::string first = add("first/tool", 0700);
  CHECK(lambda_host::find_program("tool") == first);
}

TEST_CASE("a path is no name to look for") {
  CHECK(lambda_host::find_program("/no/such/program") == "/no/such/program");
  CHECK(lambda_host::find_program("./program") == "./program");
}

TEST_CASE("an empty PATH has no programs; without one the usual places are searched") {
  {
    const Path path("");
    CHECK(lambda_host::find_program("sh") == std::nullopt);
  }
  const Path path(nullptr);
  CHECK(lambda_host::find_program("sh").value_or("").ends_with("bin/sh"));
}

}  // namespace program_search_test
