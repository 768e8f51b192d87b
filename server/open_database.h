#pragma once

#include "server/options.h"
#include "storage/files/data_directory.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/error.h"

#include <string>

namespace server {

// The database of a data directory, with all migrations, and with the snapshot that it is to begin
// with. Throws std::exception with a text for the user when another process has it or the snapshot
// can't be used, and sqlite::Error for what else is wrong with it.
storage::sqlite::Connection open_database(const Options& options,
                                          const storage::files::DataDirectory& directory);

// What the user can do when the database fails at the start.
std::string advice(const storage::sqlite::Error& error, const Options& options);

}  // namespace server
