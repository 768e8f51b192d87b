#pragma once

#include "storage/resource_table.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace storage {

// What a deleted table, order of expiry, history or backup leaves, an SQLite table that is emptied
// a piece at a time, and dropped then; and what a deleted index leaves, its entries. To drop one of
// 150 MB at once would keep everybody waiting for seconds, as would many small ones among
// thousands, whose names SQLite all reads. Which there are is stored, so a restart goes on. All but
// `any` is done within somebody's transaction.
class LeftoverTables {
 public:
  // How much a piece may remove.
  static constexpr std::size_t kRows = 500;
  static constexpr std::size_t kBytes = std::size_t{1} << 20;

  explicit LeftoverTables(sqlite::Connection& connection);

  // Nobody uses that table any more: remove_some removes it.
  void leave(const std::string& table);
  // The same of the entries of a table's index of that number.
  void leave_index(std::int64_t table, int number);
  // Somebody needs that name: what is there, left or not, goes on as a leftover of another name.
  void make_way(const std::string& table);

  // The highest id of a table, and the highest number of a backup, that left something, which may
  // be gone by now; 0: none did. No new one may have it.
  std::int64_t last_table_id() const { return last_table_id_; }
  std::int64_t last_backup_number() const { return last_backup_number_; }

  bool any() { return left_.first().has_value(); }
  // Removes a piece of one of them.
  void remove_some();

 private:
  void note_number(std::string_view table);
  bool exists(const std::string& table);
  // Whether it is gone.
  bool remove_piece(const std::string& left);
  bool remove_entries_of(const std::string& index);

  sqlite::Connection& connection_;
  ResourceTable left_;
  std::int64_t last_table_id_ = 0;
  std::int64_t last_backup_number_ = 0;
};

}  // namespace storage
