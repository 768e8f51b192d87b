#include "server/operations/partiql/found_item.h"

#include "core/json/attribute_value_json.h"
#include "server/operations/partiql/select_plan.h"
#include "storage/item_codec.h"

#include <utility>

namespace server::operations {

std::size_t FoundItem::size_bytes() const {
  return stored ? storage::stored_size_bytes(*stored) : 0;
}

FoundItem find_item(storage::Table& table, std::string_view item_key,
                    std::optional<core::partiql::Columns> columns) {
  FoundItem item{std::move(columns), {}};
  if (const auto found = table.items.find(item_key)) item.stored = found->item;
  return item;
}

void write_item_member(core::json::Writer& writer, const FoundItem& found) {
  if (!found.stored) return;
  writer.key("Item");
  if (found.columns) {
    core::json::write_item(writer, pick_stored(*found.columns, *found.stored));
  } else {
    storage::write_stored_item(writer, *found.stored);
  }
}

}  // namespace server::operations
