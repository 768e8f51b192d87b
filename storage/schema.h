#pragma once

#include "storage/sqlite/connection.h"

#include <string>

namespace storage {

// Brings the database to this program's schema, in one transaction: an empty one gets it all, an
// older one the steps it lacks (by user_version). Throws sqlite::Error, or std::runtime_error when
// the database was made by a newer program.
void migrate(sqlite::Connection& connection);

// Whether the file is a database that `migrate` once made, or one that has nothing in it. Throws
// sqlite::Error, with a code of SQLITE_BUSY when another process has it open.
bool is_rivulet_database(const std::string& path);

}  // namespace storage
