#include "core/api_error.h"
#include "core/json/writer.h"
#include "core/time_text.h"
#include "server/operations/tables/store_definition.h"
#include "server/operations/tables/table_access.h"
#include "server/operations/tables/table_operations.h"
#include "storage/catalog.h"

#include <fmt/format.h>

#include <algorithm>

// Point-in-time recovery can be switched on and is then described, for tools that insist on it.
// There is nothing to restore from.
namespace server::operations {
namespace {

// How far the latest restorable time lies behind (developer guide, "Point-in-time recovery").
constexpr std::chrono::minutes kRestorableLag{5};

storage::Table& require_backed_up_table(Services& services, const Request& request) {
  const std::string name = table_name_from(request.body.find("TableName")->string(), request.scope);
  if (storage::Table* table = services.catalog.find(request.scope, name)) return *table;
  throw core::ApiError(core::ErrorCode::table_not_found, fmt::format("Table not found: {}", name));
}

core::WallTime earliest(const core::PointInTimeRecovery& recovery, core::WallTime now) {
  return std::max(recovery.enabled_at, now - std::chrono::hours(24) * recovery.period_days);
}

std::string describe(const core::TableDefinition& table, core::WallTime now) {
  const auto& recovery = table.recovery;
  core::json::Writer writer;
  writer.begin_object().key("ContinuousBackupsDescription").begin_object();
  writer.member("ContinuousBackupsStatus", "ENABLED");
  writer.key("PointInTimeRecoveryDescription").begin_object();
  if (recovery) {
    const core::WallTime first = earliest(*recovery, now);
    writer.key("EarliestRestorableDateTime").raw(core::epoch_seconds_text(first));
    writer.key("LatestRestorableDateTime")
        .raw(core::epoch_seconds_text(std::max(first, now - kRestorableLag)));
  }
  writer.member("PointInTimeRecoveryStatus", recovery ? "ENABLED" : "DISABLED");
  if (recovery) writer.member("RecoveryPeriodInDays", recovery->period_days);
  return writer.end_object().end_object().end_object().take();
}

}  // namespace

std::string describe_continuous_backups(const Request& request, Services& services) {
  return describe(require_backed_up_table(services, request).definition, services.clock.now());
}

std::string update_continuous_backups(const Request& request, Services& services) {
  const auto specification = request.body.find("PointInTimeRecoverySpecification")->object();
  const bool enable = specification.find("PointInTimeRecoveryEnabled")->boolean();
  const auto period = specification.find("RecoveryPeriodInDays");
  if (!enable && period) {
    core::throw_validation(
        "Invalid Request: Cannot specify RecoveryPeriodInDays when disabling "
        "point-in-time recovery.");
  }
  storage::Table& table = require_backed_up_table(services, request);
  core::TableDefinition changed = table.definition;
  if (!enable) changed.recovery.reset();
  if (enable && !changed.recovery) {
    changed.recovery = core::PointInTimeRecovery{services.clock.now()};
  }
  if (period) changed.recovery->period_days = static_cast<int>(period->integer());
  store_definition(services, table, std::move(changed));
  return describe(table.definition, services.clock.now());
}

}  // namespace server::operations
