#include "server/operations/transfers/exports.h"

#include "server/operations/transfers/export_json.h"
#include "server/operations/transfers/export_run.h"
#include "storage/catalog.h"
#include "storage/copies.h"
#include "storage/sqlite/error.h"
#include "storage/writer.h"

#include <spdlog/spdlog.h>

#include <memory>
#include <utility>

namespace server::operations {
namespace {

constexpr std::size_t kExportsAtOnce = 2;

}  // namespace

Exports::Exports(storage::sqlite::Connection& connection, ObjectAccess& objects, Services& services)
    : connection_(connection),
      objects_(objects),
      services_(services),
      documents_(connection, "export") {
  for (const storage::Resource& stored : documents_.load_all()) {
    exports_.put(export_from_json(stored.document, stored.scope));
  }
}

// Point-in-time recovery may have been switched off since: the history that the export needs was
// kept all the same.
void Exports::resume() {
  for (const Export* each : exports_.unfinished()) {
    storage::Table* table = services_.catalog.find(each->scope, each->table);
    if (!table) continue;
    if (!table->history) table->history.emplace(connection_, table->id);
    await_turn(*each, *table);
  }
  run_next();
}

const Export& Exports::begin(Export asked, storage::Table& table) {
  forget_obsolete();
  services_.writer.transact([&] { store(asked); });
  const Export& stored = exports_.put(std::move(asked));
  await_turn(stored, table);
  run_next();
  return stored;
}

void Exports::await_turn(const Export& asked, storage::Table& table) {
  services_.copies.pin(table, asked.oldest());
  waiting_.push_back({asked.arn, &table});
}

void Exports::run_next() {
  while (running_.size() < kExportsAtOnce && !waiting_.empty()) {
    const Waiting next = std::move(waiting_.front());
    waiting_.pop_front();
    run(next);
  }
}

void Exports::run(const Waiting& next) {
  const auto done = [this, table = next.table](const Export& ended) {
    running_.erase(ended.arn);
    finish({ended, table});
    run_next();
  };
  const auto run =
      std::make_shared<ExportRun>(objects_, services_, *next.table, *exports_.find(next.arn), done);
  running_.emplace(next.arn, run);
  run->begin();
}

std::size_t Exports::forget(const core::ScopeFilter& scopes, std::size_t most) {
  const auto gone = exports_.of(scopes, most);
  if (gone.empty()) return 0;
  services_.writer.transact([&] {
    for (const Export* each : gone) documents_.erase(each->scope, each->arn);
  });
  for (const Export* each : gone) {
    const std::string arn = each->arn;
    if (const auto run = running_.find(arn); run != running_.end()) {
      run->second->abandon();
      running_.erase(run);
    }
    std::erase_if(waiting_, [&](const Waiting& waiting) { return waiting.arn == arn; });
    std::erase_if(unstored_, [&](const Ended& ended) { return ended.state.arn == arn; });
    exports_.erase(arn);
  }
  run_next();
  return gone.size();
}

// Stored before the history may go: what isn't stored as ended begins anew, and needs it.
void Exports::finish(Ended ended) {
  try {
    services_.writer.transact([&] { store(ended.state); });
  } catch (const storage::sqlite::Error& error) {
    spdlog::error("the end of an export can't be stored yet: {}", error.what());
    return unstored_.push_back(std::move(ended));
  }
  exports_.put(ended.state);
  services_.copies.unpin(*ended.table, ended.state.oldest());
}

void Exports::store_ends() {
  for (Ended& ended : std::exchange(unstored_, {})) finish(std::move(ended));
}

void Exports::store(const Export& changed) {
  documents_.store({changed.scope, changed.arn, export_to_json(changed)});
}

void Exports::forget_obsolete() {
  const auto gone = exports_.obsolete(services_.clock.now(), kForgottenAtOnce);
  if (gone.empty()) return;
  services_.writer.transact([&] {
    for (const Export* each : gone) documents_.erase(each->scope, each->arn);
  });
  for (const Export* each : gone) exports_.erase(std::string(each->arn));
}

}  // namespace server::operations
