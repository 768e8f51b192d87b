#pragma once

#include "core/json/writer.h"
#include "server/operations/tables/table_status.h"
#include "storage/table.h"

namespace server::operations {

// The TableDescription of CreateTable, DescribeTable and the others, as one JSON object. A default
// Transition shows the table as ACTIVE.
void write_table_description(core::json::Writer& writer, const storage::Table& table,
                             const Transition& transition, core::WallTime now);

}  // namespace server::operations
