#include "storage/copies.h"

#include "storage/backfill.h"
#include "storage/item_codec.h"

#include <algorithm>
#include <string>

namespace storage {
namespace {

CopyJob::TableEnd end_at(const Table& table) {
  return {table.definition.scope, table.definition.name.get()};
}

bool is_at(const CopyJob::TableEnd& end, const Table& table) {
  return end.name == table.definition.name.get() && end.scope == table.definition.scope;
}

// Puts copied items into a new table, and counts them.
TakeItem into(Table& target, Statistics& statistics) {
  return [&](std::string_view key, std::string_view item) {
    target.items.insert_uncached(key, item);
    statistics.item_count += 1;
    statistics.size_bytes += static_cast<std::int64_t>(stored_size_bytes(item));
  };
}

Index* next_unfilled(Table& table) {
  const auto found = std::find_if(table.indexes.begin(), table.indexes.end(),
                                  [](const Index& index) { return index.filled_to.has_value(); });
  return found == table.indexes.end() ? nullptr : &*found;
}

void advance(CopyJob& job, const NextKey& next) {
  job.next_key = next.value_or("");
  job.all_copied = !next;
}

// Whether all its indexes together take no longer than a piece of items.
bool fills_at_once(const Table& table, const ReadBounds& piece) {
  const std::size_t indexes = table.indexes.size();
  return static_cast<std::size_t>(table.statistics.item_count) * indexes <= piece.items &&
         static_cast<std::size_t>(table.statistics.size_bytes) * indexes <= piece.bytes;
}

}  // namespace

Copies::Copies(sqlite::Connection& connection, Catalog& catalog, BackupCatalog& backups,
               Writer& writer)
    : connection_(connection),
      catalog_(catalog),
      backups_(backups),
      writer_(writer),
      documents_(connection, "copy") {
  load();
}

void Copies::load() {
  for (const Resource& resource : documents_.load_all()) {
    jobs_.push_back(copy_job_from_json(resource.document));
  }
  std::sort(jobs_.begin(), jobs_.end(),
            [](const CopyJob& left, const CopyJob& right) { return left.number < right.number; });
  for (const CopyJob& job : jobs_) {
    Table* source = source_of(job);
    if (source && !source->history && !job.all_copied) {
      source->history.emplace(connection_, source->id);
    }
    if (Table* target = target_of(job)) target->being_copied_to = true;
  }
}

Table* Copies::source_of(const CopyJob& job) {
  return job.source_table.name.empty()
             ? nullptr
             : catalog_.find(job.source_table.scope, job.source_table.name);
}

Table* Copies::target_of(const CopyJob& job) {
  return job.target_table.name.empty()
             ? nullptr
             : catalog_.find(job.target_table.scope, job.target_table.name);
}

CopyJob Copies::new_job() const {
  CopyJob job;
  job.number = jobs_.empty() ? 1 : jobs_.back().number + 1;
  return job;
}

NextKey Copies::read(const CopyJob& job, const ReadBounds& bounds, const TakeItem& take) {
  if (Table* source = source_of(job)) {
    return job.moment == kNow ? read_items(*source, job.next_key, bounds, take)
                              : read_past_items(*source, job.moment, job.next_key, bounds, take);
  }
  return backups_.find(job.source_backup)->items.read(job.next_key, bounds, take);
}

const Backup& Copies::back_up(Table& table, Backup backup, const ReadBounds& first_piece) {
  CopyJob job = new_job();
  job.source_table = end_at(table);
  job.target_backup = backup.number;
  std::unique_ptr<BackupCatalog::Entry> entry;
  std::optional<HistoryTable> history;
  writer_.transact([&] {
    entry = backups_.store_new(std::move(backup));
    const auto insert = [&](auto key, auto item) { entry->items.insert(key, item); };
    const NextKey next = read_items(table, {}, first_piece, insert);
    entry->backup.complete = !next;
    backups_.store(entry->backup);
    if (!next) return;
    if (!table.history) history = catalog_.store_new_history(table);
    job.moment = (history ? *history : *table.history).last();
    job.next_key = *next;
    store(job);
  });
  if (history) table.history = std::move(history);
  BackupCatalog::Entry& adopted = backups_.adopt(std::move(entry));
  if (!adopted.backup.complete) jobs_.push_back(std::move(job));
  return adopted.backup;
}

Table& Copies::restore(const Backup& backup, core::TableDefinition definition,
                       const ReadBounds& first_piece) {
  CopyJob job = new_job();
  job.source_backup = backup.number;
  return make_table(std::move(job), std::move(definition), first_piece);
}

Table& Copies::recover(Table& source, HistoryPosition moment, core::TableDefinition definition,
                       const ReadBounds& first_piece) {
  CopyJob job = new_job();
  job.source_table = end_at(source);
  job.moment = moment;
  return make_table(std::move(job), std::move(definition), first_piece);
}

Table& Copies::make_table(CopyJob job, core::TableDefinition definition,
                          const ReadBounds& first_piece) {
  std::unique_ptr<Table> table;
  writer_.transact([&] {
    table = catalog_.store_new(std::move(definition));
    job.target_table = end_at(*table);
    advance(job, read(job, first_piece, into(*table, table->statistics)));
    catalog_.store_statistics(*table, table->statistics);
    const bool fills = job.all_copied && fills_at_once(*table, first_piece);
    for (Index& index : table->indexes) {
      index.filled_to = "";
      catalog_.store_filled(*table, index.definition.number, index.filled_to);
      if (!fills) continue;
      Filled filled = fill(catalog_, *table, index, {first_piece.items, first_piece.bytes});
      index.filled_to = std::move(filled.to);
      index.statistics = filled.statistics;
    }
    if (table->expiry) {
      table->expiry->filled_to = "";
      catalog_.store_filled(*table, Catalog::kExpiryNumber, table->expiry->filled_to);
    }
    table->being_copied_to = !job.all_copied || next_unfilled(*table) != nullptr;
    if (table->being_copied_to) return store(job);
    table->definition.restored_from.reset();
    catalog_.store_definition(*table, table->definition);
  });
  Table& adopted = catalog_.adopt(std::move(table));
  if (adopted.being_copied_to) jobs_.push_back(std::move(job));
  return adopted;
}

bool Copies::step(const ReadBounds& bounds) {
  if (jobs_.empty()) return false;
  const CopyJob job = jobs_.front();
  Table* target = target_of(job);
  if (!target) {
    copy_into_backup(job, bounds);
  } else if (!job.all_copied) {
    copy_into_table(job, *target, bounds);
  } else if (next_unfilled(*target)) {
    fill_some(*target);
  } else {
    finish_table(job, *target);
  }
  return !jobs_.empty();
}

void Copies::copy_into_backup(CopyJob job, const ReadBounds& bounds) {
  BackupCatalog::Entry& entry = *backups_.find(job.target_backup);
  writer_.transact([&] {
    const auto insert = [&](auto key, auto item) { entry.items.insert(key, item); };
    advance(job, read(job, bounds, insert));
    if (!job.all_copied) return store(job);
    Backup complete = entry.backup;
    complete.complete = true;
    backups_.store(complete);
    erase(job);
  });
  if (!job.all_copied) {
    jobs_.front() = std::move(job);
    return;
  }
  entry.backup.complete = true;
  Table* source = source_of(job);
  drop_job(job.number);
  if (source) drop_unused_history(*source);
}

void Copies::copy_into_table(CopyJob job, Table& target, const ReadBounds& bounds) {
  Statistics statistics = target.statistics;
  writer_.transact([&] {
    advance(job, read(job, bounds, into(target, statistics)));
    catalog_.store_statistics(target, statistics);
    store(job);
  });
  target.statistics = statistics;
  const bool all_copied = job.all_copied;
  Table* source = source_of(job);
  jobs_.front() = std::move(job);
  if (all_copied && source) drop_unused_history(*source);
}

void Copies::fill_some(Table& target) {
  Index& index = *next_unfilled(target);
  Filled filled;
  writer_.transact([&] { filled = fill(catalog_, target, index, {kStep.items, kStep.bytes}); });
  index.filled_to = std::move(filled.to);
  index.statistics = filled.statistics;
}

void Copies::finish_table(const CopyJob& job, Table& target) {
  core::TableDefinition definition = target.definition;
  definition.restored_from.reset();
  writer_.transact([&] {
    catalog_.store_definition(target, definition);
    erase(job);
  });
  target.definition = std::move(definition);
  target.being_copied_to = false;
  drop_job(job.number);
  for (const auto& told : listeners_) told(target);
}

void Copies::forget(const core::ScopeFilter& scopes) {
  forget_awaited(scopes);
  const auto is_covered = [&](const CopyJob::TableEnd& end) {
    return !end.name.empty() && scopes.covers(end.scope);
  };
  const auto is_gone = [&](const CopyJob& job) {
    return is_covered(job.source_table) || is_covered(job.target_table);
  };
  std::vector<Table*> sources;
  for (const CopyJob& job : jobs_) {
    if (is_gone(job)) sources.push_back(source_of(job));
  }
  writer_.transact([&] {
    for (const CopyJob& job : jobs_) {
      if (is_gone(job)) erase(job);
    }
  });
  std::erase_if(jobs_, is_gone);
  std::erase_if(pins_, [&](const Pin& pin) { return scopes.covers(pin.table->definition.scope); });
  for (Table* source : sources) {
    if (source) drop_unused_history(*source);
  }
}

bool Copies::is_read(const Table& table) const {
  return oldest_pin(table).has_value() ||
         std::any_of(awaited_.begin(), awaited_.end(),
                     [&](const Awaited& awaited) { return awaited.source == &table; });
}

bool Copies::is_written(const core::Scope& scope) const {
  return std::any_of(jobs_.begin(), jobs_.end(), [&](const CopyJob& job) {
    return !job.target_table.name.empty() && job.target_table.scope == scope;
  });
}

bool Copies::is_read(const Backup& backup) const {
  return std::any_of(jobs_.begin(), jobs_.end(), [&](const CopyJob& job) {
    return job.source_table.name.empty() && job.source_backup == backup.number;
  });
}

bool Copies::is_written(const Backup& backup) const {
  return std::any_of(jobs_.begin(), jobs_.end(), [&](const CopyJob& job) {
    return job.target_table.name.empty() && job.target_backup == backup.number;
  });
}

std::vector<Table*> Copies::targets() {
  std::vector<Table*> tables;
  for (const CopyJob& job : jobs_) {
    if (Table* target = target_of(job)) tables.push_back(target);
  }
  return tables;
}

void Copies::need_history(Table& table) {
  if (table.history) return;
  std::optional<HistoryTable> history;
  writer_.transact([&] { history = catalog_.store_new_history(table); });
  table.history = std::move(history);
}

HistoryPosition Copies::pin(Table& table) {
  need_history(table);
  const HistoryPosition moment = table.history->last();
  pin(table, moment);
  return moment;
}

void Copies::pin(Table& table, HistoryPosition moment) {
  pins_.push_back({&table, moment});
}

void Copies::unpin(Table& table, HistoryPosition moment) {
  const auto found = std::find_if(pins_.begin(), pins_.end(), [&](const Pin& pin) {
    return pin.table == &table && pin.moment == moment;
  });
  if (found != pins_.end()) pins_.erase(found);
  drop_unused_history(table);
}

std::optional<HistoryPosition> Copies::oldest_pin(const Table& table) const {
  std::optional<HistoryPosition> oldest;
  const auto add = [&](HistoryPosition moment) {
    oldest = oldest ? std::min(*oldest, moment) : moment;
  };
  for (const CopyJob& job : jobs_) {
    if (!job.all_copied && is_at(job.source_table, table)) add(job.moment);
  }
  for (const Pin& each : pins_) {
    if (each.table == &table) add(each.moment);
  }
  for (const Awaited& awaited : awaited_) {
    if (awaited.source == &table && awaited.moment->position) add(*awaited.moment->position);
  }
  return oldest;
}

void Copies::drop_unused_history(Table& table) {
  if (!table.history || table.definition.recovery || oldest_pin(table)) return;
  writer_.transact([&] { catalog_.erase_history(table); });
  table.history.reset();
}

void Copies::store(const CopyJob& job) {
  documents_.store({{}, std::to_string(job.number), copy_job_to_json(job)});
}

void Copies::erase(const CopyJob& job) {
  documents_.erase({}, std::to_string(job.number));
}

void Copies::drop_job(std::int64_t number) {
  std::erase_if(jobs_, [&](const CopyJob& job) { return job.number == number; });
}

}  // namespace storage
