#pragma once

#include "storage/files/directory.h"
#include "storage/files/trash.h"

#include <cstddef>

// Directories of servers in memory, below the system's directory for temporary files. Each has in
// it what a data directory has (data_directory.h).
namespace storage::files {

inline constexpr const char* kTrashName = "trash";

// One that nobody else knows. Throws std::runtime_error.
Directory make_temporary_directory();

// Deletes all of ours in it, the mark last, and the directory itself if nothing else is in it.
void remove_temporary_directory(const Directory& root, const Directory& own, Trash& trash) noexcept;

}  // namespace storage::files
