#include "core/api_error.h"
#include "core/json/writer.h"
#include "core/time_text.h"
#include "server/operations/backups/backed_up_table.h"
#include "server/operations/backups/backup_operations.h"
#include "storage/catalog.h"
#include "storage/copies.h"
#include "storage/writer.h"

namespace server::operations {
namespace {

std::string describe(const storage::Table& table, const core::Clock& clock) {
  const auto& recovery = table.definition.recovery;
  core::json::Writer writer;
  writer.begin_object().key("ContinuousBackupsDescription").begin_object();
  writer.member("ContinuousBackupsStatus", "ENABLED");
  writer.key("PointInTimeRecoveryDescription").begin_object();
  if (recovery) {
    const RecoveryWindow window = recovery_window(*recovery, clock);
    writer.key("EarliestRestorableDateTime").raw(core::epoch_seconds_text(window.earliest));
    writer.key("LatestRestorableDateTime").raw(core::epoch_seconds_text(window.latest));
  }
  writer.member("PointInTimeRecoveryStatus", recovery ? "ENABLED" : "DISABLED");
  if (recovery) writer.member("RecoveryPeriodInDays", recovery->period_days);
  return writer.end_object().end_object().end_object().take();
}

// Stores the changed setting, and a history for it if there is none.
void store_recovery(Services& services, storage::Table& table, core::TableDefinition changed) {
  std::optional<storage::HistoryTable> history;
  services.writer.transact([&] {
    services.catalog.store_definition(table, changed);
    if (changed.recovery && !table.history) history = services.catalog.store_new_history(table);
  });
  if (history) table.history = std::move(history);
  table.definition = std::move(changed);
  services.copies.drop_unused_history(table);
}

}  // namespace

std::string describe_continuous_backups(const Request& request, Services& services) {
  const storage::Table& table =
      require_backed_up_table(services, request.scope, request.body.find("TableName")->string());
  return describe(table, services.clock);
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
  storage::Table& table =
      require_backed_up_table(services, request.scope, request.body.find("TableName")->string());
  core::TableDefinition changed = table.definition;
  if (!enable) changed.recovery.reset();
  if (enable && !changed.recovery) {
    changed.recovery = core::PointInTimeRecovery{services.clock.now()};
  }
  if (period) changed.recovery->period_days = static_cast<int>(period->integer());
  store_recovery(services, table, std::move(changed));
  return describe(table, services.clock);
}

}  // namespace server::operations
