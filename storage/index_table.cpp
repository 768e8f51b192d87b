#include "storage/index_table.h"

#include "core/index_projection.h"
#include "storage/key_codec.h"

#include <fmt/format.h>

namespace storage {
std::string IndexTable::name(std::int64_t table, std::int64_t number) {
  return fmt::format("index_{}_{}", table, number);
}

IndexTable::IndexTable(sqlite::Connection& connection, std::int64_t table, std::int64_t number)
    : insert_(connection.prepare(
          fmt::format("INSERT INTO {} (key, item) VALUES (?, ?)", name(table, number)))),
      erase_(connection.prepare(fmt::format("DELETE FROM {} WHERE key = ?", name(table, number)))),
      ascending_(connection.prepare(
          fmt::format("SELECT key, item FROM {} WHERE key >= ? AND key < ? ORDER BY key",
                      name(table, number)))),
      descending_(connection.prepare(
          fmt::format("SELECT key, item FROM {} WHERE key >= ? AND key < ? ORDER BY key DESC",
                      name(table, number)))) {}

void IndexTable::create(sqlite::Connection& connection, std::int64_t table, std::int64_t number) {
  connection.execute(
      fmt::format("CREATE TABLE {} (key BLOB PRIMARY KEY, item INTEGER NOT NULL) WITHOUT ROWID",
                  name(table, number)));
}

void IndexTable::insert(std::string_view key, std::int64_t row) {
  insert_.run().bind_blob(1, key).bind(2, row).execute();
}

void IndexTable::erase(std::string_view key) {
  erase_.run().bind_blob(1, key).execute();
}

std::string encode_entry_key(const core::IndexDefinition& index, const core::KeySchema& table_key,
                             const core::Item& item, std::string_view item_key) {
  std::string key = encode_key(index.key, item);
  if (!index.global) return key.append(item_key);
  append_hash(key, item_hash(table_key, item));
  return key.append(item_key.substr(kHashBytes));
}

std::optional<std::string> index_entry_key(const core::IndexDefinition& index,
                                           const core::KeySchema& table_key, const core::Item& item,
                                           std::string_view item_key) {
  if (!core::is_in_index(index, item)) return std::nullopt;
  return encode_entry_key(index, table_key, item, item_key);
}

}  // namespace storage
