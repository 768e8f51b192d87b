#pragma once

#include "storage/files/descriptor.h"

#include <sys/inotify.h>
#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <unordered_map>

namespace lambda_host {

// Sees what changes in a folder and in all directories below it, by inotify(7). Links to
// directories aren't followed, but the folder itself may be one. Reads directories and nothing
// else; belongs to one thread.
class FolderTree {
 public:
  static constexpr std::size_t kMaxDirectories = 10'000;

  // Watches what is there, packages of node_modules last: where the directories are too many, it is
  // these that aren't seen. Never throws.
  explicit FolderTree(std::filesystem::path folder, std::size_t max_directories = kMaxDirectories);

  // Readable when something has happened; -1 when nothing can be watched.
  int descriptor() const { return inotify_.get(); }
  // Whether something has changed since that may be code (watched_name.h).
  bool read_changes();
  // Whether something that may be code is there, of what is watched, that was changed or renamed at
  // that time or later, or is missing since. Looks at all files: for what happened before they
  // were watched.
  bool has_changed_since(std::chrono::system_clock::time_point time) const;
  // Whether the folder is still what its path leads to. One that isn't sees nothing more.
  bool is_current() const;
  // What isn't seen, and why: a sentence for the user; empty when all is.
  const std::string& problem() const { return problem_; }
  std::size_t directory_count() const { return paths_.size(); }

 private:
  void watch_all(const std::filesystem::path& from);
  // Whether the directories below it are to be watched, too.
  bool watch(const std::filesystem::path& directory);
  bool take(const inotify_event& event);

  std::filesystem::path folder_;
  std::size_t max_directories_;
  storage::files::Descriptor inotify_;
  std::unordered_map<int, std::filesystem::path> paths_;  // by watch descriptor
  dev_t device_ = 0;
  ino_t inode_ = 0;       // 0: there is no folder
  bool is_gone_ = false;  // deleted, or no longer mounted
  std::string problem_;
};

}  // namespace lambda_host
