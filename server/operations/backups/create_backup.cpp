#include "core/json/writer.h"
#include "server/operations/backups/backed_up_table.h"
#include "server/operations/backups/backup_description.h"
#include "server/operations/backups/backup_operations.h"
#include "storage/copies.h"

namespace server::operations {

// Names needn't be unique: a backup is known by its ARN.
std::string create_backup(const Request& request, Services& services) {
  storage::Table& table =
      require_backed_up_table(services, request.scope, request.body.find("TableName")->string());
  storage::Backup draft = services.backups.draft(table, services.clock.now());
  draft.name = request.body.find("BackupName")->string();
  const storage::Backup& backup = services.copies.back_up(table, std::move(draft));
  core::json::Writer writer;
  writer.begin_object();
  write_backup_details(writer, backup, BackupStatus::creating);
  return writer.end_object().take();
}

}  // namespace server::operations
