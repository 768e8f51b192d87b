#include "server/operations/transfers/imports.h"

#include "server/operations/transfers/bucket_refusal.h"
#include "server/operations/transfers/import_json.h"
#include "server/run_then_transact.h"
#include "storage/catalog.h"

#include <memory>
#include <utility>

namespace server::operations {
namespace {

// A table whose indexes are filled when its items are all there.
std::unique_ptr<storage::Table> store_new_table(storage::Catalog& catalog,
                                                core::TableDefinition definition) {
  std::unique_ptr<storage::Table> table = catalog.store_new(std::move(definition));
  for (storage::Index& index : table->indexes) {
    index.filled_to = "";
    catalog.store_filled(*table, index.definition.number, index.filled_to);
  }
  return table;
}

}  // namespace

Imports::Imports(storage::sqlite::Connection& connection, ObjectAccess& objects, Services& services)
    : objects_(objects),
      services_(services),
      queue_(connection, services,
             {"import", import_from_json, import_to_json,
              [this](const Import& asked, storage::Table& table, auto done) {
                return std::make_shared<ImportRun>(
                    objects_, services_, table, asked,
                    [this](const Import& so_far) { queue_.save(so_far); }, std::move(done));
              },
              [this](const Import& ended, storage::Table* table) {
                if (!table) return;
                table->being_copied_to = false;
                services_.table_transitions.end(ended.scope, ended.table);
              }}) {}

void Imports::resume() {
  for (const Import* each : all().unfinished()) {
    storage::Table* table = services_.catalog.find(each->scope, each->table);
    if (table && table->definition.id == each->table_id) {
      await_turn(*each, *table);
    } else {
      fail(*each, refusal_of(*each));
    }
  }
  queue_.run_next();
}

TransferFailure Imports::refusal_of(const Import& asked) const {
  return bucket_refusal(objects_, asked.bucket, asked.bucket_owner, asked.scope.account);
}

const Import& Imports::begin(Import asked, core::TableDefinition definition) {
  queue_.forget_obsolete();
  TransferFailure refused = refusal_of(asked);
  std::unique_ptr<storage::Table> table;
  const Import& stored = queue_.save(std::move(asked), [&] {
    if (!refused.any()) table = store_new_table(services_.catalog, std::move(definition));
  });
  if (refused.any()) {
    fail(stored, std::move(refused));
    return stored;
  }
  await_turn(stored, services_.catalog.adopt(std::move(table)));
  queue_.run_next();
  return stored;
}

void Imports::await_turn(const Import& asked, storage::Table& table) {
  table.being_copied_to = true;
  services_.table_transitions.begin(asked.scope, asked.table,
                                    {TableStatus::creating, core::WallTime::max()});
  queue_.await_turn(asked, table);
}

// Later, so that the answer shows it under way, as AWS's does.
void Imports::fail(Import asked, TransferFailure failure) {
  asked.status = TransferStatus::failed;
  asked.ended_at = services_.clock.now();
  asked.failure = std::move(failure);
  run_then_transact(
      services_, [] {},
      [this, asked = std::move(asked)] {
        if (all().find(asked.arn)) queue_.finish(asked, nullptr);
      });
}

}  // namespace server::operations
