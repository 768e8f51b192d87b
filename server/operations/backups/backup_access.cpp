#include "server/operations/backups/backup_access.h"

#include "core/api_error.h"
#include "core/arn.h"
#include "storage/backup_json.h"

#include <fmt/format.h>

namespace server::operations {

void check_backup_arn(std::string_view text, const core::Scope& scope) {
  const auto arn = core::parse_arn(text);
  if (!arn || !arn->resource.starts_with("table/") ||
      arn->resource.find("/backup/") == std::string_view::npos) {
    core::throw_validation("Invalid Backup ARN");
  }
  if (arn->service != "dynamodb" ||
      arn->partition != core::partition_of(core::Region(std::string(arn->region)))) {
    core::throw_validation("Invalid Request: BackupArn is not valid");
  }
  if (arn->account == scope.account.get() && !arn->region.empty()) return;
  throw core::ApiError(core::ErrorCode::access_denied, "Access is denied");
}

storage::BackupCatalog::Entry& require_backup(Services& services, const core::Scope& scope,
                                              std::string_view arn) {
  check_backup_arn(arn, scope);
  if (auto* entry = services.backups.find(scope, arn)) return *entry;
  throw core::ApiError(core::ErrorCode::backup_not_found, fmt::format("Backup not found: {}", arn));
}

}  // namespace server::operations
