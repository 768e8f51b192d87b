#include "server/operations/tables/table_description.h"

#include "core/arn.h"
#include "server/operations/tables/key_schema_json.h"
#include "server/operations/tables/throughput_change.h"
#include "server/operations/tables/throughput_request.h"
#include "server/operations/tables/time_member.h"

// Which members are there, and when, follows recorded answers: a stream's three only once the table
// has had one, WarmThroughput only while the table is neither new nor on its way out, indexes only
// if there are any.
namespace server::operations {
namespace {

using core::json::Writer;

std::string_view wire_name(core::ScalarType type) {
  return core::type_name(core::attribute_type(type));
}

void write_attribute_definitions(Writer& writer,
                                 const std::vector<core::AttributeDefinition>& attributes) {
  writer.key("AttributeDefinitions").begin_array();
  for (const auto& attribute : attributes) {
    writer.begin_object().member("AttributeName", attribute.name);
    writer.member("AttributeType", wire_name(attribute.type)).end_object();
  }
  writer.end_array();
}

void write_provisioned(Writer& writer, const core::ProvisionedThroughput& throughput,
                       core::WallTime now) {
  writer.key("ProvisionedThroughput").begin_object();
  write_time(writer, "LastIncreaseDateTime", throughput.last_increase);
  write_time(writer, "LastDecreaseDateTime", throughput.last_decrease);
  writer.member("NumberOfDecreasesToday", decreases_on_day_of(throughput, now));
  writer.member("ReadCapacityUnits", throughput.units.read);
  writer.member("WriteCapacityUnits", throughput.units.write).end_object();
}

void write_warm(Writer& writer, const core::Throughput& warm, TableStatus status) {
  writer.key("WarmThroughput").begin_object();
  writer.member("ReadUnitsPerSecond", warm.read);
  writer.member("Status", wire_name(status));
  writer.member("WriteUnitsPerSecond", warm.write).end_object();
}

void write_warm(Writer& writer, const std::optional<core::Throughput>& stated,
                const core::Throughput& otherwise, TableStatus status) {
  if (stated || status != TableStatus::creating) {
    write_warm(writer, stated.value_or(otherwise), status);
  }
}

TableStatus index_status(const core::IndexDefinition& index, bool backfilling,
                         const Transition& transition) {
  if (transition.status == TableStatus::creating) return TableStatus::creating;
  const auto found = transition.indexes.find(index.name);
  if (found != transition.indexes.end()) return found->second;
  return backfilling ? TableStatus::creating : TableStatus::active;
}

void write_index(Writer& writer, const core::TableDefinition& table,
                 const core::IndexDefinition& index, const storage::Statistics& statistics,
                 bool backfilling, const Transition& transition, core::WallTime now) {
  writer.begin_object();
  writer.member("IndexArn", core::index_arn(table.scope, table.name, index.name));
  writer.member("IndexName", index.name.get());
  writer.member("IndexSizeBytes", statistics.size_bytes);
  writer.member("ItemCount", statistics.item_count);
  write_key_schema(writer.key("KeySchema"), index.key);
  write_projection(writer, index);
  if (index.global) {
    const TableStatus status = index_status(index, backfilling, transition);
    writer.member("IndexStatus", wire_name(status));
    // At first the index is only being made; the answer that shows that is the update's.
    if (status == TableStatus::creating && transition.status != TableStatus::creating) {
      writer.member("Backfilling", transition.status == TableStatus::active);
    }
    write_provisioned(writer, index.throughput, now);
    write_on_demand(writer, index.on_demand);
    write_warm(writer, index.warm, default_warm_throughput(table.billing, index.throughput.units),
               status);
  }
  writer.end_object();
}

void write_indexes(Writer& writer, std::string_view name, bool global, const storage::Table& table,
                   const Transition& transition, core::WallTime now) {
  bool any = false;
  const auto write = [&](const core::IndexDefinition& index, const storage::Statistics& statistics,
                         bool backfilling) {
    if (index.global != global) return;
    if (!any) writer.key(name).begin_array();
    any = true;
    write_index(writer, table.definition, index, statistics, backfilling, transition, now);
  };
  for (const storage::Index& index : table.indexes) {
    write(index.definition, index.statistics, index.filled_to.has_value());
  }
  if (transition.removed_index) write(*transition.removed_index, {}, false);
  if (any) writer.end_array();
}

void write_billing(Writer& writer, const core::TableDefinition& table,
                   const Transition& transition) {
  if (!table.billing_stated) return;
  writer.key("BillingModeSummary").begin_object();
  writer.member("BillingMode", core::wire_name(table.billing));
  if (transition.status != TableStatus::creating) {
    write_time(writer, "LastUpdateToPayPerRequestDateTime", table.pay_per_request_since);
  }
  writer.end_object();
}

void write_stream(Writer& writer, const core::TableDefinition& table) {
  if (!table.stream) return;
  const core::StreamSettings& stream = *table.stream;
  writer.member("LatestStreamArn", core::stream_arn(table.scope, table.name, stream.label).get());
  writer.member("LatestStreamLabel", stream.label.get());
  if (!stream.enabled) return;
  writer.key("StreamSpecification").begin_object().member("StreamEnabled", true);
  writer.member("StreamViewType", core::wire_name(stream.view_type)).end_object();
}

void write_options(Writer& writer, const core::TableDefinition& table) {
  if (!table.sse_json.empty()) writer.key("SSEDescription").raw(table.sse_json);
  if (!table.table_class.empty()) {
    writer.key("TableClassSummary").begin_object();
    writer.member("TableClass", table.table_class).end_object();
  }
}

void write_restore(Writer& writer, const std::optional<core::RestoreOrigin>& origin) {
  if (!origin) return;
  writer.key("RestoreSummary").begin_object();
  if (!origin->backup_arn.empty()) writer.member("SourceBackupArn", origin->backup_arn);
  writer.member("SourceTableArn", origin->table_arn);
  write_time(writer, "RestoreDateTime", origin->at);
  writer.member("RestoreInProgress", true).end_object();
}

}  // namespace

void write_projection(Writer& writer, const core::IndexDefinition& index) {
  writer.key("Projection").begin_object();
  writer.member("ProjectionType", core::wire_name(index.projection));
  if (!index.non_key_attributes.empty()) {
    writer.key("NonKeyAttributes").begin_array();
    for (const auto& name : index.non_key_attributes) writer.string(name);
    writer.end_array();
  }
  writer.end_object();
}

void write_on_demand(Writer& writer, const std::optional<core::Throughput>& ceilings) {
  if (!ceilings) return;
  writer.key("OnDemandThroughput").begin_object();
  if (ceilings->read != kNoCeiling) writer.member("MaxReadRequestUnits", ceilings->read);
  if (ceilings->write != kNoCeiling) writer.member("MaxWriteRequestUnits", ceilings->write);
  writer.end_object();
}

void write_table_description(Writer& writer, const storage::Table& table,
                             const Transition& transition, core::WallTime now) {
  const core::TableDefinition& definition = table.definition;
  writer.begin_object();
  const bool whole = transition.status != TableStatus::deleting;  // else its form is gone already
  if (whole) write_attribute_definitions(writer, definition.attributes);
  write_billing(writer, definition, transition);
  if (whole) write_time(writer, "CreationDateTime", definition.created_at);
  writer.member("DeletionProtectionEnabled", definition.deletion_protection);
  if (whole) write_indexes(writer, "GlobalSecondaryIndexes", true, table, transition, now);
  writer.member("ItemCount", table.statistics.item_count);
  if (whole) {
    write_key_schema(writer.key("KeySchema"), definition.key);
    write_indexes(writer, "LocalSecondaryIndexes", false, table, transition, now);
  }
  write_on_demand(writer, definition.on_demand);
  write_provisioned(writer, definition.throughput, now);
  write_restore(writer, transition.restored_from);
  write_stream(writer, definition);
  write_options(writer, definition);
  writer.member("TableArn", core::table_arn(definition.scope, definition.name));
  writer.member("TableId", definition.id);
  writer.member("TableName", definition.name.get());
  writer.member("TableSizeBytes", table.statistics.size_bytes);
  writer.member("TableStatus", wire_name(transition.status));
  if (whole) {
    write_warm(writer, definition.warm,
               default_warm_throughput(definition.billing, definition.throughput.units),
               transition.status);
  }
  writer.end_object();
}

}  // namespace server::operations
