#include "lambda-host/folders/folder_tree.h"

#include "lambda-host/folders/watched_name.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <deque>
#include <optional>
#include <system_error>
#include <utility>

namespace lambda_host {
namespace {

namespace fs = std::filesystem;

// A file counts as soon as something is in it, and again when it is complete.
constexpr std::uint32_t kChanges =
    IN_CREATE | IN_MODIFY | IN_CLOSE_WRITE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO;
constexpr int kMaxReads = 16;  // at once: whoever writes without end mustn't hold us

// Directories that are still to be watched: the function's own first.
class Pending {
 public:
  explicit Pending(fs::path first) { own_.push_back(std::move(first)); }

  bool empty() const { return own_.empty() && packages_.empty(); }
  std::size_t size() const { return own_.size() + packages_.size(); }
  fs::path take() {
    in_packages_ = own_.empty();
    auto& queue = in_packages_ ? packages_ : own_;
    fs::path next = std::move(queue.front());
    queue.pop_front();
    return next;
  }
  // One below the directory that was taken last.
  void add(fs::path directory) {
    const bool is_package = in_packages_ || directory.filename() == "node_modules";
    (is_package ? packages_ : own_).push_back(std::move(directory));
  }

 private:
  std::deque<fs::path> own_;
  std::deque<fs::path> packages_;
  bool in_packages_ = false;
};

// Calls back with each directory right below this one, until it says false.
template <class Call>
void for_each_directory(const fs::path& directory, Call call) {
  std::error_code ignored;  // what has gone meanwhile, or can't be read, has none
  for (fs::directory_iterator entry(directory, ignored), end; entry != end;
       entry.increment(ignored)) {
    std::error_code gone;
    if (!fs::is_directory(entry->symlink_status(gone))) continue;
    if (is_watched_name(entry->path().filename().string()) && !call(entry->path())) return;
  }
}

// When its content, its name or its settings changed last; nullopt when it has gone.
std::optional<std::chrono::system_clock::time_point> change_time(const fs::path& path) {
  struct stat status = {};
  if (::lstat(path.c_str(), &status) != 0) return std::nullopt;
  const auto since_epoch = std::chrono::seconds(status.st_ctim.tv_sec) +
                           std::chrono::nanoseconds(status.st_ctim.tv_nsec);
  return std::chrono::system_clock::time_point(
      std::chrono::duration_cast<std::chrono::system_clock::duration>(since_epoch));
}

}  // namespace

FolderTree::FolderTree(fs::path folder, std::size_t max_directories)
    : folder_(std::move(folder)),
      max_directories_(max_directories),
      inotify_(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
  struct stat status = {};
  if (::stat(folder_.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) {
    device_ = status.st_dev;
    inode_ = status.st_ino;
  }
  if (inotify_) {
    watch_all(folder_);
  } else {
    problem_ = fmt::format(
        "{} isn't watched: there are no more inotify instances (fs.inotify.max_user_instances) or "
        "open files",
        folder_.string());
  }
}

void FolderTree::watch_all(const fs::path& from) {
  Pending pending(from);
  while (!pending.empty()) {
    const fs::path directory = pending.take();
    if (!watch(directory)) continue;
    for_each_directory(directory, [&](const fs::path& each) {
      if (paths_.size() + pending.size() < max_directories_) return pending.add(each), true;
      problem_ = fmt::format("changes in {} aren't seen: {} has more than {} directories",
                             each.string(), folder_.string(), max_directories_);
      return false;
    });
  }
}

bool FolderTree::watch(const fs::path& directory) {
  const std::uint32_t more = directory == folder_ ? IN_DELETE_SELF | IN_MOVE_SELF : IN_DONT_FOLLOW;
  const int descriptor =
      ::inotify_add_watch(inotify_.get(), directory.c_str(), kChanges | IN_ONLYDIR | more);
  if (descriptor >= 0) {
    paths_[descriptor] = directory;
    return true;
  }
  if (errno == ENOSPC) {
    problem_ = fmt::format(
        "changes in {} aren't seen: this user may watch no more directories "
        "(fs.inotify.max_user_watches)",
        directory.string());
  }
  return false;
}

// A directory itself tells of names that came or went.
bool FolderTree::has_changed_since(std::chrono::system_clock::time_point time) const {
  const auto is_new = [&](const fs::path& path) {
    const auto changed = change_time(path);
    return changed && *changed >= time;
  };
  for (const auto& [descriptor, directory] : paths_) {
    if (is_new(directory)) return true;
    std::error_code ignored;
    for (fs::directory_iterator entry(directory, ignored), end; entry != end;
         entry.increment(ignored)) {
      if (is_watched_name(entry->path().filename().string()) && is_new(entry->path())) return true;
    }
  }
  return false;
}

bool FolderTree::read_changes() {
  alignas(inotify_event) std::array<char, 1 << 16> events;
  bool changed = false;
  for (int i = 0; i < kMaxReads; ++i) {
    const ssize_t size = ::read(inotify_.get(), events.data(), events.size());
    if (size <= 0) break;
    for (const char* at = events.data(); at < events.data() + size;) {
      const auto& event = *reinterpret_cast<const inotify_event*>(at);
      changed = take(event) || changed;
      at += sizeof(inotify_event) + event.len;
    }
  }
  return changed;
}

// What was made in a new directory before it was watched is older than the report of this change.
bool FolderTree::take(const inotify_event& event) {
  if ((event.mask & IN_Q_OVERFLOW) != 0) return watch_all(folder_), true;
  if ((event.mask & (IN_DELETE_SELF | IN_UNMOUNT)) != 0) return is_gone_ = true;
  if ((event.mask & IN_MOVE_SELF) != 0) return true;
  if ((event.mask & IN_IGNORED) != 0) return paths_.erase(event.wd), false;
  const auto directory = paths_.find(event.wd);
  if (directory == paths_.end() || event.len == 0) return false;
  if (!is_watched_name(event.name)) return false;
  const bool is_new = (event.mask & (IN_CREATE | IN_MOVED_TO)) != 0;
  if ((event.mask & IN_ISDIR) != 0 && is_new) watch_all(directory->second / event.name);
  return true;
}

// A folder that was made again may have the number of the one that is gone.
bool FolderTree::is_current() const {
  struct stat status = {};
  return inode_ != 0 && !is_gone_ && ::stat(folder_.c_str(), &status) == 0 &&
         status.st_dev == device_ && status.st_ino == inode_;
}

}  // namespace lambda_host
