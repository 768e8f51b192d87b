#pragma once

#include "core/json/value.h"
#include "core/table_definition.h"
#include "server/operations/tables/index_change.h"
#include "server/operations/tables/table_options.h"

#include <optional>

// What UpdateTable makes of a table. Pure: a definition in, a definition out.
namespace server::operations {

struct TableChange {
  core::TableDefinition definition;  // but for a new stream's label
  IndexChange indexes;
  std::optional<StreamRequest> stream;
};

// What AWS checks before it looks at the table.
void check_update(const core::json::Object& body);

// The changed table. Throws what AWS answers when the change doesn't fit it.
TableChange change_table(const core::TableDefinition& table, const core::json::Object& body,
                         core::WallTime now);

}  // namespace server::operations
