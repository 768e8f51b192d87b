#include "storage/sqlite/connection.h"

#include "storage/sqlite/error.h"
#include "storage/sqlite/page_cache.h"
#include "storage/sqlite/wal_vfs.h"

#include <fmt/format.h>
#include <sqlite3.h>

namespace storage::sqlite {
namespace {

// Of a database that is made: one that exists keeps its own. Half of SQLite's usual, since most of
// what a commit writes is pages of which little has changed.
constexpr const char* kNewPageSize = "PRAGMA page_size = 2048";
constexpr const char* kTemporaryTables = "PRAGMA temp_store = MEMORY";
constexpr int kPrimaryCode = 0xff;  // of an extended result code

}  // namespace

void throw_error(sqlite3* database, std::string_view sql) {
  const int code = sqlite3_extended_errcode(database);
  throw Error(code, fmt::format("SQLite: {} ({}) in: {}", sqlite3_errmsg(database), code, sql));
}

bool Error::is_busy() const {
  return (code_ & kPrimaryCode) == SQLITE_BUSY;
}

bool Error::is_damaged() const {
  const int code = code_ & kPrimaryCode;
  return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

Connection Connection::in_memory() {
  configure_sqlite();
  Connection connection = open_with(":memory:", nullptr, SQLITE_OPEN_CREATE);
  connection.execute(kNewPageSize);
  connection.execute(kTemporaryTables);
  return connection;
}

Connection Connection::open(const std::string& path, Durability durability) {
  configure_sqlite();
  Connection connection = open_with(path, wal_vfs(), SQLITE_OPEN_CREATE);
  connection.execute(kNewPageSize);
  connection.execute(kTemporaryTables);
  connection.execute("PRAGMA journal_mode = WAL");
  connection.execute(durability == Durability::full ? "PRAGMA synchronous = FULL"
                                                    : "PRAGMA synchronous = NORMAL");
  // Checkpoints are the Checkpointer's, in the background.
  connection.execute("PRAGMA wal_autocheckpoint = 0");
  // 256 MB, taken as they are needed. No mmap, since each look at a mapped page searches the
  // write-ahead log for it first, which one at a page in the cache needn't.
  connection.execute("PRAGMA cache_size = -262144");
  return connection;
}

Connection Connection::open_existing(const std::string& path) {
  configure_sqlite();
  Connection connection = open_with(path, wal_vfs(), 0);
  sqlite3_db_config(connection.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  return connection;
}

Connection Connection::open_with(const std::string& path, const char* vfs, int flags) {
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &database,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | flags, vfs);
  Connection connection(database);
  if (code != SQLITE_OK) throw_error(database, path);
  sqlite3_extended_result_codes(database, 1);
  return connection;
}

void Connection::execute(const std::string& sql) {
  if (sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw_error(database_.get(), sql);
  }
}

std::int64_t Connection::last_insert_rowid() const {
  return sqlite3_last_insert_rowid(database_.get());
}

void Connection::Close::operator()(sqlite3* database) const noexcept {
  sqlite3_close_v2(database);
}

}  // namespace storage::sqlite
