#pragma once

#include "server/operations/transfers/import.h"
#include "storage/log_table.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace server::operations {

// The log group of all imports of a scope. Names and form are those of the developer guide, "Import
// format quotas and validation".
inline constexpr std::string_view kImportLogGroup = "/aws-dynamodb/imports";

// Why something of an object is no item of the table.
struct ImportError {
  std::int64_t index = 0;  // among what should be the object's items, from 0
  std::string message;
};

// The log stream of an import's errors: "IMPORT-ID/error".
std::string error_stream_of(const Import& import);
// What the log says of an error in the object with that key. Long messages are cut.
std::string error_line(const Import& import, std::string_view key, const ImportError& error);

// Tells the log why items of an import are left out: of the first errors of an import only, as on
// AWS, while it counts all of them. Engine thread; the table must outlive it.
class ImportErrorLog {
 public:
  static constexpr std::int64_t kMaxErrors = 10'000;
  static constexpr std::size_t kMaxMessageBytes = 4096;

  // After a restart it goes on behind the errors that the log has.
  ImportErrorLog(storage::LogTable& logs, const Import& import);

  // Within a transaction; after a rollback, the table's forget_names must follow. `before` says how
  // many errors the import had before these, which are of the object with that key.
  void write(const std::vector<ImportError>& errors, std::int64_t before, std::string_view key,
             std::int64_t now);

 private:
  storage::LogTable& logs_;
  Import import_;  // as it began
  std::int64_t logged_ = 0;
};

}  // namespace server::operations
