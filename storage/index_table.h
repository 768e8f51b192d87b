#pragma once

#include "core/table_definition.h"
#include "storage/item_table.h"
#include "storage/sqlite/connection.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace storage {

// One secondary index: SQLite table index_<table>_<number> of (key, row of the item). Entries hold
// no attributes: the item is read through its row, so a write that leaves the index key alone
// doesn't touch the index, and a projection costs nothing to keep.
//
//   local index:  key = hash and parts of the index key, then the whole key of the item
//   global index: the same, with the item's key led by the hash of all of it: in that order AWS
//                 returns entries whose index keys are equal (dynalite's recordings)
class IndexTable {
 public:
  IndexTable(sqlite::Connection& connection, std::int64_t table, std::int64_t number);

  static void create(sqlite::Connection& connection, std::int64_t table, std::int64_t number);
  static std::string name(std::int64_t table, std::int64_t number);  // in SQLite

  void insert(std::string_view key, std::int64_t row);
  void erase(std::string_view key);

  // As ItemTable::scan, with visit(key, row).
  template <class Visit>
  void scan(const KeyRange& range, Direction direction, Visit visit) {
    auto run = (direction == Direction::forward ? ascending_ : descending_).run();
    run.bind_blob(1, range.first).bind_blob(2, end_of(range));
    while (run.next() && visit(run.blob(0), run.whole(1))) {
    }
  }

 private:
  sqlite::Statement insert_;
  sqlite::Statement erase_;
  sqlite::Statement ascending_;
  sqlite::Statement descending_;
};

// The key of an item's entry. The item has all key attributes of the index and of the table;
// item_key is its own key.
std::string encode_entry_key(const core::IndexDefinition& index, const core::KeySchema& table_key,
                             const core::Item& item, std::string_view item_key);

// The same, or nullopt when the item lacks an attribute of the index's key: a sparse index has no
// entry for it. Key attributes that are there must have the schema's types.
std::optional<std::string> index_entry_key(const core::IndexDefinition& index,
                                           const core::KeySchema& table_key, const core::Item& item,
                                           std::string_view item_key);

}  // namespace storage
