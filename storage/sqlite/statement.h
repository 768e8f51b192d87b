#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

struct sqlite3;
struct sqlite3_stmt;

namespace storage::sqlite {

// One use of a prepared statement. Leaving the scope resets the statement, so a half-read cursor
// never holds its snapshot open. Views that it hands out end at the next call of next().
class Run {
 public:
  explicit Run(sqlite3_stmt* statement) : statement_(statement) {}
  Run(Run&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
  Run& operator=(Run&&) = delete;
  ~Run();

  // Parameters are numbered from 1. Text and blobs are not copied: they must outlive the Run.
  Run& bind(int parameter, std::int64_t value);
  Run& bind_text(int parameter, std::string_view text);
  Run& bind_blob(int parameter, std::string_view bytes);
  Run& bind_null(int parameter);
  Run& bind_optional_blob(int parameter, const std::optional<std::string>& bytes);
  Run& bind_optional(int parameter, std::optional<std::int64_t> value);

  // Steps; false when there are no more rows. Throws Error.
  bool next();
  // Steps a statement that gives no rows.
  void execute() { next(); }

  // Columns are numbered from 0.
  std::int64_t whole(int column) const;
  std::string_view text(int column) const;
  std::string_view blob(int column) const;
  bool is_null(int column) const;

 private:
  sqlite3_stmt* statement_;
};

class Statement {
 public:
  Statement(sqlite3* database, std::string_view sql);
  // At most one Run of a statement may live at a time.
  Run run() { return Run(statement_.get()); }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace storage::sqlite
