#include "server/operations/backups/backed_up_table.h"

#include "core/api_error.h"
#include "server/operations/tables/table_access.h"
#include "storage/catalog.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace server::operations {
namespace {

// How far the latest restorable time lies behind (developer guide, "Point-in-time recovery").
constexpr std::chrono::minutes kRestorableLag{5};

}  // namespace

core::WallTime whole_second(core::WallTime time) {
  return std::chrono::floor<std::chrono::seconds>(time);
}

storage::Table& require_backed_up_table(Services& services, const core::Scope& scope,
                                        std::string_view name_or_arn) {
  const std::string name = table_name_from(name_or_arn, scope);
  const Transition* transition = services.table_transitions.find(scope, name, services.clock.now());
  const bool creating = transition && transition->status == TableStatus::creating;
  storage::Table* table = creating ? nullptr : services.catalog.find(scope, name);
  if (table) return *table;
  throw core::ApiError(core::ErrorCode::table_not_found, fmt::format("Table not found: {}", name));
}

RecoveryWindow recovery_window(const core::PointInTimeRecovery& recovery,
                               const core::Clock& clock) {
  const core::WallTime now = clock.now();
  const core::WallTime first = std::max(clock.dated(recovery.enabled_at),
                                        now - std::chrono::hours(24) * recovery.period_days);
  const core::WallTime earliest = whole_second(first);
  return {earliest, std::max(earliest, whole_second(now - kRestorableLag))};
}

const core::PointInTimeRecovery& require_recovery(const storage::Table& table) {
  if (table.definition.recovery) return *table.definition.recovery;
  throw core::ApiError(core::ErrorCode::point_in_time_recovery_unavailable,
                       fmt::format("Point in time recovery is not enabled for table '{}'",
                                   table.definition.name.get()));
}

}  // namespace server::operations
