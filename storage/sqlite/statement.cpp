#include "storage/sqlite/statement.h"

#include "storage/sqlite/error.h"

#include <sqlite3.h>

namespace storage::sqlite {
namespace {

void check(sqlite3_stmt* statement, int code) {
  if (code != SQLITE_OK) throw_error(sqlite3_db_handle(statement), sqlite3_sql(statement));
}

}  // namespace

Run::~Run() {
  if (!statement_) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

Run& Run::bind(int parameter, std::int64_t value) {
  return check(statement_, sqlite3_bind_int64(statement_, parameter, value)), *this;
}

Run& Run::bind_text(int parameter, std::string_view text) {
  const char* data = text.data() ? text.data() : "";  // a null pointer would bind NULL
  return check(statement_, sqlite3_bind_text64(statement_, parameter, data, text.size(),
                                               SQLITE_STATIC, SQLITE_UTF8)),
         *this;
}

Run& Run::bind_blob(int parameter, std::string_view bytes) {
  const char* data = bytes.data() ? bytes.data() : "";  // as above
  return check(statement_,
               sqlite3_bind_blob64(statement_, parameter, data, bytes.size(), SQLITE_STATIC)),
         *this;
}

Run& Run::bind_null(int parameter) {
  return check(statement_, sqlite3_bind_null(statement_, parameter)), *this;
}

Run& Run::bind_optional_blob(int parameter, const std::optional<std::string>& bytes) {
  return bytes ? bind_blob(parameter, std::string_view(*bytes)) : bind_null(parameter);
}

Run& Run::bind_optional(int parameter, std::optional<std::int64_t> value) {
  return value ? bind(parameter, *value) : bind_null(parameter);
}

bool Run::next() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  throw_error(sqlite3_db_handle(statement_), sqlite3_sql(statement_));
}

std::int64_t Run::whole(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string_view Run::text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string_view Run::blob(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

bool Run::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

Statement::Statement(sqlite3* database, std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  statement_.reset(statement);
  if (code != SQLITE_OK) throw_error(database, sql);
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const noexcept {
  sqlite3_finalize(statement);
}

}  // namespace storage::sqlite
