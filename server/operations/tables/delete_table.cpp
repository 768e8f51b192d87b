#include "core/api_error.h"
#include "server/operations/tables/table_access.h"
#include "server/operations/tables/table_description.h"
#include "server/operations/tables/table_operations.h"
#include "storage/catalog.h"
#include "storage/copies.h"
#include "storage/writer.h"
#include "streams/stream_registry.h"

#include <algorithm>

namespace server::operations {
namespace {

void check_unprotected(const core::TableDefinition& table) {
  if (!table.deletion_protection) return;
  core::throw_validation(
      "Resource cannot be deleted as it is currently protected against deletion. Disable deletion "
      "protection first.");
}

// Developer guide, "Managing Global Secondary Indexes": not while an index is backfilling.
void check_filled(const storage::Table& table) {
  const bool filled =
      std::none_of(table.indexes.begin(), table.indexes.end(),
                   [](const storage::Index& index) { return index.filled_to.has_value(); });
  if (filled) return;
  const Transition updating{TableStatus::updating, {}};
  check_changeable(&updating, table.definition.name.get());
}

// Nor while its items are being copied into a backup or another table. What a snapshot has yet to
// begin to copy is begun for that; of a small table it is all then.
void check_not_copied(Services& services, storage::Table& table) {
  services.copies.begin_awaited(table);
  if (!services.copies.is_read(table)) return;
  const Transition updating{TableStatus::updating, {}};
  check_changeable(&updating, table.definition.name.get());
}

// What a table that could be recovered leaves (developer guide, "Point-in-time recovery").
storage::Backup last_backup(const Services& services, const storage::Table& table) {
  storage::Backup backup = services.backups.draft(table, services.clock.now());
  backup.arn = backup.arn.substr(0, backup.arn.rfind('-')) + "-00000000";
  backup.name = table.definition.name.get() + "$DeletedTableBackup";
  backup.type = storage::BackupType::system;
  backup.complete = true;
  return backup;
}

// The stream outlives its table: it is disabled, and can be read till its records age out.
void erase(Services& services, storage::Table& table) {
  std::optional<streams::Stream> stream;
  std::unique_ptr<storage::BackupCatalog::Entry> backup;
  services.writer.transact([&] {
    if (const auto* enabled = services.streams.enabled_stream(table.definition)) {
      stream = services.streams.store_disabled(*enabled);
    }
    if (table.definition.recovery) {
      backup = services.backups.store_left(last_backup(services, table), table);
      services.catalog.store_erased_but_items(table);
    } else {
      services.catalog.store_erased(table);
    }
  });
  if (backup) services.backups.adopt(std::move(backup));
  if (stream) services.streams.adopt_disabled(*std::move(stream), table);
  services.catalog.forget(table);
}

}  // namespace

std::string delete_table(const Request& request, Services& services) {
  const std::string name = table_name_from(request.body.find("TableName")->string(), request.scope);
  storage::Table& table = require_changeable_table(services, request.scope, name);
  check_unprotected(table.definition);
  check_filled(table);
  check_not_copied(services, table);

  Transition deleting{TableStatus::deleting, services.clock.now() + TableTransitions::kDelay};
  core::json::Writer writer;
  write_table_description(writer, table, deleting, services.clock.now());
  deleting.description = writer.take();
  writer.begin_object().key("TableDescription").raw(deleting.description);
  erase(services, table);
  if (services.settings.delay_transient_statuses) {
    services.table_transitions.begin(request.scope, name, std::move(deleting));
  }
  return writer.end_object().take();
}

}  // namespace server::operations
