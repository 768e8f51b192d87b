#pragma once

#include "core/json/value.h"
#include "core/table_definition.h"
#include "server/operations/tables/table_status.h"

#include <map>
#include <optional>

// GlobalSecondaryIndexUpdates of UpdateTable. Pure: definitions in, definitions out.
namespace server::operations {

struct IndexChange {
  std::optional<core::IndexName> created;                // at the end of the table's indexes
  std::optional<core::IndexDefinition> deleted;          // no longer among them
  std::map<core::IndexName, TableStatus> statuses = {};  // of all that change
};

// What AWS checks before it looks at the table.
void check_index_updates(const core::json::Object& body);

// Applies them to the table, whose throughput has changed already. Throws what AWS answers when
// they don't fit it.
IndexChange change_indexes(const core::json::Object& body, core::TableDefinition& table,
                           core::WallTime now);

}  // namespace server::operations
