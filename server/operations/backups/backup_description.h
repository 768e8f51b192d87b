#pragma once

#include "core/json/writer.h"
#include "storage/backup_catalog.h"

#include <string_view>

// Backups as AWS shows them.
namespace server::operations {

enum class BackupStatus { creating, available, deleted };

BackupStatus status_of(const storage::Backup& backup);

// "BackupDetails": the members that CreateBackup answers.
void write_backup_details(core::json::Writer& writer, const storage::Backup& backup,
                          BackupStatus status);
// "BackupDescription": with what the table was like.
void write_backup_description(core::json::Writer& writer, const storage::Backup& backup,
                              BackupStatus status);
// One member of "BackupSummaries".
void write_backup_summary(core::json::Writer& writer, const storage::Backup& backup);

}  // namespace server::operations
