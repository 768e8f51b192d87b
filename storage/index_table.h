#pragma once

#include "core/table_definition.h"
#include "storage/item_table.h"
#include "storage/sqlite/connection.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace storage {

// The number of an index among those of all tables, in SQLite table index_entry. No two ever have
// the same: a table's id isn't given out while something is left of it, and neither is the number
// of an index.
std::int64_t index_id(std::int64_t table, int number);
// A million of one table, which takes whoever makes and deletes them an hour or more.
inline constexpr int kMaxIndexNumber = (1 << 20) - 1;

// What all indexes of a connection do to index_entry.
struct IndexStatements {
  explicit IndexStatements(sqlite::Connection& connection);

  sqlite::Statement insert;
  sqlite::Statement erase;
  sqlite::Statement ascending;
  sqlite::Statement descending;
};

// One secondary index: rows (id of the index, key, row of the item) of SQLite table index_entry,
// where all indexes lie, so that to make one costs nothing, however many there are. Entries hold
// no attributes: the item is read through its row, so a write that leaves the index key alone
// doesn't touch the index, and a projection costs nothing to keep.
//
//   local index:  key = hash and parts of the index key, then the whole key of the item
//   global index: the same, with the item's key led by the hash of all of it: in that order AWS
//                 returns entries whose index keys are equal (dynalite's recordings)
class IndexTable {
 public:
  // The statements must outlive it.
  IndexTable(IndexStatements& statements, std::int64_t id) : statements_(&statements), id_(id) {}

  std::int64_t id() const { return id_; }

  void insert(std::string_view key, std::int64_t row);
  void erase(std::string_view key);

  // As ItemTable::scan, with visit(key, row), which may not scan any index.
  template <class Visit>
  void scan(const KeyRange& range, Direction direction, Visit visit) {
    const bool forward = direction == Direction::forward;
    auto run = (forward ? statements_->ascending : statements_->descending).run();
    run.bind(1, id_).bind_blob(2, range.first).bind_blob(3, end_of(range));
    while (run.next() && visit(run.blob(0), run.whole(1))) {
    }
  }

 private:
  IndexStatements* statements_;
  std::int64_t id_;
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
