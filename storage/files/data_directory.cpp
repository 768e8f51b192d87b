#include "storage/files/data_directory.h"

#include "storage/files/temporary_directory.h"
#include "storage/schema.h"
#include "storage/sqlite/error.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <stdexcept>
#include <thread>

namespace storage::files {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFunctions = "functions";
constexpr const char* kRuntime = "runtime";
// A second in all.
constexpr int kMaxLooks = 100;
constexpr std::chrono::milliseconds kBetweenLooks{10};
constexpr std::string_view kSqliteMagic("SQLite format 3\0", 16);
constexpr std::array kDatabaseFiles = {"rivulet.db", "rivulet.db-wal", "rivulet.db-shm",
                                       "rivulet.db-journal"};

[[noreturn]] void throw_foreign(const Directory& root, const std::string& name) {
  throw std::runtime_error(
      fmt::format("{} wasn't made by Rivulet, so the data directory can't be {}; name one that is "
                  "empty or isn't there yet",
                  (root.path() / name).string(), root.path().string()));
}

[[noreturn]] void throw_without_database(const Directory& root, const std::string& name) {
  throw std::runtime_error(
      fmt::format("{} belongs to a database that isn't there: put {} back, or move this away, too",
                  (root.path() / name).string(), kDatabaseName));
}

[[noreturn]] void throw_in_use(const Directory& root) {
  throw std::runtime_error(
      fmt::format("the data directory {} is in use by another process", root.path().string()));
}

struct Opened {
  Directory directory;
  bool is_new;
};

// Parents are as the user's umask wants them; the directory itself is its owner's alone, if it is
// new.
Opened open_or_make(const fs::path& path) {
  const fs::path directory = path.has_filename() ? path : path.parent_path();
  std::error_code ignored;  // if it is one, the next call has it too
  if (directory.has_parent_path()) fs::create_directories(directory.parent_path(), ignored);
  const bool is_new = ::mkdir(directory.c_str(), 0700) == 0;
  if (!is_new && errno != EEXIST) throw_errno("can't make the directory " + path.string());
  return {Directory::open(directory), is_new};
}

bool is_our_name(const std::string& name) {
  return name == kOwnName || name == kFunctions || name == kRuntime ||
         std::find(kDatabaseFiles.begin(), kDatabaseFiles.end(), name) != kDatabaseFiles.end();
}

bool is_ours_alone(const Directory& root) {
  const auto names = root.names();
  return std::all_of(names.begin(), names.end(), is_our_name);
}

// What has another name elsewhere would change there, too.
bool is_linked(const Directory& root, const char* name) {
  struct stat status {};
  return ::fstatat(root.descriptor(), name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
         status.st_nlink > 1;
}

std::string beginning_of(const Directory& root, const char* name) {
  const Descriptor file = root.open_file(name);
  std::string bytes(kSqliteMagic.size(), '\0');
  const ssize_t n = file ? ::pread(file.get(), bytes.data(), bytes.size(), 0) : 0;
  bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
  return bytes;
}

bool has_our_database(const Directory& root) {
  return is_rivulet_database((root.path() / kDatabaseName).string());
}

bool is_marked(const Directory& root) {
  const auto own = root.find(kOwnName);
  return own && own->contains(kMarkerName);
}

// Of a directory without our mark: an earlier layout had none, and never an empty database.
void require_earlier_layout(const Directory& root) {
  if (beginning_of(root, kDatabaseName).empty() || !has_our_database(root)) {
    throw_foreign(root, kDatabaseName);
  }
  for (const char* const name : {kFunctions, kRuntime}) {
    if (root.contains(name) && !root.find(name)) throw_foreign(root, name);
  }
}

void require_no_names(const Directory& root) {
  const auto names = root.names();
  for (const std::string& name : names) {
    if (name != kOwnName && is_our_name(name)) throw_foreign(root, name);
  }
}

// A link in the place of a database file would lead our writing astray, a pipe would hold us up,
// and the log of a database that isn't there would go.
void require_database_files(const Directory& root) {
  for (const char* const name : kDatabaseFiles) {
    if (!root.contains(name)) continue;
    const bool is_log = name != std::string_view(kDatabaseName);
    if (!root.has_file(name) || is_linked(root, name)) throw_foreign(root, name);
    if (is_log && is_marked(root) && !root.contains(kDatabaseName)) {
      throw_without_database(root, name);
    }
  }
}

// Of a directory with our mark. What isn't SQLite's is a database of ours that was damaged.
void require_no_other_database(const Directory& root) {
  if (beginning_of(root, kDatabaseName) != kSqliteMagic || has_our_database(root)) return;
  throw_foreign(root, kDatabaseName);
}

void require_ours_or_free(const Directory& root) {
  require_database_files(root);
  try {
    if (is_marked(root)) return require_no_other_database(root);
    root.has_file(kDatabaseName) ? require_earlier_layout(root) : require_no_names(root);
  } catch (const sqlite::Error& error) {
    if ((error.code() & 0xff) != SQLITE_BUSY) throw;
    throw_in_use(root);
  }
}

// Of a server that was killed while it started a handler, the lock is held for a moment by what was
// to become the handler: until that executes its program.
Descriptor lock(const Directory& root, const Directory& own, DirectoryKind kind) {
  for (int looks = 1;; ++looks) {
    try {
      return claim(own, kind);
    } catch (const InUse&) {
      if (looks == kMaxLooks) throw_in_use(root);
    }
    std::this_thread::sleep_for(kBetweenLooks);
  }
}

}  // namespace

DataDirectory DataDirectory::at(const fs::path& path) {
  auto [root, is_new] = open_or_make(path);
  require_ours_or_free(root);
  const bool is_earlier = !is_marked(root) && root.contains(kDatabaseName) && is_ours_alone(root);
  return {std::move(root), DirectoryKind::data, is_new || is_earlier};
}

DataDirectory DataDirectory::temporary() {
  return {make_temporary_directory(), DirectoryKind::temporary, true};
}

DataDirectory::DataDirectory(Directory root, DirectoryKind kind, bool adopted)
    : root_(std::move(root)),
      kind_(kind),
      lock_(lock(root_, root_.find_or_make(kOwnName), kind)),
      trash_(std::make_shared<Trash>(root_.find_or_make(kOwnName).find_or_make(kTrashName))),
      own_(root_.find_or_make(kOwnName), trash_),
      functions_(own_.find_or_make(kFunctions)) {
  own_.directory().make_private();
  if (adopted) root_.make_private();
  if (kind == DirectoryKind::data) prepare_database();
}

// SQLite gives the files beside the database the database's mode.
void DataDirectory::prepare_database() const {
  if (!root_.contains(kDatabaseName)) root_.write_file(kDatabaseName, "");
  for (const char* const name : kDatabaseFiles) root_.make_private(name);
}

DataDirectory::~DataDirectory() {
  if (kind_ == DirectoryKind::temporary)
    remove_temporary_directory(root_, own_.directory(), *trash_);
}

void DataDirectory::take_over_code(const std::string& code_id) const {
  if (functions_.directory().contains(code_id)) return;
  const auto earlier = root_.find(kFunctions);
  if (!earlier || !earlier->find(code_id)) return;
  if (earlier->move(code_id, functions_.directory(), code_id)) root_.remove_empty(kFunctions);
}

}  // namespace storage::files
