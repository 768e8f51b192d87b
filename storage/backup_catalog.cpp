#include "storage/backup_catalog.h"

#include "core/limits.h"
#include "core/uuid.h"
#include "storage/backup_json.h"

#include <fmt/format.h>

#include <algorithm>

namespace storage {

std::optional<core::WallTime> Backup::expires_at() const {
  if (type != BackupType::system) return std::nullopt;
  return created_at + core::limits::kSystemBackupAge;
}

BackupCatalog::BackupCatalog(sqlite::Connection& connection)
    : connection_(connection), documents_(connection, "backup"), leftovers_(connection) {
  load();
}

void BackupCatalog::load() {
  for (const Resource& resource : documents_.load_all()) {
    adopt(open(backup_from_json(resource.document, resource.scope)));
  }
}

std::unique_ptr<BackupCatalog::Entry> BackupCatalog::open(Backup backup) {
  const std::int64_t number = backup.number;
  return std::make_unique<Entry>(Entry{std::move(backup), BackupItems(connection_, number)});
}

BackupCatalog::Entry* BackupCatalog::find(const core::Scope& scope, std::string_view arn) {
  const auto found = entries_.find({scope, std::string(backup_name_in(arn))});
  return found == entries_.end() ? nullptr : found->second.get();
}

BackupCatalog::Entry* BackupCatalog::find(std::int64_t number) {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const auto& entry) {
    return entry.second->backup.number == number;
  });
  return found == entries_.end() ? nullptr : found->second.get();
}

std::vector<const Backup*> BackupCatalog::list(const core::Scope& scope) const {
  std::vector<const Backup*> backups;
  auto at = entries_.lower_bound({scope, ""});
  for (; at != entries_.end() && at->first.first == scope; ++at) {
    backups.push_back(&at->second->backup);
  }
  return backups;
}

std::vector<const Backup*> BackupCatalog::list_all(const core::ScopeFilter& scopes) const {
  std::vector<const Backup*> backups;
  for (const auto& [key, entry] : entries_) {
    if (scopes.covers(key.first)) backups.push_back(&entry->backup);
  }
  return backups;
}

const Backup* BackupCatalog::find_expired(core::WallTime now) const {
  for (const auto& [key, entry] : entries_) {
    const auto expires_at = entry->backup.expires_at();
    if (expires_at && *expires_at <= now) return &entry->backup;
  }
  return nullptr;
}

Backup BackupCatalog::draft(const Table& table, core::WallTime now) {
  Backup backup;
  backup.number = leftovers_.last_backup_number();
  for (const auto& [key, entry] : entries_) {
    backup.number = std::max(backup.number, entry->backup.number);
  }
  ++backup.number;
  backup.created_at = now;
  backup.table = table.definition;
  backup.statistics = table.statistics;
  const std::string id =
      fmt::format("{:014}-{}", core::epoch_milliseconds(now), core::random_uuid().substr(0, 8));
  backup.arn = backup_arn(table.definition.scope, table.definition.name, id);
  return backup;
}

std::unique_ptr<BackupCatalog::Entry> BackupCatalog::store_new(Backup backup) {
  BackupItems::create(connection_, backup.number);
  store(backup);
  return open(std::move(backup));
}

std::unique_ptr<BackupCatalog::Entry> BackupCatalog::store_left(Backup backup, const Table& table) {
  BackupItems::adopt(connection_, backup.number, table.id);
  store(backup);
  return open(std::move(backup));
}

BackupCatalog::Entry& BackupCatalog::adopt(std::unique_ptr<Entry> entry) {
  std::pair key(entry->backup.scope(), std::string(backup_name_in(entry->backup.arn)));
  return *(entries_[std::move(key)] = std::move(entry));
}

void BackupCatalog::store(const Backup& backup) {
  documents_.store(
      {backup.scope(), std::string(backup_name_in(backup.arn)), backup_to_json(backup)});
}

void BackupCatalog::store_erased(const Backup& backup) {
  leftovers_.leave(BackupItems::name(backup.number));
  documents_.erase(backup.scope(), backup_name_in(backup.arn));
}

void BackupCatalog::forget(const Backup& backup) {
  entries_.erase({backup.scope(), std::string(backup_name_in(backup.arn))});
}

}  // namespace storage
