#include "server/worlds/table_copy.h"

#include "core/uuid.h"
#include "server/operations/backups/restoring.h"
#include "storage/catalog.h"
#include "storage/copies.h"
#include "storage/definition_json.h"
#include "storage/writer.h"
#include "streams/stream_registry.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace server::worlds {
namespace {

// Its texts are as they were.
core::TableDefinition copied(core::TableDefinition definition, const core::Scope& to,
                             const Services& services) {
  definition.id = core::random_uuid();
  definition.scope = to;
  definition.created_at = services.clock.now();
  definition.recovery.reset();
  definition.restored_from.reset();
  return definition;
}

// A policy belongs to a stream by its label. Those of former streams go.
void move_stream_policy(std::map<std::string, core::ResourcePolicy>& policies,
                        const std::string& old_label, const std::string& label) {
  auto of_stream = policies.extract(old_label);
  std::erase_if(policies, [](const auto& policy) { return !policy.first.empty(); });
  if (of_stream.empty()) return;
  of_stream.key() = label;
  policies.insert(std::move(of_stream));
}

}  // namespace

void await_copy(Services& services, storage::Table& table, const core::Scope& to) {
  services.copies.await_copy(table, copied(table.definition, to, services));
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

core::TableDefinition TableRestore::definition() const {
  const core::TableDefinition& source = source_.definition;
  auto definition =
      copied(storage::definition_from_json(rewriting_(storage::definition_to_json(source))), to_,
             services_);
  definition.name = source.name;
  if (!source.stream) return definition;
  const core::StreamLabel& label = rewriting_.stream_of(source.name);
  definition.stream->label = label;
  move_stream_policy(definition.attachments.policies, source.stream->label.get(), label.get());
  return definition;
}

// A small one is complete with this.
bool TableRestore::make() {
  const bool at_once = storage::is_one_piece(source_);
  std::unique_ptr<storage::Table> table;
  std::optional<streams::Stream> stream;
  services_.writer.transact([&] {
    table = services_.catalog.store_new(definition());
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
