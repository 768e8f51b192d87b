#pragma once

#include "core/clock.h"
#include "core/scope_filter.h"
#include "core/table_definition.h"
#include "storage/backup_items.h"
#include "storage/leftover_tables.h"
#include "storage/resource_table.h"
#include "storage/table.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace storage {

enum class BackupType { user, system };

// One backup: what its table was told to be, and the items of the moment at which it was made.
// Backups outlive their tables.
struct Backup {
  std::int64_t number = 0;  // names its items
  std::string arn;
  std::string name;
  BackupType type = BackupType::user;
  core::WallTime created_at;
  core::TableDefinition table;
  Statistics statistics;  // the items' when it was made
  bool complete = false;  // all items are copied

  const core::Scope& scope() const { return table.scope; }
  // When a system backup goes; nullopt for one that stays.
  std::optional<core::WallTime> expires_at() const;
};

// All backups. As in Catalog, what is written is written in somebody's transaction
// (Writer::transact), and what is known in memory changes by the call that follows the commit.
class BackupCatalog {
 public:
  explicit BackupCatalog(sqlite::Connection& connection);

  struct Entry {
    Backup backup;
    BackupItems items;
  };

  // nullptr when there is none. The region of the ARN isn't looked at, but the scope's is.
  Entry* find(const core::Scope& scope, std::string_view arn);
  Entry* find(std::int64_t number);
  // A scope's backups in order of their ARNs.
  std::vector<const Backup*> list(const core::Scope& scope) const;
  std::vector<const Backup*> list_all(const core::ScopeFilter& scopes) const;
  // One that is too old to be kept; nullptr when there is none.
  const Backup* find_expired(core::WallTime now) const;

  // A backup of the table with neither name nor type yet, made now, under an ARN that no other has.
  Backup draft(const Table& table, core::WallTime now);

  // Stores a new backup without items.
  std::unique_ptr<Entry> store_new(Backup backup);
  // The same of a table that goes: its items become the backup's.
  std::unique_ptr<Entry> store_left(Backup backup, const Table& table);
  Entry& adopt(std::unique_ptr<Entry> entry);
  void store(const Backup& backup);
  // Its items go bit by bit.
  void store_erased(const Backup& backup);
  void forget(const Backup& backup);

 private:
  void load();
  std::unique_ptr<Entry> open(Backup backup);

  sqlite::Connection& connection_;
  ResourceTable documents_;
  LeftoverTables leftovers_;
  // By the scope and what follows the table's prefix in the ARN, "Music/backup/0170…".
  std::map<std::pair<core::Scope, std::string>, std::unique_ptr<Entry>> entries_;
};

}  // namespace storage
