#pragma once

#include "storage/sqlite/connection.h"

namespace storage::sqlite {

// One database becomes what another one is, all or nothing. Both must have pages of one size, and
// the other one no write-ahead log. No statement of the first may be in use. Throws Error.
void replace_content(Connection& of, Connection& by);

}  // namespace storage::sqlite
