#include "core/json/writer.h"
#include "server/operations/backups/backup_access.h"
#include "server/operations/backups/backup_description.h"
#include "server/operations/backups/backup_operations.h"

namespace server::operations {

std::string describe_backup(const Request& request, Services& services) {
  const storage::Backup& backup =
      require_backup(services, request.scope, request.body.find("BackupArn")->string()).backup;
  core::json::Writer writer;
  writer.begin_object();
  write_backup_description(writer, backup, status_of(backup));
  return writer.end_object().take();
}

}  // namespace server::operations
