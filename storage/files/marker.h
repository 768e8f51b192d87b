#pragma once

#include "storage/files/descriptor.h"
#include "storage/files/directory.h"

#include <optional>
#include <stdexcept>

// The file by which a directory is ours. Its first line says so:
//
//   Rivulet data directory, format 1
//   Rivulet temporary directory, format 1
//
// All that lies beside it may be deleted. It is written before anything else comes there, and it
// goes last. It is locked while a process uses the directory.
namespace storage::files {

inline constexpr const char* kMarkerName = "rivulet-format";
inline constexpr int kFormat = 1;

enum class DirectoryKind {
  data,       // stays
  temporary,  // goes with its process
};

// Somebody else has the lock.
struct InUse : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Marks an empty directory, or finds the mark of one of the same kind. The lock is held as long as
// what this answers. Throws InUse, or std::runtime_error when the directory isn't ours, or was
// written by a newer Rivulet.
Descriptor claim(const Directory& directory, DirectoryKind kind);

// The lock of a directory of this kind and format that no process uses; nothing for any other.
std::optional<Descriptor> claim_abandoned(const Directory& directory, DirectoryKind kind);

}  // namespace storage::files
