#pragma once

#include "storage/files/directory.h"
#include "storage/files/trash.h"

#include <memory>
#include <string>
#include <string_view>

namespace storage::files {

// A directory within ours that is given to somebody: a place to make things in, and the only way to
// be rid of them. Copies mean the same directory. Any thread.
class OwnedDirectory {
 public:
  OwnedDirectory(Directory directory, std::shared_ptr<Trash> trash)
      : directory_(std::make_shared<const Directory>(std::move(directory))),
        trash_(std::move(trash)) {}

  const Directory& directory() const { return *directory_; }
  const std::filesystem::path& path() const { return directory_->path(); }

  // One in this one, made if need be. Throws std::runtime_error.
  OwnedDirectory find_or_make(const std::string& name) const {
    return {directory_->find_or_make(name), trash_};
  }
  // The file or directory is gone from here in constant time, if it is there, with all it holds.
  void discard(const std::string& name) const noexcept { trash_->take(*directory_, name); }

 private:
  std::shared_ptr<const Directory> directory_;
  std::shared_ptr<Trash> trash_;
};

}  // namespace storage::files
