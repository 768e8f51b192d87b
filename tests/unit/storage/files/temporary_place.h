#pragma once

#include "core/uuid.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

// Where temporary files go while a test runs.
class TemporaryPlace {
 public:
  TemporaryPlace() {
    if (const char* before = std::getenv("TMPDIR")) before_ = before;
    path_ = std::filesystem::temp_directory_path() / ("files-test-" + core::random_hex(16));
    std::filesystem::create_directories(path_);
    ::setenv("TMPDIR", path_.c_str(), 1);
  }
  ~TemporaryPlace() {
    before_ ? ::setenv("TMPDIR", before_->c_str(), 1) : ::unsetenv("TMPDIR");
    std::filesystem::remove_all(path_);
  }
  TemporaryPlace(const TemporaryPlace&) = delete;
  TemporaryPlace& operator=(const TemporaryPlace&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::ptrdiff_t count() const {
    return std::distance(std::filesystem::directory_iterator(path_),
                         std::filesystem::directory_iterator());
  }

 private:
  std::optional<std::string> before_;
  std::filesystem::path path_;
};

// Makes the directories above it, too.
inline void write(const std::filesystem::path& path, const std::string& text = "mine") {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

inline std::string read(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline std::filesystem::perms mode(const std::filesystem::path& path) {
  return std::filesystem::symlink_status(path).permissions();
}
