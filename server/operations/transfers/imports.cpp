#include "server/operations/transfers/imports.h"

#include "server/operations/transfers/bucket_refusal.h"
#include "server/operations/transfers/import_json.h"
#include "server/operations/transfers/import_run.h"
#include "server/run_then_transact.h"
#include "storage/catalog.h"
#include "storage/sqlite/error.h"
#include "storage/writer.h"

#include <spdlog/spdlog.h>

#include <memory>
#include <utility>

namespace server::operations {
namespace {

constexpr std::size_t kImportsAtOnce = 2;

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
    : objects_(objects), services_(services), documents_(connection, "import") {
  for (const storage::Resource& stored : documents_.load_all()) {
    imports_.put(import_from_json(stored.document, stored.scope));
  }
}

void Imports::resume() {
  for (const Import* each : imports_.unfinished()) {
    storage::Table* table = services_.catalog.find(each->scope, each->table);
    if (table && table->definition.id == each->table_id) {
      await_turn(*each, *table);
    } else {
      fail(*each, refusal_of(*each));
    }
  }
  run_next();
}

TransferFailure Imports::refusal_of(const Import& asked) const {
  return bucket_refusal(objects_, asked.bucket, asked.bucket_owner, asked.scope.account);
}

const Import& Imports::begin(Import asked, core::TableDefinition definition) {
  forget_obsolete();
  TransferFailure refused = refusal_of(asked);
  std::unique_ptr<storage::Table> table;
  services_.writer.transact([&] {
    if (!refused.any()) table = store_new_table(services_.catalog, std::move(definition));
    store(asked);
  });
  const Import& stored = imports_.put(std::move(asked));
  if (refused.any()) {
    fail(stored, std::move(refused));
    return stored;
  }
  await_turn(stored, services_.catalog.adopt(std::move(table)));
  run_next();
  return stored;
}

void Imports::await_turn(const Import& asked, storage::Table& table) {
  table.being_copied_to = true;
  services_.table_transitions.begin(asked.scope, asked.table,
                                    {TableStatus::creating, core::WallTime::max()});
  waiting_.push_back({asked.arn, &table});
}

void Imports::run_next() {
  while (running_.size() < kImportsAtOnce && !waiting_.empty()) {
    const Waiting next = std::move(waiting_.front());
    waiting_.pop_front();
    run(next);
  }
}

void Imports::run(const Waiting& next) {
  const auto done = [this, table = next.table](const Import& ended) {
    running_.erase(ended.arn);
    finish({ended, table});
    run_next();
  };
  const auto run = std::make_shared<ImportRun>(
      objects_, services_, *next.table, *imports_.find(next.arn),
      [this](const Import& so_far) { save(so_far); }, done);
  running_.emplace(next.arn, run);
  run->begin();
}

std::size_t Imports::forget(const core::ScopeFilter& scopes, std::size_t most) {
  const auto gone = imports_.of(scopes, most);
  if (gone.empty()) return 0;
  services_.writer.transact([&] {
    for (const Import* each : gone) documents_.erase(each->scope, each->arn);
  });
  for (const Import* each : gone) {
    const std::string arn = each->arn;
    if (const auto run = running_.find(arn); run != running_.end()) {
      run->second->abandon();
      running_.erase(run);
    }
    std::erase_if(waiting_, [&](const Waiting& waiting) { return waiting.arn == arn; });
    std::erase_if(unstored_, [&](const Ended& ended) { return ended.state.arn == arn; });
    imports_.erase(arn);
  }
  run_next();
  return gone.size();
}

void Imports::save(const Import& so_far) {
  services_.writer.transact([&] { store(so_far); });
  imports_.put(so_far);
}

void Imports::finish(Ended ended) {
  try {
    save(ended.state);
  } catch (const storage::sqlite::Error& error) {
    spdlog::error("the end of an import can't be stored yet: {}", error.what());
    return unstored_.push_back(std::move(ended));
  }
  if (!ended.table) return;
  ended.table->being_copied_to = false;
  services_.table_transitions.end(ended.state.scope, ended.state.table);
}

void Imports::store_ends() {
  for (Ended& ended : std::exchange(unstored_, {})) finish(std::move(ended));
}

// Later, so that the answer shows it under way, as AWS's does.
void Imports::fail(Import asked, TransferFailure failure) {
  asked.status = TransferStatus::failed;
  asked.ended_at = services_.clock.now();
  asked.failure = std::move(failure);
  run_then_transact(
      services_, [] {},
      [this, asked = std::move(asked)] {
        if (imports_.find(asked.arn)) finish({asked, nullptr});
      });
}

void Imports::store(const Import& changed) {
  documents_.store({changed.scope, changed.arn, import_to_json(changed)});
}

void Imports::forget_obsolete() {
  const auto gone = imports_.obsolete(services_.clock.now(), kForgottenAtOnce);
  if (gone.empty()) return;
  services_.writer.transact([&] {
    for (const Import* each : gone) documents_.erase(each->scope, each->arn);
  });
  for (const Import* each : gone) imports_.erase(std::string(each->arn));
}

}  // namespace server::operations
