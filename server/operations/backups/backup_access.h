#pragma once

#include "server/services.h"
#include "storage/backup_catalog.h"

#include <string_view>

namespace server::operations {

// Throws ValidationException for what isn't the ARN of a backup, AccessDeniedException for another
// account's, and BackupNotFoundException. As on AWS, the ARN's region isn't looked at.
storage::BackupCatalog::Entry& require_backup(Services& services, const core::Scope& scope,
                                              std::string_view arn);
// The same without looking whether there is one.
void check_backup_arn(std::string_view arn, const core::Scope& scope);

}  // namespace server::operations
