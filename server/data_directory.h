#pragma once

#include <filesystem>
#include <string>

namespace server {

// Where files lie: a directory that stays, or one for this process alone, which goes with it. What
// a process that was killed couldn't take away, the next one does.
class DataDirectory {
 public:
  // Both throw std::runtime_error when it can't be made.
  static DataDirectory at(const std::filesystem::path& path);
  static DataDirectory temporary();

  DataDirectory(DataDirectory&& other) noexcept;
  DataDirectory& operator=(DataDirectory&&) = delete;
  ~DataDirectory();

  std::string database() const { return (path_ / "rivulet.db").string(); }
  std::filesystem::path functions() const { return path_ / "functions"; }
  std::filesystem::path runtime() const { return path_ / "runtime"; }

 private:
  DataDirectory(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}

  std::filesystem::path path_;
  int lock_;  // of a temporary directory: a locked file says that its process lives
};

}  // namespace server
