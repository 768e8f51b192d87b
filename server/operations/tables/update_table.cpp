#include "core/api_error.h"
#include "server/operations/tables/table_access.h"
#include "server/operations/tables/table_change.h"
#include "server/operations/tables/table_description.h"
#include "server/operations/tables/table_operations.h"
#include "server/operations/tables/throughput_change.h"
#include "storage/backfill.h"
#include "storage/catalog.h"
#include "storage/writer.h"
#include "streams/stream_registry.h"

#include <algorithm>

namespace server::operations {
namespace {

// What a change makes that memory takes over after the commit.
struct Made {
  std::optional<storage::Index> index;
  std::optional<streams::Stream> stream;
};

void store_stream(Services& services, const storage::Table& table, const TableChange& change,
                  Made& made) {
  const auto& settings = change.definition.stream;
  if (change.stream->enabled) {
    made.stream =
        services.streams.store_new(change.definition, settings->view_type, settings->label);
  } else {
    made.stream =
        services.streams.store_disabled(*services.streams.enabled_stream(table.definition));
  }
}

Made store(Services& services, storage::Table& table, const TableChange& change) {
  Made made;
  services.writer.transact([&] {
    if (change.indexes.created) {
      // An index of a small table is complete with this; the rest of a larger one follows.
      made.index = services.catalog.new_index(table, change.definition.indexes.back());
      const storage::Filled filled = storage::fill(services.catalog, table, *made.index);
      made.index->filled_to = filled.to;
      made.index->statistics = filled.statistics;
    }
    if (change.indexes.deleted) {
      services.catalog.erase_index(table, change.indexes.deleted->number);
    }
    if (change.stream) store_stream(services, table, change, made);
    services.catalog.store_definition(table, change.definition);
  });
  return made;
}

// The table and its indexes' definitions as they were changed.
void assign(storage::Table& table, const core::TableDefinition& definition) {
  table.definition = definition;
  for (std::size_t i = 0; i < table.indexes.size(); ++i) {
    table.indexes[i].definition = definition.indexes[i];
  }
}

void adopt(Services& services, storage::Table& table, const TableChange& change, Made made) {
  if (made.index) table.indexes.push_back(*std::move(made.index));
  if (const auto& deleted = change.indexes.deleted) {
    std::erase_if(table.indexes, [&](const storage::Index& index) {
      return index.definition.name == deleted->name;
    });
  }
  assign(table, change.definition);
  if (!made.stream) return;
  if (change.stream->enabled) {
    services.streams.adopt(*std::move(made.stream), table);
  } else {
    services.streams.adopt_disabled(*std::move(made.stream), table);
  }
}

// Deletion protection and ceilings change at once: the table never shows as UPDATING [AWS].
bool is_done_at_once(const core::json::Object& body) {
  return body.find("DeletionProtectionEnabled") ||
         (body.find("OnDemandThroughput") && !body.find("BillingMode"));
}

// One that is backfilling may be deleted; others may neither come nor go meanwhile (developer
// guide, "Managing Global Secondary Indexes").
void check_one_online_index(const storage::Table& table, const IndexChange& change) {
  if (!change.created && !change.deleted) return;
  for (const storage::Index& index : table.indexes) {
    if (!index.filled_to) continue;
    if (change.deleted && change.deleted->name == index.definition.name) continue;
    throw core::ApiError(
        core::ErrorCode::limit_exceeded,
        "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously "
        "per table");
  }
}

// The answer still shows the old units, those of a table that is only now being updated.
core::TableDefinition with_old_units(const core::TableDefinition& before,
                                     core::TableDefinition after) {
  if (before.billing != after.billing) return after;
  after.throughput.units = before.throughput.units;
  after.throughput.decreases_today = before.throughput.decreases_today;
  for (auto& index : after.indexes) {
    if (const auto* old = before.find_index(index.name.get())) {
      index.throughput.units = old->throughput.units;
    }
  }
  return after;
}

}  // namespace

std::string update_table(const Request& request, Services& services) {
  check_update(request.body);
  const core::WallTime now = services.clock.now();
  const std::string name = table_name_from(request.body.find("TableName")->string(), request.scope);
  storage::Table& table = require_changeable_table(services, request.scope, name);
  const core::TableDefinition before = table.definition;
  TableChange change = change_table(before, request.body, now);
  check_one_online_index(table, change.indexes);
  if (change.stream && change.stream->enabled) {
    change.definition.stream->label = services.streams.new_label(before.scope, before.name);
  }
  const core::TableDefinition shown = with_old_units(before, change.definition);
  forget_removed_ceilings(change.definition);
  adopt(services, table, change, store(services, table, change));

  Transition updating{is_done_at_once(request.body) ? TableStatus::active : TableStatus::updating,
                      now + TableTransitions::kDelay, std::move(change.indexes.statuses),
                      std::move(change.indexes.deleted)};
  core::json::Writer writer;
  writer.begin_object().key("TableDescription");
  assign(table, shown);
  write_table_description(writer, table, updating, now);
  assign(table, change.definition);
  if (services.settings.delay_transient_statuses && updating.status != TableStatus::active) {
    services.table_transitions.begin(request.scope, name, std::move(updating));
  }
  return writer.end_object().take();
}

}  // namespace server::operations
