#include "server/operations/backups/backup_description.h"

#include "core/arn.h"
#include "server/operations/tables/key_schema_json.h"
#include "server/operations/tables/table_description.h"
#include "server/operations/tables/time_member.h"

namespace server::operations {
namespace {

using core::json::Writer;

std::string_view wire_name(BackupStatus status) {
  switch (status) {
    case BackupStatus::creating: return "CREATING";
    case BackupStatus::available: return "AVAILABLE";
    case BackupStatus::deleted: return "DELETED";
  }
  __builtin_unreachable();
}

std::string_view wire_name(storage::BackupType type) {
  return type == storage::BackupType::system ? "SYSTEM" : "USER";
}

void write_members(Writer& writer, const storage::Backup& backup, BackupStatus status) {
  writer.member("BackupArn", backup.arn).member("BackupName", backup.name);
  write_time(writer, "BackupCreationDateTime", backup.created_at);
  if (const auto expires_at = backup.expires_at()) {
    write_time(writer, "BackupExpiryDateTime", *expires_at);
  }
  writer.member("BackupStatus", wire_name(status));
  writer.member("BackupType", wire_name(backup.type));
  writer.member("BackupSizeBytes", backup.statistics.size_bytes);
}

void write_units(Writer& writer, const core::ProvisionedThroughput& throughput) {
  writer.key("ProvisionedThroughput").begin_object();
  writer.member("ReadCapacityUnits", throughput.units.read);
  writer.member("WriteCapacityUnits", throughput.units.write).end_object();
}

void write_source_table(Writer& writer, const storage::Backup& backup) {
  const core::TableDefinition& table = backup.table;
  writer.key("SourceTableDetails").begin_object().member("TableName", table.name.get());
  writer.member("TableId", table.id);
  writer.member("TableArn", core::table_arn(table.scope, table.name));
  writer.member("TableSizeBytes", backup.statistics.size_bytes);
  write_key_schema(writer.key("KeySchema"), table.key);
  write_time(writer, "TableCreationDateTime", table.created_at);
  write_units(writer, table.throughput);
  write_on_demand(writer, table.on_demand);
  writer.member("ItemCount", backup.statistics.item_count);
  writer.member("BillingMode", core::wire_name(table.billing)).end_object();
}

void write_index(Writer& writer, const core::IndexDefinition& index) {
  writer.begin_object().member("IndexName", index.name.get());
  write_key_schema(writer.key("KeySchema"), index.key);
  write_projection(writer, index);
  if (index.global) {
    write_units(writer, index.throughput);
    write_on_demand(writer, index.on_demand);
  }
  writer.end_object();
}

void write_indexes(Writer& writer, std::string_view name, bool global,
                   const core::TableDefinition& table) {
  bool any = false;
  for (const core::IndexDefinition& index : table.indexes) {
    if (index.global != global) continue;
    if (!any) writer.key(name).begin_array();
    any = true;
    write_index(writer, index);
  }
  if (any) writer.end_array();
}

// Neither tags nor recovery, class, protection and policies.
void write_features(Writer& writer, const core::TableDefinition& table) {
  writer.key("SourceTableFeatureDetails").begin_object();
  write_indexes(writer, "LocalSecondaryIndexes", false, table);
  write_indexes(writer, "GlobalSecondaryIndexes", true, table);
  if (table.stream && table.stream->enabled) {
    writer.key("StreamDescription").begin_object().member("StreamEnabled", true);
    writer.member("StreamViewType", core::wire_name(table.stream->view_type)).end_object();
  }
  if (table.time_to_live_attribute) {
    writer.key("TimeToLiveDescription").begin_object().member("TimeToLiveStatus", "ENABLED");
    writer.member("AttributeName", *table.time_to_live_attribute).end_object();
  }
  if (!table.sse_json.empty()) writer.key("SSEDescription").raw(table.sse_json);
  writer.end_object();
}

}  // namespace

BackupStatus status_of(const storage::Backup& backup) {
  return backup.complete ? BackupStatus::available : BackupStatus::creating;
}

void write_backup_details(Writer& writer, const storage::Backup& backup, BackupStatus status) {
  writer.key("BackupDetails").begin_object();
  write_members(writer, backup, status);
  writer.end_object();
}

void write_backup_description(Writer& writer, const storage::Backup& backup, BackupStatus status) {
  writer.key("BackupDescription").begin_object();
  write_backup_details(writer, backup, status);
  write_source_table(writer, backup);
  write_features(writer, backup.table);
  writer.end_object();
}

void write_backup_summary(Writer& writer, const storage::Backup& backup) {
  writer.begin_object().member("TableName", backup.table.name.get());
  writer.member("TableId", backup.table.id);
  writer.member("TableArn", core::table_arn(backup.table.scope, backup.table.name));
  write_members(writer, backup, status_of(backup));
  writer.end_object();
}

}  // namespace server::operations
