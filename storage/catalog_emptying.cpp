#include "storage/catalog.h"

#include <algorithm>

// Tables that lose all of their items, or go, with others of their scope: in a moment, however much
// they hold.
namespace storage {
namespace {

// What is quicker to empty than to replace, which changes the schema: SQLite looks at all pages.
constexpr std::int64_t kMaxEmptiedBytes = std::int64_t{4} << 20;
constexpr std::int64_t kMaxEmptiedItems = 20'000;
constexpr std::int64_t kMaxEmptiedEntries = 5'000;  // of indexes, which go one by one

bool is_small(std::int64_t rows, std::int64_t bytes) {
  return rows <= kMaxEmptiedItems && bytes <= kMaxEmptiedBytes;
}

bool is_small(Table& table) {
  if (!is_small(table.statistics.item_count, table.statistics.size_bytes)) return false;
  std::int64_t entries = 0;
  for (const Index& index : table.indexes) entries += index.statistics.item_count;
  if (entries > kMaxEmptiedEntries) return false;
  if (!table.history) return true;
  const HistoryTable::Extent past = table.history->extent();
  return table.definition.recovery && is_small(past.records, past.bytes);
}

}  // namespace

std::vector<Table*> Catalog::list(const core::ScopeFilter& scopes) {
  std::vector<Table*> tables;
  for_each([&](Table& table) {
    if (scopes.covers(table.definition.scope)) tables.push_back(&table);
  });
  return tables;
}

EmptiedTable Catalog::store_emptied(Table& table, core::WallTime now) {
  core::TableDefinition definition = table.definition;
  if (is_small(table)) {
    remove_all_rows(table);
    if (definition.recovery) definition.recovery->enabled_at = now;
    if (definition.recovery) store_definition(table, definition);
    return {&table, nullptr, now};
  }
  store_erased(table);
  const auto recovery = std::exchange(definition.recovery, std::nullopt);
  EmptiedTable emptied{&table, store_new(std::move(definition)), now};
  if (recovery) {
    Table& fresh = *emptied.replacement;
    fresh.history = store_new_history(fresh);
    fresh.definition.recovery = recovery;
    fresh.definition.recovery->enabled_at = now;
    store_definition(fresh, fresh.definition);
  }
  return emptied;
}

void Catalog::remove_all_rows(const Table& table) {
  connection_.execute("DELETE FROM " + ItemTable::name(table.id));
  if (table.history) connection_.execute("DELETE FROM " + HistoryTable::name(table.id));
  if (table.expiry) connection_.execute("DELETE FROM " + ExpiryTable::name(table.id));
  for (const Index& index : table.indexes) {
    connection_.prepare("DELETE FROM index_entry WHERE id = ?")
        .run()
        .bind(1, index.entries.id())
        .execute();
  }
  for (const char* sql : {"DELETE FROM index_statistics WHERE table_id = ?",
                          "DELETE FROM backfill WHERE table_id = ?"}) {
    connection_.prepare(sql).run().bind(1, table.id).execute();
  }
  store_statistics(table, {});
}

Table& Catalog::adopt(EmptiedTable emptied) {
  Table& table = *emptied.table;
  if (emptied.replacement) {
    emptied.replacement->stream = std::move(table.stream);
    forget(table);
    return adopt(std::move(emptied.replacement));
  }
  table.items.forget_cached();
  table.statistics = {};
  if (table.definition.recovery) table.definition.recovery->enabled_at = emptied.at;
  for (Index& index : table.indexes) {
    index.statistics = {};
    index.filled_to.reset();
  }
  if (table.expiry) table.expiry->filled_to.reset();
  return table;
}

}  // namespace storage
