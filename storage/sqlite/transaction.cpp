#include "storage/sqlite/transaction.h"

#include <sqlite3.h>

namespace storage::sqlite {

Transaction::Transaction(Connection& connection) : connection_(connection) {
  connection_.begin();
}

Transaction::~Transaction() {
  // SQLite may have rolled back by itself (disk full); then there is nothing to do.
  if (open_ && sqlite3_get_autocommit(connection_.handle()) == 0) {
    sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

void Transaction::commit() {
  connection_.commit();
  open_ = false;
}

}  // namespace storage::sqlite
