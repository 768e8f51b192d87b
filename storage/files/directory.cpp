#include "storage/files/directory.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace storage::files {
namespace {

namespace fs = std::filesystem;

constexpr int kOpenDirectory = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

// Whatever names come from, none leads out of the directory.
bool is_entry_name(const std::string& name) {
  return !name.empty() && name != "." && name != ".." &&
         name.find_first_of(std::string_view("/\0", 2)) == std::string::npos;
}

// Where a call fails, it is as if there was nothing of a name that can't be one.
const char* name_or_nothing(const std::string& name) {
  return is_entry_name(name) ? name.c_str() : "";
}

void set_mode(int descriptor, mode_t mode, const fs::path& path) {
  if (::fchmod(descriptor, mode) != 0) throw_errno("can't set the mode of " + path.string());
}

}  // namespace

void write_all(int descriptor, std::string_view bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(descriptor, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw_errno("can't write " + path.string());
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

void throw_errno(const std::string& what) {
  throw std::runtime_error(what + ": " + std::generic_category().message(errno));
}

Directory Directory::open(const fs::path& path) {
  Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!descriptor) throw_errno("can't open the directory " + path.string());
  return {fs::absolute(path), std::move(descriptor)};
}

std::optional<Directory> Directory::find(const std::string& name) const {
  Descriptor child(::openat(descriptor(), name_or_nothing(name), kOpenDirectory));
  if (child) return Directory(path_ / name, std::move(child));
  if (errno == ENOENT || errno == ENOTDIR || errno == ELOOP) return std::nullopt;
  throw_errno("can't open the directory " + (path_ / name).string());
}

Directory Directory::make(const std::string& name, mode_t mode) const {
  if (::mkdirat(descriptor(), name_or_nothing(name), 0700) != 0) {
    throw_errno("can't make the directory " + (path_ / name).string());
  }
  auto made = find(name);
  if (!made) throw_errno("can't open the directory " + (path_ / name).string());
  set_mode(made->descriptor(), mode, made->path());
  return *std::move(made);
}

Directory Directory::find_or_make(const std::string& name) const {
  if (auto found = find(name)) return *std::move(found);
  if (contains(name)) {
    throw std::runtime_error(
        fmt::format("{} is no directory; Rivulet follows no links there", (path_ / name).string()));
  }
  return make(name);
}

bool Directory::contains(const std::string& name) const {
  struct stat status;
  return ::fstatat(descriptor(), name_or_nothing(name), &status, AT_SYMLINK_NOFOLLOW) == 0;
}

bool Directory::has_file(const std::string& name) const {
  struct stat status;
  return ::fstatat(descriptor(), name_or_nothing(name), &status, AT_SYMLINK_NOFOLLOW) == 0 &&
         S_ISREG(status.st_mode);
}

std::vector<std::string> Directory::names() const {
  std::vector<std::string> all;
  DirectoryEntries entries(*this);
  while (auto name = entries.next()) all.push_back(*std::move(name));
  return all;
}

void Directory::write_file(const std::string& name, std::string_view bytes, mode_t mode) const {
  const std::string unfinished = name + ".new";
  const fs::path path = path_ / unfinished;
  remove_file(unfinished);
  {
    const Descriptor file = create_file(unfinished);
    write_all(file.get(), bytes, path);
    set_mode(file.get(), mode, path);
  }
  if (!move(unfinished, *this, name)) throw_errno("can't write " + (path_ / name).string());
}

Descriptor Directory::create_file(const std::string& name) const {
  Descriptor file(::openat(descriptor(), name_or_nothing(name),
                           O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file) throw_errno("can't write " + (path_ / name).string());
  return file;
}

Descriptor Directory::open_file(const std::string& name) const {
  Descriptor file(::openat(descriptor(), name_or_nothing(name),
                           O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat status;
  if (!file || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
  return file;
}

void Directory::sync() const {
  if (::fsync(descriptor()) != 0) throw_errno("can't write the directory " + path_.string());
}

void Directory::sync_file_system() const {
  if (::syncfs(descriptor()) != 0) throw_errno("can't write what is in " + path_.string());
}

bool Directory::has(const std::string& name, std::string_view bytes, mode_t mode) const {
  const Descriptor file = open_file(name);
  struct stat status;
  if (!file || ::fstat(file.get(), &status) != 0) return false;
  if ((status.st_mode & 07777) != mode || static_cast<std::size_t>(status.st_size) != bytes.size())
    return false;
  std::string found(bytes.size(), '\0');
  const ssize_t n = ::pread(file.get(), found.data(), found.size(), 0);
  return n == static_cast<ssize_t>(bytes.size()) && found == bytes;
}

void Directory::make_private(const std::string& name) const {
  const Descriptor file = open_file(name);
  if (file) ::fchmod(file.get(), 0600);
}

void Directory::make_private() const {
  ::fchmod(descriptor(), 0700);
}

bool Directory::remove_file(const std::string& name) const {
  return ::unlinkat(descriptor(), name_or_nothing(name), 0) == 0;
}

bool Directory::remove_empty(const std::string& name) const {
  return ::unlinkat(descriptor(), name_or_nothing(name), AT_REMOVEDIR) == 0;
}

// There is no call that changes the mode of what isn't opened without following links, but for this
// way.
void Directory::let_owner_in(const std::string& name) const {
  const Descriptor place(
      ::openat(descriptor(), name_or_nothing(name), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (place) ::chmod(fmt::format("/proc/self/fd/{}", place.get()).c_str(), 0700);
}

bool Directory::move(const std::string& name, const Directory& to,
                     const std::string& new_name) const {
  return ::renameat(descriptor(), name_or_nothing(name), to.descriptor(),
                    name_or_nothing(new_name)) == 0;
}

// Opened anew, since a copy of the descriptor would share its position.
DirectoryEntries::DirectoryEntries(const Directory& directory) {
  const int descriptor = ::openat(directory.descriptor(), ".", kOpenDirectory);
  if (descriptor >= 0) stream_.reset(::fdopendir(descriptor));
  if (!stream_) throw_errno("can't read the directory " + directory.path().string());
}

std::optional<std::string> DirectoryEntries::next() {
  while (const dirent* entry = ::readdir(stream_.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") return std::string(name);
  }
  return std::nullopt;
}

}  // namespace storage::files
