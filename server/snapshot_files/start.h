#pragma once

#include "core/names.h"
#include "storage/files/data_directory.h"
#include "storage/sqlite/connection.h"

#include <string>

namespace server::snapshot_files {

// Gives a database that has nothing in it the snapshot of a file, and a mark that it is to be
// restored in that scope (worlds/restorations.h). All or nothing, and once: a database that got it
// before is left as it is, whatever became of it. To be called before anything is loaded. Throws
// std::runtime_error with a text for the user: the file can't be used, or the database has
// something else.
void start_with(const std::string& file, const core::Scope& scope,
                const storage::files::DataDirectory& directory,
                storage::sqlite::Connection& connection);

}  // namespace server::snapshot_files
