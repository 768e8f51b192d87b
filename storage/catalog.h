#pragma once

#include "core/clock.h"
#include "core/scope_filter.h"
#include "core/table_definition.h"
#include "storage/leftover_tables.h"
#include "storage/table.h"

#include <array>
#include <map>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace storage {

// A table that has lost all of its items.
struct EmptiedTable {
  Table* table = nullptr;
  std::unique_ptr<Table> replacement;  // nullptr: it was emptied where it is
  core::WallTime at = {};
};

// All tables, by scope and name. What is written is written in somebody's transaction (Writer::
// transact); what is known in memory changes once that is committed.
class Catalog {
 public:
  explicit Catalog(sqlite::Connection& connection);

  // nullptr when there is none.
  Table* find(const core::Scope& scope, std::string_view name);
  // The tables of a scope by name, those after `after`: at most so many.
  std::vector<Table*> list(const core::Scope& scope, std::string_view after,
                           std::size_t most = core::kAll);
  std::size_t count(const core::Scope& scope) const;
  // The next table of all, by scope and name; nullptr when there is none.
  Table* after(const core::Scope& scope, std::string_view name);
  template <class Visit>
  void for_each(Visit visit) {
    for (auto& [key, table] : tables_) visit(*table);
  }

  // Stores a new table, with the SQLite tables of its items. After the commit, adopt() makes it
  // known.
  std::unique_ptr<Table> store_new(core::TableDefinition definition);
  Table& adopt(std::unique_ptr<Table> table);

  // Removes a table's rows; its items and their like become leftovers. After the commit, forget()
  // takes it out of the catalog.
  void store_erased(const Table& table);
  // The same, but for its items: they are another's by now.
  void store_erased_but_items(const Table& table);
  // The table is gone with this, whoever refers to it.
  void forget(Table& table);

  // catalog_emptying.cpp: what concerns many tables at once, and takes no time of note.

  std::vector<Table*> list(const core::ScopeFilter& scopes);
  // The table keeps its definition, and loses all of its items; its past begins now, if it can be
  // recovered. After the commit, adopt() makes it known: whoever refers to the table asks again.
  EmptiedTable store_emptied(Table& table, core::WallTime now);
  Table& adopt(EmptiedTable emptied);

  // catalog_copying.cpp: copies all rows of a table into an empty one of the same keys and indexes,
  // which isn't adopted yet. Takes time by their number.
  void copy_rows(const Table& from, Table& to);

  // Stores a changed definition of the table. After the commit, the caller assigns it.
  void store_definition(const Table& table, const core::TableDefinition& definition);

  // A new index of a table: the object to append to table.indexes once its definition is
  // committed. It has no entries yet: fill it (backfill.h).
  Index new_index(const Table& table, const core::IndexDefinition& definition);
  // The index must not be used any more; after the commit, the caller removes its object.
  void erase_index(const Table& table, int number);

  // The order of expiry of a table that gets a time to live, not filled yet: the object to assign
  // to table.expiry after the commit, with the definition. Before that, fill it (backfill.h).
  ExpiryIndex store_new_expiry(const Table& table);
  // The caller resets table.expiry after the commit.
  void erase_expiry(const Table& table);

  // The history of a table's items begins with this. The caller assigns it after the commit.
  HistoryTable store_new_history(const Table& table);
  // The caller resets table.history after the commit.
  void erase_history(const Table& table);

  // How far the index of that number is filled.
  static constexpr int kExpiryNumber = 0;  // indexes are numbered from 1
  void store_filled(const Table& table, int number, const FilledTo& to);

  void store_statistics(const Table& table, const Statistics& statistics);
  void store_index_statistics(const Table& table, int number, const Statistics& statistics);

  // What was deleted and still takes room.
  LeftoverTables& leftovers() { return leftovers_; }

  // After a transaction that failed: what is known of its items may never have been.
  void forget_items() { item_cache_.clear(); }
  // Of tables that are gone, what is cached goes a piece at a time; false when nothing is left.
  bool drop_forgotten_items() { return item_cache_.sweep(); }

 private:
  using Key = std::pair<core::Scope, std::string>;

  std::unique_ptr<Table> open(std::int64_t id, core::TableDefinition definition);
  void erase_rows(std::int64_t id);
  void remove_all_rows(const Table& table);
  void copy_index(const Index& source, const Table& to, Index& copy);
  void load();
  void load_index_statistics();
  void load_filled();

  sqlite::Connection& connection_;
  ItemCache item_cache_;
  IndexStatements index_statements_;
  std::map<Key, std::unique_ptr<Table>> tables_;
  sqlite::Statement store_statistics_;
  sqlite::Statement store_index_statistics_;
  std::array<sqlite::Statement, 4> erase_rows_;  // of a table, by its id
  LeftoverTables leftovers_;
  // The last table found: most requests in a row are for one table.
  mutable const Key* last_key_ = nullptr;
  mutable Table* last_table_ = nullptr;
};

}  // namespace storage
