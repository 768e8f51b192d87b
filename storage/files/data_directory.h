#pragma once

#include "storage/files/marker.h"
#include "storage/files/owned_directory.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

// What Rivulet keeps on the disk, and the rule by which it deletes.
//
//   <data directory>/              the user's: other files may lie there, and are left alone
//     rivulet.db, rivulet.db-wal   the database, never deleted
//     rivulet-files/               made and marked by us; nothing outside is ever deleted
//       rivulet-format             the mark (marker.h)
//       functions/                 the code of functions
//       buckets/                   the objects of S3's buckets
//       runtime/                   runtime clients, while a server runs
//       trash/                     what is to be deleted
//
// All but the code is for its owner's eyes only. No symbolic link is followed below the data
// directory. An earlier layout had functions/ right in the data directory: see take_over_code.
namespace storage::files {

inline constexpr const char* kDatabaseName = "rivulet.db";
inline constexpr const char* kOwnName = "rivulet-files";

class DataDirectory {
 public:
  // The directory at a path, which is made if need be, for this process alone. One that isn't ours
  // must hold none of our names, those of the earlier layout included, unless the database there is
  // ours. Throws std::runtime_error with a text for the user.
  static DataDirectory at(const std::filesystem::path& path);
  // A directory for this process alone, which goes with the object.
  static DataDirectory temporary();

  ~DataDirectory();
  DataDirectory(const DataDirectory&) = delete;
  DataDirectory& operator=(const DataDirectory&) = delete;

  // Absolute, as all paths here, since handlers have working directories of their own.
  std::string database() const { return (root_.path() / kDatabaseName).string(); }
  const OwnedDirectory& functions() const { return functions_; }
  // Where whoever needs a directory of ours makes it.
  const OwnedDirectory& own() const { return own_; }
  Trash& trash() const { return *trash_; }

  // Moves the code of a function, by the name of its directory, from where an earlier layout had
  // it. Does nothing when it isn't there or is here already.
  void take_over_code(const std::string& code_id) const;

 private:
  // Only its owner may look into one that is `adopted`: it is new, or nothing in it is somebody
  // else's.
  DataDirectory(Directory root, DirectoryKind kind, bool adopted);
  void prepare_database() const;

  Directory root_;
  DirectoryKind kind_;
  Descriptor lock_;
  std::shared_ptr<Trash> trash_;
  OwnedDirectory own_;
  OwnedDirectory functions_;
};

// Is told our own directory (DataDirectory::own) of a process that was killed, before what is in it
// goes.
using BeforeRemoval = std::function<void(const std::filesystem::path& own)>;

// Deletes so many entries at most of temporary directories whose processes were killed: only what
// is provably a server's of this user. True when there may be more. Any thread.
bool remove_abandoned(std::size_t entries, const BeforeRemoval& before) noexcept;

}  // namespace storage::files
