#include "server/worlds/table_copy.h"

#include "core/api_error.h"
#include "core/uuid.h"
#include "server/operations/backups/restoring.h"
#include "server/worlds/rewriting.h"
#include "storage/catalog.h"
#include "storage/copies.h"
#include "storage/definition_json.h"
#include "storage/writer.h"
#include "streams/stream_registry.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace server::worlds {
namespace {

// How much is saved in the turn of the event loop that it was asked for.
constexpr std::int64_t kMaxItems = 1000;
constexpr std::int64_t kMaxBytes = std::int64_t{256} << 10;

core::TableDefinition copied(const core::TableDefinition& source, const core::Scope& origin,
                             const core::Scope& to, const Services& services) {
  auto definition =
      storage::definition_from_json(rewritten(storage::definition_to_json(source), origin, to));
  definition.id = core::random_uuid();
  definition.scope = to;
  definition.name = source.name;
  definition.created_at = services.clock.now();
  definition.recovery.reset();
  definition.restored_from.reset();
  return definition;
}

void save_now(Services& services, const std::vector<storage::Table*>& sources,
              const core::Scope& from, const core::Scope& to) {
  std::vector<std::unique_ptr<storage::Table>> made;
  services.writer.transact([&] {
    for (const auto* source : sources) {
      made.push_back(services.catalog.store_new(copied(source->definition, from, to, services)));
      services.catalog.copy_rows(*source, *made.back());
    }
  });
  for (auto& table : made) services.catalog.adopt(std::move(table));
}

void save_slowly(Services& services, const std::vector<storage::Table*>& sources,
                 const core::Scope& from, const core::Scope& to) {
  for (auto* source : sources) {
    storage::Table& table =
        services.copies.copy(*source, copied(source->definition, from, to, services));
    operations::begin_restoring(services, table, {});
  }
}

}  // namespace

void save_tables(Services& services, const core::Scope& from, const core::Scope& to) {
  services.writer.transact([] {});  // what was written up to now counts
  std::vector<storage::Table*> now;
  std::vector<storage::Table*> later;
  std::int64_t items = 0;
  std::int64_t bytes = 0;
  const auto sources = services.catalog.list(from, "");
  for (auto* source : sources) {
    items += source->statistics.item_count;
    bytes += source->statistics.size_bytes;
    (items <= kMaxItems && bytes <= kMaxBytes ? now : later).push_back(source);
  }
  save_slowly(services, later, from, to);
  save_now(services, now, from, to);
}

bool is_being_copied_to(Services& services, const core::Scope& scope) {
  const auto tables = services.catalog.list(scope, "");
  return std::any_of(tables.begin(), tables.end(),
                     [](const storage::Table* table) { return table->being_copied_to; });
}

bool TableRestore::step() {
  if (!table_) return make();
  bool more = true;
  services_.writer.transact([&] { more = rows_->step(); });
  if (!more) complete();
  return more;
}

// A small one is complete with this.
bool TableRestore::make() {
  const std::string& name = source_.definition.name.get();
  if (services_.catalog.find(to_, name)) {
    throw core::ApiError(
        core::ErrorCode::resource_conflict,
        fmt::format("Account {} got a table {} while it was restored.", to_.account.get(), name));
  }
  core::TableDefinition definition = copied(source_.definition, origin_, to_, services_);
  const auto& settings = definition.stream;
  if (settings) definition.stream->label = services_.streams.new_label(to_, definition.name);
  const bool at_once = storage::is_one_piece(source_);
  std::unique_ptr<storage::Table> table;
  std::optional<streams::Stream> stream;
  services_.writer.transact([&] {
    table = services_.catalog.store_new(std::move(definition));
    if (at_once) {
      services_.catalog.copy_rows(source_, *table);
    } else {
      storage::copy_counts(services_.catalog, source_, *table);
    }
    const auto& wanted = table->definition.stream;
    if (!wanted || !wanted->enabled) return;
    stream = services_.streams.store_new(table->definition, wanted->view_type, wanted->label);
  });
  table->being_copied_to = !at_once;
  table_ = &services_.catalog.adopt(std::move(table));
  if (stream) services_.streams.adopt(*std::move(stream), *table_);
  operations::begin_restoring(services_, *table_, {});
  if (!at_once) rows_.emplace(connection_, source_, *table_);
  return !at_once;
}

void TableRestore::complete() {
  table_->being_copied_to = false;
  services_.table_transitions.end(to_, source_.definition.name.get());
}

}  // namespace server::worlds
