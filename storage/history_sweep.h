#pragma once

#include "core/clock.h"
#include "storage/copies.h"

#include <cstdint>
#include <string>

// Histories and backups age. Engine thread.
namespace storage {

// How much of a table's past is kept, beside its days: what is beyond goes, the oldest first, and
// the table can't be recovered to so early a time any more.
constexpr std::int64_t kMaxHistoryBytes = std::int64_t{1} << 30;

// Goes round the tables that can be recovered, and trims their histories.
class HistorySweep {
 public:
  HistorySweep(Catalog& catalog, Copies& copies, Writer& writer, const core::Clock& clock)
      : catalog_(catalog), copies_(copies), writer_(writer), clock_(clock) {}

  // Trims some of the next table's; false when none has more.
  bool step(std::int64_t max_bytes = kMaxHistoryBytes);
  // The next step begins with the first table again.
  void restart();

 private:
  bool trim(Table& table, std::int64_t max_bytes);

  Catalog& catalog_;
  Copies& copies_;
  Writer& writer_;
  const core::Clock& clock_;
  core::Scope scope_;  // of the table that was looked at last, and its name
  std::string name_;
};

// The clock went back: what was written later than now counts as written now.
void date_back_histories(Catalog& catalog, Writer& writer, core::WallTime now);

// Removes a backup that is too old to be kept, unless it is being read; false when there is none.
bool remove_expired_backup(BackupCatalog& backups, const Copies& copies, Writer& writer,
                           core::WallTime now);

}  // namespace storage
