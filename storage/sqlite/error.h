#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;

namespace storage::sqlite {

// SQLite failed: a full or failing disk, a corrupt file, or our own SQL. The message has all three:
// SQLite's text, its extended result code and the statement.
class Error : public std::runtime_error {
 public:
  Error(int code, const std::string& message) : std::runtime_error(message), code_(code) {}
  int code() const { return code_; }  // SQLite's extended result code

  bool is_busy() const;     // another process has the database
  bool is_damaged() const;  // the file is no database, or not a whole one

 private:
  int code_;
};

[[noreturn]] void throw_error(sqlite3* database, std::string_view sql);

}  // namespace storage::sqlite
