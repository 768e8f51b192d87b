#include "storage/backfill.h"

#include "core/index_projection.h"
#include "storage/item_codec.h"

#include <algorithm>

namespace storage {
namespace {

// Calls enter(key, row, stored item) for the items of a piece; answers where the next one begins.
template <class Enter>
FilledTo walk(Table& table, const FilledTo& from, const BackfillBounds& bounds, Enter enter) {
  FilledTo next;
  std::size_t items = 0;
  std::size_t bytes = 0;
  table.items.scan({*from, {}}, Direction::forward,
                   [&](std::string_view key, std::int64_t row, std::string_view stored) {
                     if (items == bounds.items || bytes >= bounds.bytes) {
                       next = key;
                       return false;
                     }
                     ++items;
                     bytes += stored.size();
                     enter(key, row, stored);
                     return true;
                   });
  return next;
}

bool is_unfilled(const Table& table) {
  if (table.being_copied_to) return false;  // its items come first
  if (table.expiry && table.expiry->filled_to) return true;
  return std::any_of(table.indexes.begin(), table.indexes.end(),
                     [](const Index& index) { return index.filled_to.has_value(); });
}

Table* find_unfilled(Catalog& catalog) {
  Table* found = nullptr;
  catalog.for_each([&](Table& table) {
    if (!found && is_unfilled(table)) found = &table;
  });
  return found;
}

}  // namespace

Filled fill(Catalog& catalog, Table& table, Index& index, const BackfillBounds& bounds) {
  Statistics statistics = index.statistics;
  const auto looked_at = core::projected_attributes(table.definition, index.definition);
  const auto enter = [&](std::string_view key, std::int64_t row, std::string_view stored) {
    const core::Item item = decode_attributes(stored, looked_at);
    const auto entry = index_entry_key(index.definition, table.definition.key, item, key);
    if (!entry) return;
    index.entries.insert(*entry, row);
    statistics.item_count += 1;
    statistics.size_bytes += static_cast<std::int64_t>(
        index_size_bytes(table.definition, index.definition, item, stored));
  };
  FilledTo to = walk(table, index.filled_to, bounds, enter);
  catalog.store_index_statistics(table, index.definition.number, statistics);
  catalog.store_filled(table, index.definition.number, to);
  return {std::move(to), statistics};
}

Filled fill(Catalog& catalog, Table& table, ExpiryIndex& expiry, const std::string& attribute,
            const BackfillBounds& bounds) {
  const auto enter = [&](std::string_view, std::int64_t row, std::string_view stored) {
    if (const auto second = expiry_second(stored, attribute)) {
      expiry.entries.insert({*second, row});
    }
  };
  FilledTo to = walk(table, expiry.filled_to, bounds, enter);
  catalog.store_filled(table, Catalog::kExpiryNumber, to);
  return {std::move(to), {}};
}

bool Backfill::step(const BackfillBounds& bounds) {
  Table* table = find_unfilled(catalog_);
  if (!table) return false;
  Filled filled;
  if (table->expiry && table->expiry->filled_to) {
    writer_.transact([&] {
      filled =
          fill(catalog_, *table, *table->expiry, *table->definition.time_to_live_attribute, bounds);
    });
    table->expiry->filled_to = std::move(filled.to);
    return true;
  }
  const auto index = std::find_if(table->indexes.begin(), table->indexes.end(),
                                  [](const Index& each) { return each.filled_to.has_value(); });
  writer_.transact([&] { filled = fill(catalog_, *table, *index, bounds); });
  index->filled_to = std::move(filled.to);
  index->statistics = filled.statistics;
  return true;
}

}  // namespace storage
