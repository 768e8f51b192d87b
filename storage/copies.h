#pragma once

#include "core/clock.h"
#include "storage/backup_catalog.h"
#include "storage/copy_job.h"
#include "storage/resource_table.h"
#include "storage/writer.h"

#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <vector>

// Copies of items that would take too long for one turn: backups of tables, and tables that are
// made from a backup or from another table's past. They go on a piece at a time, while reads and
// writes do; a restart goes on where the last piece ended.
//
// What is copied of a table is what it was when the copy began (or at a moment before): the table
// has a history for as long as a copy reads it. Small ones are complete with the call that begins
// them, and need none.
//
// Engine thread. Each call is a transaction of its own.
namespace storage {

class Copies {
 public:
  // Goes on with what is stored.
  Copies(sqlite::Connection& connection, Catalog& catalog, BackupCatalog& backups, Writer& writer);

  // Told of each new table whose items and indexes are all there.
  void add_listener(std::function<void(Table&)> table_complete) {
    listeners_.push_back(std::move(table_complete));
  }

  // A backup of what the table is now.
  const Backup& back_up(Table& table, Backup backup, const ReadBounds& first_piece = {});
  // A new table with a backup's items, or with those that another had at a moment. It is in the
  // catalog at once, and `being_copied_to` until it is complete.
  Table& restore(const Backup& backup, core::TableDefinition definition,
                 const ReadBounds& first_piece = {});
  Table& recover(Table& source, HistoryPosition moment, core::TableDefinition definition,
                 const ReadBounds& first_piece = {});

  // copies_awaited.cpp: the same with the items that a table has now, when their turn comes. To
  // await takes no time of note, however much the table holds: so many tables can be copied as they
  // are at one moment. What the Writer has queued comes after it. What is awaited is known in
  // memory only.

  void await_copy(Table& source, core::TableDefinition definition);
  // Begins one that goes to this scope; false when there is none left. A small one is complete with
  // that.
  bool begin_awaited(const core::Scope& target);
  // Begins all that are awaited of a table, which somebody wants to remove.
  void begin_awaited(Table& source);
  bool awaits(const core::Scope& target) const;

  // How much one step reads: little, since writers wait meanwhile.
  static constexpr ReadBounds kStep{48, std::size_t{64} << 10};
  // One piece of the oldest copy; false when there is none left.
  bool step(const ReadBounds& bounds = kStep);

  // Ends all copies from and to these scopes where they are, and all pins of their tables. What was
  // being made of them stays incomplete: it goes with its scope.
  void forget(const core::ScopeFilter& scopes);

  bool is_read(const Table& table) const;
  bool is_written(const core::Scope& scope) const;
  bool is_read(const Backup& backup) const;
  bool is_written(const Backup& backup) const;
  // The tables that are being copied to.
  std::vector<Table*> targets();

  // Who else reads a table as it was at a moment: keeps its history from that moment on. Without a
  // history it gets one.
  HistoryPosition pin(Table& table);
  void pin(Table& table, HistoryPosition moment);
  void unpin(Table& table, HistoryPosition moment);
  // The oldest moment that somebody reads; nullopt when nobody does.
  std::optional<HistoryPosition> oldest_pin(const Table& table) const;
  // Takes the history of a table away that can't be recovered and that nobody reads.
  void drop_unused_history(Table& table);

 private:
  struct Pin {
    const Table* table;
    HistoryPosition moment;
  };
  struct Awaited {
    Table* source;
    core::TableDefinition definition;
    std::shared_ptr<Moment> moment;
  };
  void load();
  void begin(const Awaited& awaited);
  void forget_awaited(const core::ScopeFilter& scopes);
  Table* source_of(const CopyJob& job);
  Table* target_of(const CopyJob& job);
  NextKey read(const CopyJob& job, const ReadBounds& bounds, const TakeItem& take);
  void copy_into_backup(CopyJob job, const ReadBounds& bounds);
  void copy_into_table(CopyJob job, Table& target, const ReadBounds& bounds);
  void fill_some(Table& target);
  void finish_table(const CopyJob& job, Table& target);
  Table& make_table(CopyJob job, core::TableDefinition definition, const ReadBounds& first_piece);
  CopyJob new_job() const;
  void need_history(Table& table);
  void store(const CopyJob& job);
  void erase(const CopyJob& job);
  void drop_job(std::int64_t number);

  sqlite::Connection& connection_;
  Catalog& catalog_;
  BackupCatalog& backups_;
  Writer& writer_;
  ResourceTable documents_;
  std::vector<CopyJob> jobs_;  // the oldest first
  std::vector<Pin> pins_;      // of others than jobs
  std::list<Awaited> awaited_;
  std::vector<std::function<void(Table&)>> listeners_;
};

}  // namespace storage
