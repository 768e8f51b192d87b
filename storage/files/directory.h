#pragma once

#include "storage/files/descriptor.h"

#include <sys/types.h>

#include <dirent.h>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A directory that is held open. What is asked of it is asked of that very directory, whatever its
// name stands for meanwhile, and of what lies right in it: nothing is there under a name that has a
// slash or leads elsewhere, and nothing can be made, and symbolic links are never followed. Modes
// are as said here, whatever the umask. Any thread.
namespace storage::files {

class Directory {
 public:
  // Opens what the path leads to, by way of links too: it is the user's word. With a path that is
  // absolute from then on. Throws std::runtime_error, as all here that can fail.
  static Directory open(const std::filesystem::path& path);

  const std::filesystem::path& path() const { return path_; }
  int descriptor() const { return descriptor_.get(); }

  // Nothing, if no directory has that name.
  std::optional<Directory> find(const std::string& name) const;
  // A new one, that only its owner may look into unless the mode says more.
  Directory make(const std::string& name, mode_t mode = 0700) const;
  // The one of that name, or a new one.
  Directory find_or_make(const std::string& name) const;

  // Whether anything has that name, be it a link.
  bool contains(const std::string& name) const;
  bool has_file(const std::string& name) const;
  std::vector<std::string> names() const;

  // A file that only its owner may read, in the place of the one that was there, at once: who has
  // that one open, or runs it, keeps it.
  void write_file(const std::string& name, std::string_view bytes, mode_t mode = 0600) const;
  // A new file, open for writing, that only its owner may read. There must be none of that name.
  Descriptor create_file(const std::string& name) const;
  // A file, open for reading; an empty descriptor if there is none.
  Descriptor open_file(const std::string& name) const;
  // What was done in the directory is on the disk.
  void sync() const;
  // And all else that was written to its file system. May take as long as others have written much.
  void sync_file_system() const;
  // Whether there is a file with these bytes and this mode.
  bool has(const std::string& name, std::string_view bytes, mode_t mode) const;
  // Lets only the owner at the file, if there is one.
  void make_private(const std::string& name) const;
  // Lets only the owner in, where the owner is who asks.
  void make_private() const;
  // Gives the owner all rights to the directory of that name: without them it can't be moved
  // elsewhere, looked into, or emptied.
  void let_owner_in(const std::string& name) const;

  // Each answers whether it is gone by this call. A directory goes only when it is empty.
  bool remove_file(const std::string& name) const;
  bool remove_empty(const std::string& name) const;
  // Moves an entry into another directory of the same file system.
  bool move(const std::string& name, const Directory& to, const std::string& new_name) const;

 private:
  Directory(std::filesystem::path path, Descriptor descriptor)
      : path_(std::move(path)), descriptor_(std::move(descriptor)) {}

  std::filesystem::path path_;
  Descriptor descriptor_;
};

// The names in a directory, one after the other; entries may go meanwhile.
class DirectoryEntries {
 public:
  explicit DirectoryEntries(const Directory& directory);

  std::optional<std::string> next();

 private:
  struct Close {
    void operator()(DIR* stream) const noexcept { ::closedir(stream); }
  };
  std::unique_ptr<DIR, Close> stream_;
};

// All of the bytes. The path is for the error's text.
void write_all(int descriptor, std::string_view bytes, const std::filesystem::path& path);

// "what: why", where errno has the why.
[[noreturn]] void throw_errno(const std::string& what);

}  // namespace storage::files
