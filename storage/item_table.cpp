#include "storage/item_table.h"

#include <fmt/format.h>

namespace storage {
namespace {

// Keys begin with eight bytes of hash and hold at most 3 KB, twice that when escaped; nothing that
// is a key comes after this.
const std::string& last_key() {
  static const std::string last(16, '\xff');
  return last;
}

}  // namespace

ItemTable::ItemTable(sqlite::Connection& connection, ItemCache& cache, std::int64_t id)
    : find_(connection.prepare(fmt::format("SELECT rowid, item FROM item_{} WHERE key = ?", id))),
      item_at_(connection.prepare(fmt::format("SELECT item FROM item_{} WHERE rowid = ?", id))),
      insert_(connection.prepare(fmt::format("INSERT INTO item_{} (key, item) VALUES (?, ?)", id))),
      update_(connection.prepare(fmt::format("UPDATE item_{} SET item = ?2 WHERE rowid = ?1", id))),
      erase_(connection.prepare(fmt::format("DELETE FROM item_{} WHERE rowid = ?", id))),
      ascending_(connection.prepare(
          fmt::format("SELECT key, rowid, item FROM item_{} WHERE key >= ? AND key < ? "
                      "ORDER BY key",
                      id))),
      descending_(connection.prepare(
          fmt::format("SELECT key, rowid, item FROM item_{} WHERE key >= ? AND key < ? "
                      "ORDER BY key DESC",
                      id))),
      connection_(connection),
      cache_(cache),
      cached_as_(cache.new_table()) {}

void ItemTable::create(sqlite::Connection& connection, std::int64_t id) {
  // Not CREATE INDEX, which walks over the statements of all tables.
  connection.execute(
      fmt::format("CREATE TABLE item_{} (key BLOB NOT NULL UNIQUE, item BLOB NOT NULL)", id));
}

std::string ItemTable::name(std::int64_t id) {
  return fmt::format("item_{}", id);
}

std::string_view end_of(const KeyRange& range) {
  return range.end.empty() ? std::string_view(last_key()) : std::string_view(range.end);
}

std::optional<StoredRow> ItemTable::find(std::string_view key) {
  if (const auto cached = cache_.find(cached_as_, key)) return cached;
  auto run = find_.run();
  run.bind_blob(1, key);
  if (!run.next()) return std::nullopt;
  return cache_.keep(cached_as_, key, {run.whole(0), run.blob(1)});
}

std::optional<std::string> ItemTable::item_at(std::int64_t row) {
  auto run = item_at_.run();
  run.bind(1, row);
  if (!run.next()) return std::nullopt;
  return std::string(run.blob(0));
}

std::int64_t ItemTable::insert_uncached(std::string_view key, std::string_view item) {
  insert_.run().bind_blob(1, key).bind_blob(2, item).execute();
  return connection_.last_insert_rowid();
}

std::int64_t ItemTable::insert(std::string_view key, std::string_view item) {
  const std::int64_t row = insert_uncached(key, item);
  cache_.keep(cached_as_, key, {row, item});
  return row;
}

void ItemTable::update(std::string_view key, const StoredRow& row) {
  update_.run().bind(1, row.row).bind_blob(2, row.item).execute();
  cache_.keep(cached_as_, key, row);
}

void ItemTable::erase(std::string_view key, std::int64_t row) {
  erase_.run().bind(1, row).execute();
  cache_.erase(cached_as_, key);
}

}  // namespace storage
