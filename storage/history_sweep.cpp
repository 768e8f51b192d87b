#include "storage/history_sweep.h"

#include <algorithm>
#include <chrono>
#include <limits>

namespace storage {

bool HistorySweep::step(std::int64_t max_bytes) {
  while (Table* table = catalog_.after(scope_, name_)) {
    if (table->definition.recovery && trim(*table, max_bytes)) return true;
    scope_ = table->definition.scope;
    name_ = table->definition.name.get();
  }
  restart();
  return false;
}

void HistorySweep::restart() {
  scope_ = {};
  name_.clear();
}

bool HistorySweep::trim(Table& table, std::int64_t max_bytes) {
  core::TableDefinition changed = table.definition;
  HistoryTable::Trimmed trimmed;
  writer_.transact([&] {
    const std::chrono::hours period(24 * changed.recovery->period_days);
    trimmed = table.history->trim({.before = clock_.now() - period,
                                   .max_bytes = max_bytes,
                                   .keep_after = copies_.oldest_pin(table).value_or(
                                       std::numeric_limits<HistoryPosition>::max() - 1)});
    if (!trimmed.for_size) return;
    changed.recovery->enabled_at = std::max(changed.recovery->enabled_at, trimmed.newest_at);
    catalog_.store_definition(table, changed);
  });
  table.definition = std::move(changed);
  return trimmed.any;
}

void date_back_histories(Catalog& catalog, Writer& writer, core::WallTime now) {
  catalog.for_each([&](Table& table) {
    if (!table.history || !table.history->lies_ahead_of(now)) return;
    writer.transact([&] { table.history->date_back(now); });
  });
}

bool remove_expired_backup(BackupCatalog& backups, const Copies& copies, Writer& writer,
                           core::WallTime now) {
  const Backup* backup = backups.find_expired(now);
  if (!backup || copies.is_read(*backup)) return false;
  writer.transact([&] { backups.store_erased(*backup); });
  backups.forget(*backup);
  return true;
}

}  // namespace storage
