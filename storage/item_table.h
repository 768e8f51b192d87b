#pragma once

#include "storage/item_cache.h"
#include "storage/sqlite/connection.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace storage {

enum class Direction { forward, backward };

// Keys from `first` (included) to `end` (excluded; empty: no end).
struct KeyRange {
  std::string first;
  std::string end;
};

// The range's end as a bound that SQL can compare with: a key greater than all for "no end".
std::string_view end_of(const KeyRange& range);

// The items of one DynamoDB table: SQLite table item_<id>, a rowid table with a unique index on the
// key. A row keeps its rowid as long as its item lives, so index entries refer to it.
class ItemTable {
 public:
  // The cache must outlive it.
  ItemTable(sqlite::Connection& connection, ItemCache& cache, std::int64_t id);

  static void create(sqlite::Connection& connection, std::int64_t id);
  static std::string name(std::int64_t id);  // in SQLite

  // The item is good until the next call of any table.
  std::optional<StoredRow> find(std::string_view key);
  // nullopt when the row is gone.
  std::optional<std::string> item_at(std::int64_t row);

  std::int64_t insert(std::string_view key, std::string_view item);
  // Without remembering the item: for many that nobody will ask for at once.
  std::int64_t insert_uncached(std::string_view key, std::string_view item);
  void update(std::string_view key, const StoredRow& row);
  void erase(std::string_view key, std::int64_t row);

  // What is in memory of a table that goes: nobody will ask for it.
  void forget_cached() {
    cache_.forget_table(cached_as_);
    cached_as_ = cache_.new_table();
  }

  // Calls visit(key, row, stored item) in key order until it returns false or the range ends. The
  // views end with the call. visit may read other rows, but not scan this table.
  template <class Visit>
  void scan(const KeyRange& range, Direction direction, Visit visit) {
    auto run = (direction == Direction::forward ? ascending_ : descending_).run();
    run.bind_blob(1, range.first).bind_blob(2, end_of(range));
    while (run.next() && visit(run.blob(0), run.whole(1), run.blob(2))) {
    }
  }

 private:
  sqlite::Statement find_;
  sqlite::Statement item_at_;
  sqlite::Statement insert_;
  sqlite::Statement update_;
  sqlite::Statement erase_;
  sqlite::Statement ascending_;
  sqlite::Statement descending_;
  sqlite::Connection& connection_;
  ItemCache& cache_;
  ItemCache::TableNumber cached_as_;
};

}  // namespace storage
