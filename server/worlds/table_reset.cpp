#include "server/worlds/table_reset.h"

#include "server/operations/items/idempotency.h"
#include "server/operations/transfers/transfers.h"
#include "storage/backup_catalog.h"
#include "storage/catalog.h"
#include "storage/copies.h"
#include "storage/writer.h"
#include "streams/shard_log.h"
#include "streams/stream_registry.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace server::worlds {
namespace {

using Tables = std::vector<storage::Table*>;

void forget_records(Services& services, const std::vector<storage::ShardNumber>& shards) {
  for (const auto shard : shards) services.shard_log.forget(shard);
}

void remove(Services& services, const Tables& tables) {
  services.writer.transact([&] {
    for (const auto* table : tables) services.catalog.store_erased(*table);
  });
  for (auto* table : tables) services.catalog.forget(*table);
}

// Whose items are still coming: what has come of them is no table.
Tables take_incomplete(Tables& tables) {
  Tables incomplete;
  std::erase_if(tables, [&](storage::Table* table) {
    if (table->being_copied_to) incomplete.push_back(table);
    return table->being_copied_to;
  });
  return incomplete;
}

void empty(Services& services, storage::Table& table) {
  storage::EmptiedTable emptied;
  services.writer.transact(
      [&] { emptied = services.catalog.store_emptied(table, services.clock.now()); });
  services.catalog.adopt(std::move(emptied));
}

// What was begun since the reset that would read the table, as if it had been begun before.
void end_readers(Services& services, const core::Scope& scope) {
  const core::ScopeFilter scopes{scope.account, scope.region};
  if (services.transfers) services.transfers->forget(scopes);
  services.copies.forget(scopes);
  remove_backups(services, scopes, core::kAll);
}

}  // namespace

void end_work_on_tables(Services& services, const core::ScopeFilter& scopes) {
  if (services.transfers) services.transfers->forget(scopes);
  services.copies.forget(scopes);
  Tables tables = services.catalog.list(scopes);
  const Tables incomplete = take_incomplete(tables);
  if (!incomplete.empty()) remove(services, incomplete);
  services.table_transitions.end(scopes);
  services.transaction_tokens.forget(scopes);
}

std::size_t remove_backups(Services& services, const core::ScopeFilter& scopes, std::size_t most) {
  auto backups = services.backups.list_all(scopes);
  backups.resize(std::min(backups.size(), most));
  if (backups.empty()) return 0;
  services.writer.transact([&] {
    for (const auto* backup : backups) services.backups.store_erased(*backup);
  });
  for (const auto* backup : backups) services.backups.forget(*backup);
  return backups.size();
}

// With their streams: what is written to a table's stream finds the table.
RemovedTables remove_tables(Services& services, const core::ScopeFilter& scopes, std::size_t most) {
  RemovedTables removed;
  Tables tables;
  std::set<std::string, std::less<>> arns;
  for (auto* table : services.catalog.list(scopes)) {
    if (removed.things >= most) break;
    const auto* enabled = services.streams.enabled_stream(table->definition);
    if (enabled) arns.insert(enabled->arn.get());
    tables.push_back(table);
    removed.things += 1 + (enabled ? streams::removal_weight(*enabled) : 0);
  }
  removed.tables = tables.size();
  if (tables.empty()) return removed;
  remove(services, tables);
  if (arns.empty()) return removed;
  forget_records(services, services.streams.erase_all([&](const streams::Stream& stream) {
    return arns.contains(stream.arn.get());
  }));
  return removed;
}

std::size_t remove_streams(Services& services, const core::ScopeFilter& scopes, std::size_t most,
                           bool also_enabled) {
  std::size_t removed = 0;
  const auto goes = [&](const streams::Stream& stream) {
    const bool is_wanted = scopes.covers(stream.row.scope) && (also_enabled || !stream.enabled());
    removed += is_wanted ? streams::removal_weight(stream) : 0;
    return is_wanted;
  };
  forget_records(services, services.streams.erase_all(goes, most));
  return removed;
}

std::vector<KeptTable> kept_tables(Services& services, const core::ScopeFilter& scopes) {
  std::vector<KeptTable> kept;
  for (const auto* table : services.catalog.list(scopes)) {
    kept.push_back({table->definition.scope, table->definition.name.get(), table->definition.id});
  }
  return kept;
}

void empty_table(Services& services, const KeptTable& kept) {
  storage::Table* table = services.catalog.find(kept.scope, kept.name);
  if (!table || table->definition.id != kept.id) return;
  if (services.copies.is_read(*table)) end_readers(services, kept.scope);
  empty(services, *table);
  const auto& definition = services.catalog.find(kept.scope, kept.name)->definition;
  const auto* stream = services.streams.enabled_stream(definition);
  if (stream) forget_records(services, services.streams.empty(stream->arn));
}

void remove_table(Services& services, storage::Table& table) {
  services.copies.begin_awaited(table);
  if (services.copies.is_read(table)) return;
  const core::Scope scope = table.definition.scope;
  const std::string name = table.definition.name.get();
  const auto* enabled = services.streams.enabled_stream(table.definition);
  const std::string arn = enabled ? enabled->arn.get() : "";
  remove(services, {&table});
  forget_records(services, services.streams.erase_all([&](const streams::Stream& stream) {
    return stream.arn.get() == arn;
  }));
  services.table_transitions.end(scope, name);
}

bool has_tables(Services& services, const core::Scope& scope) {
  return services.catalog.count(scope) > 0 || !services.backups.list(scope).empty() ||
         !services.streams.list(scope, "", "").empty();
}

}  // namespace server::worlds
