#include "core/api_error.h"
#include "core/arn.h"
#include "core/json/writer.h"
#include "core/time_text.h"
#include "core/uuid.h"
#include "server/operations/backups/backed_up_table.h"
#include "server/operations/backups/backup_access.h"
#include "server/operations/backups/backup_operations.h"
#include "server/operations/backups/invalid_request.h"
#include "server/operations/backups/restore_definition.h"
#include "server/operations/backups/restoring.h"
#include "server/operations/tables/invalid_value.h"
#include "server/operations/tables/table_description.h"
#include "storage/catalog.h"
#include "storage/copies.h"

#include <fmt/format.h>

#include <chrono>

// Tables made from a backup, and from another table's past. Order and texts are recorded answers of
// 2026: the shape, the source, the time, and last whether the name is free.
namespace server::operations {
namespace {

using core::json::Object;

// The scope in which a source lies that an ARN names: the region is the ARN's.
core::Scope scope_of(std::string_view arn, const core::Scope& scope) {
  return {scope.account, core::Region(std::string(core::parse_arn(arn)->region))};
}

void check_region(const Object& body, const core::Scope& source, const core::Scope& target) {
  if (source == target || body.find("SSESpecificationOverride")) return;
  throw_invalid_request("sseSpecificationOverride must be provided for cross-region restores");
}

std::string in_quotes(core::WallTime time) {
  return fmt::format("'{}Z'", core::iso_seconds(time));
}

// What a name is taken by: a table, or one that is still being restored.
void check_free(const Request& request, Services& services, const std::string& name) {
  const Transition* transition =
      services.table_transitions.find(request.scope, name, services.clock.now());
  if (transition && transition->restored_from && !transition->restored_from->backup_arn.empty()) {
    throw core::ApiError(core::ErrorCode::table_in_use,
                         fmt::format("Table: {} is already being restored from backup: {}", name,
                                     transition->restored_from->backup_arn));
  }
  if (!transition && !services.catalog.find(request.scope, name)) return;
  throw core::ApiError(core::ErrorCode::table_already_exists,
                       fmt::format("Table already exists: {}", name));
}

core::TableDefinition target_definition(const Request& request, const Services& services,
                                        const core::TableDefinition& source,
                                        const core::RestoreOrigin& origin) {
  core::TableDefinition table = restored_definition(request.body, source, request.scope);
  table.id = core::random_uuid();
  table.scope = request.scope;
  table.name = core::TableName(std::string(request.body.find("TargetTableName")->string()));
  table.created_at = services.clock.now();
  if (table.billing == core::BillingMode::pay_per_request) {
    table.pay_per_request_since = table.created_at;
  }
  table.restored_from = origin;
  return table;
}

std::string restore_answer(Services& services, const storage::Table& table,
                           const core::RestoreOrigin& origin) {
  const Transition creating = begin_restoring(services, table, origin);
  core::json::Writer writer;
  writer.begin_object().key("TableDescription");
  write_table_description(writer, table, creating, services.clock.now());
  return writer.end_object().take();
}

void check_unused(const storage::Backup& backup, const Services& services) {
  if (backup.complete && !services.copies.is_read(backup)) return;
  throw core::ApiError(
      core::ErrorCode::backup_in_use,
      backup.complete ? fmt::format("Backup is being used to restore another table: {}", backup.arn)
                      : fmt::format("Backup is being created: {}", backup.arn));
}

storage::Table& require_source(const Request& request, Services& services) {
  const auto name = request.body.find("SourceTableName");
  const auto arn = request.body.find("SourceTableArn");
  if (name && arn) {
    core::throw_validation("Must provide exactly one of: sourceTableArn, sourceTableName");
  }
  if (name) return require_backed_up_table(services, request.scope, name->string());
  if (!arn) {
    core::throw_validation(
        "The parameter 'TableName' is required but was not present in the request");
  }
  const std::string_view text = arn->string();
  if (!text.starts_with("arn:")) {
    core::throw_validation(fmt::format("{}ARNs must start with 'arn:': {}", kInvalid, text));
  }
  const auto parts = core::parse_arn(text);
  if (!parts || parts->service != "dynamodb" || !parts->resource.starts_with("table/")) {
    core::throw_validation("Invalid Request: sourceTableArn is not a valid ARN");
  }
  if (parts->account != request.scope.account.get()) {
    core::throw_validation(
        "This action is only supported by accounts that match the resource owner’s account.");
  }
  return require_backed_up_table(services, scope_of(text, request.scope), text);
}

void check_times(const Object& body) {
  const auto latest = body.find("UseLatestRestorableTime");
  const bool use_latest = latest && latest->boolean();
  const bool at = body.find("RestoreDateTime").has_value();
  if (use_latest && at) {
    throw_invalid_request(
        "Both RestoreDateTime and UseLatestRestorableTime cannot be set for point-in-time restore "
        "request. Please specify either RestoreDateTime time or UseLatestRestorableTime");
  }
  if (use_latest || at) return;
  throw_invalid_request(
      "Either one of RestoreDateTime or UseLatestRestorableTime must be specified, but not both");
}

// The time to restore to, in whole seconds.
core::WallTime read_time(const Object& body, const RecoveryWindow& window) {
  const auto at = body.find("RestoreDateTime");
  if (!at) return window.latest;
  constexpr double kLatestSecond = 253'402'300'799;  // of the year 9999
  const double seconds = std::clamp(at->number(), 0.0, kLatestSecond);
  const core::WallTime time{std::chrono::seconds(static_cast<std::int64_t>(seconds))};
  if (time >= window.earliest && time <= window.latest) return time;
  throw core::ApiError(
      core::ErrorCode::invalid_restore_time,
      fmt::format("RestoreDateTime {} must be within EarliestRestorableDateTime {} and "
                  "LatestRestorableDateTime {}",
                  in_quotes(time), in_quotes(window.earliest), in_quotes(window.latest)));
}

}  // namespace

std::string restore_table_from_backup(const Request& request, Services& services) {
  const std::string_view arn = request.body.find("BackupArn")->string();
  check_backup_arn(arn, request.scope);
  const core::Scope source = scope_of(arn, request.scope);
  check_region(request.body, source, request.scope);
  const storage::Backup& backup = require_backup(services, source, arn).backup;
  const core::RestoreOrigin origin{backup.arn, core::table_arn(backup.scope(), backup.table.name),
                                   backup.created_at};
  core::TableDefinition target = target_definition(request, services, backup.table, origin);
  check_free(request, services, target.name.get());
  check_unused(backup, services);
  return restore_answer(services, services.copies.restore(backup, std::move(target)), origin);
}

std::string restore_table_to_point_in_time(const Request& request, Services& services) {
  check_times(request.body);
  storage::Table& source = require_source(request, services);
  const RecoveryWindow window = recovery_window(require_recovery(source), services.clock);
  const core::WallTime time = read_time(request.body, window);
  check_region(request.body, source.definition.scope, request.scope);
  const core::RestoreOrigin origin{
      "", core::table_arn(source.definition.scope, source.definition.name), time};
  core::TableDefinition target = target_definition(request, services, source.definition, origin);
  check_free(request, services, target.name.get());
  const storage::HistoryPosition moment = source.history->at(time);
  storage::Table& table = services.copies.recover(source, moment, std::move(target));
  return restore_answer(services, table, origin);
}

}  // namespace server::operations
