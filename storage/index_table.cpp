#include "storage/index_table.h"

#include "core/ensure.h"
#include "core/index_projection.h"
#include "storage/key_codec.h"

namespace storage {
namespace {

constexpr int kNumberBits = 20;
static_assert(kMaxIndexNumber < 1 << kNumberBits);

}  // namespace

std::int64_t index_id(std::int64_t table, int number) {
  core::ensure(number >= 0 && number <= kMaxIndexNumber, "a table's index has a number");
  return table << kNumberBits | number;
}

IndexStatements::IndexStatements(sqlite::Connection& connection)
    : insert(connection.prepare("INSERT INTO index_entry (id, key, item) VALUES (?, ?, ?)")),
      erase(connection.prepare("DELETE FROM index_entry WHERE id = ? AND key = ?")),
      ascending(connection.prepare("SELECT key, item FROM index_entry "
                                   "WHERE id = ? AND key >= ? AND key < ? ORDER BY key")),
      descending(connection.prepare("SELECT key, item FROM index_entry "
                                    "WHERE id = ? AND key >= ? AND key < ? ORDER BY key DESC")) {}

void IndexTable::insert(std::string_view key, std::int64_t row) {
  statements_->insert.run().bind(1, id_).bind_blob(2, key).bind(3, row).execute();
}

void IndexTable::erase(std::string_view key) {
  statements_->erase.run().bind(1, id_).bind_blob(2, key).execute();
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
