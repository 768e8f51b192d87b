#pragma once

#include "core/json/value.h"
#include "core/table_definition.h"

// What UpdateTable does to billing mode and throughput. Pure: definitions in, definitions out.
namespace server::operations {

// Changes the units, and notes when they last went up or down.
void change_units(core::ProvisionedThroughput& throughput, const core::Throughput& units,
                  core::WallTime now);

// How often they went down on the (UTC) day of `now`.
int decreases_on_day_of(const core::ProvisionedThroughput& throughput, core::WallTime now);

// Applies BillingMode, ProvisionedThroughput, OnDemandThroughput and WarmThroughput of the body to
// the table. Throws what AWS answers when they don't fit it.
void change_table_throughput(const core::json::Object& body, core::TableDefinition& table,
                             core::WallTime now);

// The same for one {"Update": …} of GlobalSecondaryIndexUpdates. The table's billing mode is the
// new one.
void change_index_throughput(const core::json::Object& update, const core::TableDefinition& table,
                             core::IndexDefinition& index, core::WallTime now);

// Ceilings that were removed are shown as kCeilingRemoved in the answer, and then no longer.
void forget_removed_ceilings(core::TableDefinition& table);

}  // namespace server::operations
