#include "server/data_directory.h"

#include "core/uuid.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

namespace server {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTemporaryPrefix = "rivulet-data-";
constexpr const char* kLockName = "lock";

void make(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) {
    throw std::runtime_error(
        fmt::format("can't make the directory {}: {}", path.string(), error.message()));
  }
}

// The open and locked file, or -1: it isn't there, or another process has it.
int try_lock(const fs::path& file, int flags) {
  const int fd = ::open(file.c_str(), flags | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0 || ::flock(fd, LOCK_EX | LOCK_NB) == 0) return fd;
  ::close(fd);
  return -1;
}

// The lock gets its name once it is locked: nobody finds it free before.
int lock_new(const fs::path& directory) {
  const fs::path unnamed = directory / "new-lock";
  const int fd = try_lock(unnamed, O_CREAT | O_EXCL);
  if (fd < 0) throw std::runtime_error(fmt::format("can't write in {}", directory.string()));
  fs::rename(unnamed, directory / kLockName);
  return fd;
}

void remove_abandoned() {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(fs::temp_directory_path(), ignored)) {
    if (!entry.path().filename().string().starts_with(kTemporaryPrefix)) continue;
    const int lock = try_lock(entry.path() / kLockName, 0);
    if (lock < 0) continue;
    fs::remove_all(entry.path(), ignored);
    ::close(lock);
  }
}

}  // namespace

// Absolute, since handlers have working directories of their own.
DataDirectory DataDirectory::at(const fs::path& path) {
  make(path);
  return {fs::absolute(path), -1};
}

DataDirectory DataDirectory::temporary() {
  remove_abandoned();
  const fs::path path =
      fs::temp_directory_path() / (std::string(kTemporaryPrefix) + core::random_hex(16));
  make(path);
  return {path, lock_new(path)};
}

DataDirectory::DataDirectory(DataDirectory&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

DataDirectory::~DataDirectory() {
  if (lock_ < 0) return;
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  ::close(lock_);
}

}  // namespace server
