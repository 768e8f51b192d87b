#pragma once

#include "core/clock.h"
#include "server/services.h"
#include "storage/table.h"

#include <string_view>

namespace server::operations {

// The table by name or ARN, as operations on backups look for it: TableNotFoundException, "Table
// not found: NAME", also while it is being created.
storage::Table& require_backed_up_table(Services& services, const core::Scope& scope,
                                        std::string_view name_or_arn);

// The times to which a table can be recovered, in whole seconds as AWS shows them.
struct RecoveryWindow {
  core::WallTime earliest;
  core::WallTime latest;  // some minutes ago, but not before the earliest
};
RecoveryWindow recovery_window(const core::PointInTimeRecovery& recovery, const core::Clock& clock);

// Throws PointInTimeRecoveryUnavailableException when it isn't switched on for the table.
const core::PointInTimeRecovery& require_recovery(const storage::Table& table);

// The second that a time lies in.
core::WallTime whole_second(core::WallTime time);

}  // namespace server::operations
