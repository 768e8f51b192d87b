#pragma once

#include "storage/past_items.h"
#include "storage/sqlite/connection.h"

#include <cstdint>
#include <string_view>

namespace storage {

// The items of one backup: SQLite table backup_<number>, made as an item table is, so that it can
// be one that a deleted table leaves.
class BackupItems {
 public:
  BackupItems(sqlite::Connection& connection, std::int64_t number);

  static void create(sqlite::Connection& connection, std::int64_t number);
  // Takes over the items of a table that goes.
  static void adopt(sqlite::Connection& connection, std::int64_t number, std::int64_t table_id);
  static std::string name(std::int64_t number);  // in SQLite

  void insert(std::string_view key, std::string_view item);
  NextKey read(std::string_view from, const ReadBounds& bounds, const TakeItem& take);

 private:
  sqlite::Statement insert_;
  sqlite::Statement ascending_;
};

}  // namespace storage
