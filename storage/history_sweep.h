#pragma once

#include "core/clock.h"
#include "storage/copies.h"

#include <cstddef>
#include <cstdint>
#include <string>

// Histories and backups age. Engine thread.
namespace storage {

// How much of a table's past is kept, beside its days: what is beyond goes, the oldest first, and
// the table can't be recovered to so early a time any more.
constexpr std::int64_t kMaxHistoryBytes = std::int64_t{1} << 30;

// How much one call may do.
struct HistoryBounds {
  std::size_t tables_looked_at = 50;
  HistoryPiece piece = {};
  std::int64_t kept_bytes = kMaxHistoryBytes;  // of a table
};

// Goes round the tables that have a history. What lies ahead of a clock that went back counts as
// written now; what is too old or too much of a table that can be recovered is trimmed.
class HistorySweep {
 public:
  HistorySweep(Catalog& catalog, Copies& copies, Writer& writer, const core::Clock& clock)
      : catalog_(catalog), copies_(copies), writer_(writer), clock_(clock) {}

  // Does a piece of the next table that needs some; false when none does.
  bool step(const HistoryBounds& bounds = {});
  // The next step begins with the first table again.
  void restart();

 private:
  // As much as is left of the piece, which is less then.
  void date_back(Table& table, HistoryPiece& left);
  bool trim(Table& table, const HistoryBounds& bounds);

  Catalog& catalog_;
  Copies& copies_;
  Writer& writer_;
  const core::Clock& clock_;
  core::Scope scope_;  // of the table that was looked at last, and its name
  std::string name_;
};

// Removes a backup that is too old to be kept, unless it is being read; false when there is none.
bool remove_expired_backup(BackupCatalog& backups, const Copies& copies, Writer& writer,
                           core::WallTime now);

}  // namespace storage
