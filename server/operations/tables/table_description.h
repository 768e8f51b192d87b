#pragma once

#include "core/json/writer.h"
#include "server/operations/tables/table_status.h"
#include "storage/table.h"

#include <optional>

namespace server::operations {

// The TableDescription of CreateTable, DescribeTable and the others, as one JSON object. A default
// Transition shows the table as ACTIVE.
void write_table_description(core::json::Writer& writer, const storage::Table& table,
                             const Transition& transition, core::WallTime now);

// Members of it that backups show, too: "Projection", and "OnDemandThroughput" if there is a
// ceiling.
void write_projection(core::json::Writer& writer, const core::IndexDefinition& index);
void write_on_demand(core::json::Writer& writer, const std::optional<core::Throughput>& ceilings);

}  // namespace server::operations
