#include "server/operations/transfers/exports.h"

#include "server/operations/transfers/export_json.h"
#include "storage/catalog.h"
#include "storage/copies.h"

#include <memory>
#include <utility>

namespace server::operations {

// The pin goes behind the stored end: what isn't stored as ended begins anew, and needs the
// history.
Exports::Exports(storage::sqlite::Connection& connection, ObjectAccess& objects, Services& services)
    : connection_(connection),
      services_(services),
      queue_(connection, services,
             {"export", export_from_json, export_to_json,
              [&objects, &services](const Export& asked, storage::Table& table, auto done) {
                return std::make_shared<ExportRun>(objects, services, table, asked,
                                                   std::move(done));
              },
              [&services](const Export& ended, storage::Table* table) {
                services.copies.unpin(*table, ended.oldest());
              }}) {}

// Point-in-time recovery may have been switched off since: the history that the export needs was
// kept all the same.
void Exports::resume() {
  for (const Export* each : all().unfinished()) {
    storage::Table* table = services_.catalog.find(each->scope, each->table);
    if (!table) continue;
    if (!table->history) table->history.emplace(connection_, table->id);
    await_turn(*each, *table);
  }
  queue_.run_next();
}

const Export& Exports::begin(Export asked, storage::Table& table) {
  queue_.forget_obsolete();
  const Export& stored = queue_.save(std::move(asked));
  await_turn(stored, table);
  queue_.run_next();
  return stored;
}

void Exports::await_turn(const Export& asked, storage::Table& table) {
  services_.copies.pin(table, asked.oldest());
  queue_.await_turn(asked, table);
}

}  // namespace server::operations
