#pragma once

#include "server/operations/operation.h"
#include "server/operations/transfers/export.h"
#include "storage/table.h"

namespace server::operations {

// The table that an export is of. Throws TableNotFoundException, AccessDeniedException and
// ValidationException as AWS words them here.
storage::Table& require_exported_table(const Request& request, Services& services);

// What ExportTableToPointInTime is asked for, but for its ARN, token and positions. Throws
// ValidationException, InvalidExportTimeException and PointInTimeRecoveryUnavailableException.
Export read_export(const Request& request, Services& services, const storage::Table& table);

}  // namespace server::operations
