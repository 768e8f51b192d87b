#include "core/api_error.h"
#include "core/json/writer.h"
#include "core/time_text.h"
#include "server/operations/backups/backup_access.h"
#include "server/operations/backups/backup_description.h"
#include "server/operations/backups/backup_operations.h"
#include "storage/copies.h"
#include "storage/writer.h"

#include <fmt/format.h>

namespace server::operations {
namespace {

void check_deletable(const storage::Backup& backup, const Services& services) {
  if (const auto expires_at = backup.expires_at()) {
    core::throw_validation(
        fmt::format("Invalid Request: User is not allowed to delete the system backup with arn {}. "
                    "It will automatically expire on {}Z",
                    backup.arn, core::iso_milliseconds(*expires_at)));
  }
  if (services.copies.is_read(backup)) {
    throw core::ApiError(core::ErrorCode::backup_in_use,
                         fmt::format("Backup is being used to restore table: {}", backup.arn));
  }
  if (services.copies.is_written(backup)) {
    throw core::ApiError(core::ErrorCode::backup_in_use,
                         fmt::format("Backup is being created: {}", backup.arn));
  }
}

}  // namespace

std::string delete_backup(const Request& request, Services& services) {
  const storage::Backup& backup =
      require_backup(services, request.scope, request.body.find("BackupArn")->string()).backup;
  check_deletable(backup, services);
  core::json::Writer writer;
  writer.begin_object();
  write_backup_description(writer, backup, BackupStatus::deleted);
  services.writer.transact([&] { services.backups.store_erased(backup); });
  services.backups.forget(backup);
  return writer.end_object().take();
}

}  // namespace server::operations
