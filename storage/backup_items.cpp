#include "storage/backup_items.h"

#include <fmt/format.h>

namespace storage {

BackupItems::BackupItems(sqlite::Connection& connection, std::int64_t number)
    : insert_(connection.prepare(
          fmt::format("INSERT INTO backup_{} (key, item) VALUES (?, ?)", number))),
      ascending_(connection.prepare(
          fmt::format("SELECT key, item FROM backup_{} WHERE key >= ? ORDER BY key", number))) {}

void BackupItems::create(sqlite::Connection& connection, std::int64_t number) {
  connection.execute(
      fmt::format("CREATE TABLE backup_{} (key BLOB NOT NULL UNIQUE, item BLOB NOT NULL)", number));
}

void BackupItems::adopt(sqlite::Connection& connection, std::int64_t number,
                        std::int64_t table_id) {
  connection.execute(fmt::format("ALTER TABLE item_{} RENAME TO backup_{}", table_id, number));
}

std::string BackupItems::name(std::int64_t number) {
  return fmt::format("backup_{}", number);
}

void BackupItems::insert(std::string_view key, std::string_view item) {
  insert_.run().bind_blob(1, key).bind_blob(2, item).execute();
}

NextKey BackupItems::read(std::string_view from, const ReadBounds& bounds, const TakeItem& take) {
  std::size_t items = 0;
  std::size_t bytes = 0;
  auto run = ascending_.run();
  run.bind_blob(1, from);
  while (run.next()) {
    if (items == bounds.items || bytes >= bounds.bytes) return std::string(run.blob(0));
    ++items;
    bytes += run.blob(1).size();
    take(run.blob(0), run.blob(1));
  }
  return std::nullopt;
}

}  // namespace storage
