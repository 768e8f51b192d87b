#pragma once

#include "storage/sqlite/statement.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace storage::sqlite {

enum class Durability {
  normal,  // survives kill -9
  full,    // survives power loss, too: an fsync per commit
};

// One database connection, for one thread at a time.
class Connection {
 public:
  // A private database in memory.
  static Connection in_memory();
  // Opens or creates the file, in WAL mode. It stays locked for this process alone: with locks in
  // the process, a read transaction costs no system calls. Throws Error, with a code of SQLITE_BUSY
  // when another process has the file open.
  static Connection open(const std::string& path, Durability durability);
  // Opens a file to look into it: whatever it is, it is left as it is.
  static Connection open_existing(const std::string& path);

  Statement prepare(std::string_view sql) { return Statement(database_.get(), sql); }
  // Runs statements that give no rows.
  void execute(const std::string& sql);
  std::int64_t last_insert_rowid() const;
  // For Transaction: prepared once, since every commit uses them.
  void begin() { once(begin_, "BEGIN IMMEDIATE").run().execute(); }
  void commit() { once(commit_, "COMMIT").run().execute(); }
  sqlite3* handle() { return database_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* database) const noexcept;
  };
  explicit Connection(sqlite3* database) : database_(database) {}
  static Connection open_with(const std::string& path, const char* vfs, int flags);

  Statement& once(std::optional<Statement>& statement, std::string_view sql) {
    if (!statement) statement = prepare(sql);
    return *statement;
  }

  std::unique_ptr<sqlite3, Close> database_;
  std::optional<Statement> begin_;
  std::optional<Statement> commit_;
};

}  // namespace storage::sqlite
