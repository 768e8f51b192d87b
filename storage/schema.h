#pragma once

#include "storage/sqlite/connection.h"

namespace storage {

// Brings the database to this program's schema, in one transaction: an empty one gets it all, an
// older one the steps it lacks (by user_version). Throws sqlite::Error, or std::runtime_error when
// the database was made by a newer program.
void migrate(sqlite::Connection& connection);

}  // namespace storage
