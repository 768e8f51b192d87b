#include "storage/sqlite/replace_content.h"

#include "storage/sqlite/error.h"

#include <sqlite3.h>

namespace storage::sqlite {

void replace_content(Connection& of, Connection& by) {
  sqlite3_backup* const copy = sqlite3_backup_init(of.handle(), "main", by.handle(), "main");
  if (copy) {
    sqlite3_backup_step(copy, -1);
    if (sqlite3_backup_finish(copy) == SQLITE_OK) return;
  }
  throw_error(of.handle(), "a copy of a whole database");
}

}  // namespace storage::sqlite
