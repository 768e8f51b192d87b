#include "storage/index_backfill.h"

#include "core/index_projection.h"
#include "storage/item_codec.h"

namespace storage {

void backfill(Table& table, Index& index) {
  table.items.scan(
      {}, Direction::forward, [&](std::string_view key, std::int64_t row, std::string_view stored) {
        const core::Item item = decode_item(stored);
        const auto entry = index_entry_key(index.definition, table.definition.key, item, key);
        if (!entry) return true;
        index.entries.insert(*entry, row);
        index.statistics.item_count += 1;
        index.statistics.size_bytes += static_cast<std::int64_t>(
            core::projected_size_bytes(table.definition, index.definition, item));
        return true;
      });
}

}  // namespace storage
