#include "storage/history_sweep.h"

#include <algorithm>
#include <chrono>
#include <limits>

namespace storage {

bool HistorySweep::step(const HistoryBounds& bounds) {
  std::size_t looks = 0;
  HistoryPiece left = bounds.piece;
  while (Table* table = catalog_.after(scope_, name_)) {
    if (looks == bounds.tables_looked_at) return true;
    if (table->history) {
      ++looks;
      date_back(*table, left);
      const bool is_full = left.records <= 0 || left.bytes <= 0;
      if (is_full || table->history->lies_ahead_of(clock_.now())) return true;
      if (table->definition.recovery && trim(*table, bounds)) return true;
    }
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

void HistorySweep::date_back(Table& table, HistoryPiece& left) {
  const core::WallTime now = clock_.now();
  if (!table.history->lies_ahead_of(now)) return;
  HistoryTable::Extent dated;
  writer_.transact([&] { dated = table.history->date_back(now, left); });
  left.records -= dated.records;
  left.bytes -= dated.bytes;
}

bool HistorySweep::trim(Table& table, const HistoryBounds& bounds) {
  core::TableDefinition changed = table.definition;
  HistoryTable::Trimmed trimmed;
  writer_.transact([&] {
    const std::chrono::hours period(24 * changed.recovery->period_days);
    trimmed = table.history->trim({.before = clock_.now() - period,
                                   .max_bytes = bounds.kept_bytes,
                                   .keep_after = copies_.oldest_pin(table).value_or(
                                       std::numeric_limits<HistoryPosition>::max() - 1),
                                   .piece = bounds.piece});
    if (!trimmed.for_size) return;
    changed.recovery->enabled_at = std::max(changed.recovery->enabled_at, trimmed.newest_at);
    catalog_.store_definition(table, changed);
  });
  table.definition = std::move(changed);
  return trimmed.any;
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
