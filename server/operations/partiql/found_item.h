#pragma once

#include "core/json/writer.h"
#include "core/partiql/columns.h"
#include "storage/table.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace server::operations {

// What a SELECT of a single item found, to be shown when all that is asked for is read.
struct FoundItem {
  std::optional<core::partiql::Columns> columns;  // nullopt: all of it
  std::optional<std::string> stored;              // nullopt: there is none

  // Of the whole item, by DynamoDB's rules; 0: there is none.
  std::size_t size_bytes() const;
};
FoundItem find_item(storage::Table& table, std::string_view item_key,
                    std::optional<core::partiql::Columns> columns);

// Writes the member Item of an element of Responses, where there is one.
void write_item_member(core::json::Writer& writer, const FoundItem& found);

}  // namespace server::operations
