#pragma once

#include "storage/files/directory.h"

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>

namespace storage::files {

// Where things of ours go to be deleted: in constant time, by a change of name. What they hold is
// deleted later, a bounded number of entries at a time, and what a process didn't get to the next
// one does. No link is followed, and what is mounted somewhere in there stays.
class Trash {
 public:
  // The directory is the trash's own: all in it is to be deleted.
  explicit Trash(Directory directory);

  // False when it can't be moved. Any thread.
  bool take(const Directory& from, const std::string& name) noexcept;

  // Deletes so many files or directories at most. True when there is more to delete. One thread at
  // a time.
  bool remove_some(std::size_t entries) noexcept;

  // Who is told, on the thread of `take`, that something came. Nobody, if it is empty.
  void set_listener(std::function<void()> on_arrival);

 private:
  bool bring_in(const Directory& from, const std::string& name) const noexcept;
  std::size_t remove_from(const Directory& parent, const std::string& name, std::size_t entries,
                          int depth);

  Directory directory_;
  std::mutex mutex_;  // guards the listener
  std::function<void()> on_arrival_;
};

}  // namespace storage::files
