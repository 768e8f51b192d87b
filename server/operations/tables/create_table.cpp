#include "core/api_error.h"
#include "core/uuid.h"
#include "server/operations/tables/index_request.h"
#include "server/operations/tables/new_table.h"
#include "server/operations/tables/policy_document.h"
#include "server/operations/tables/table_access.h"
#include "server/operations/tables/table_description.h"
#include "server/operations/tables/table_operations.h"
#include "server/operations/tables/table_options.h"
#include "server/operations/tables/tag_list.h"
#include "server/operations/tables/throughput_request.h"
#include "storage/catalog.h"
#include "storage/writer.h"
#include "streams/stream_registry.h"

#include <fmt/format.h>

namespace server::operations {
namespace {

using core::json::Object;

[[noreturn]] void throw_empty_list(std::string_view name) {
  core::throw_validation(
      fmt::format("One or more parameter values were invalid: List of {} is empty", name));
}

void check_index_lists(const Object& body, const core::TableDefinition& table) {
  for (const char* name : {"LocalSecondaryIndexes", "GlobalSecondaryIndexes"}) {
    const auto list = body.find(name);
    if (list && list->array().empty()) throw_empty_list(name);
  }
  if (!body.find("LocalSecondaryIndexes") || !table.key.sort.empty()) return;
  core::throw_validation(
      "One or more parameter values were invalid: Table KeySchema does not have a range key, which "
      "is required when specifying a LocalSecondaryIndex");
}

void read_local_indexes(const Object& body, core::TableDefinition& table) {
  const auto list = body.find("LocalSecondaryIndexes");
  if (!list) return;
  list->array().for_each([&](core::json::Value index) {
    table.indexes.push_back(read_local_index(index.object(), table.attributes, table.key));
  });
  check_indexes(table.indexes);
}

void read_global_indexes(const Object& body, core::TableDefinition& table) {
  const auto list = body.find("GlobalSecondaryIndexes");
  if (!list) return;
  list->array().for_each([&](core::json::Value index) {
    table.indexes.push_back(read_global_index(index.object(), table.attributes));
    read_index_throughput(index.object(), table.billing, table.indexes.back());
  });
  check_indexes(table.indexes);
}

// It is attached with the table, and shown by GetResourcePolicy alone.
void read_resource_policy(const Object& body, core::TableDefinition& table) {
  const auto policy = body.find("ResourcePolicy");
  if (!policy) return;
  table.attachments.policies[""] = {
      read_policy(policy->string(), PolicySubject::table, table.scope).canonical,
      core::epoch_milliseconds(table.created_at)};
}

storage::Table& store(Services& services, core::TableDefinition definition) {
  std::unique_ptr<storage::Table> table;
  std::optional<streams::Stream> stream;
  services.writer.transact([&] {
    table = services.catalog.store_new(std::move(definition));
    if (const auto& settings = table->definition.stream) {
      stream = services.streams.store_new(table->definition, settings->view_type, settings->label);
    }
  });
  storage::Table& adopted = services.catalog.adopt(std::move(table));
  if (stream) services.streams.adopt(*std::move(stream), adopted);
  return adopted;
}

}  // namespace

core::TableDefinition read_new_table(const Request& request, const Services& services) {
  const Object& body = request.body;
  core::TableDefinition table;
  table.id = core::random_uuid();
  table.scope = request.scope;
  table.name = core::TableName(table_name_from(body.find("TableName")->string(), request.scope));
  table.created_at = services.clock.now();
  read_table_throughput(body, table);
  table.attributes = read_attribute_definitions(body);
  table.key = read_table_key(body.find("KeySchema")->array(), table.attributes);
  check_index_lists(body, table);
  check_all_used(body, table.attributes);
  read_local_indexes(body, table);
  read_global_indexes(body, table);
  int number = 0;
  for (auto& index : table.indexes) index.number = ++number;
  table.sse_json = read_encryption(body, table.scope).value_or("");
  if (const auto tags = body.find("Tags")) table.tags = read_tags(tags->array());
  check_tag_count(table.tags.size());
  table.table_class = read_table_class(body).value_or("");
  const auto protection = body.find("DeletionProtectionEnabled");
  table.deletion_protection = protection && protection->boolean();
  read_resource_policy(body, table);
  return table;
}

void check_name_is_free(Services& services, const core::TableDefinition& table) {
  const Transition* transition =
      services.table_transitions.find(table.scope, table.name.get(), table.created_at);
  if (transition && transition->status == TableStatus::creating) {
    check_changeable(transition, table.name.get());
  }
  if (!transition && !services.catalog.find(table.scope, table.name.get())) return;
  throw core::ApiError(core::ErrorCode::resource_in_use,
                       fmt::format("Table already exists: {}", table.name.get()));
}

std::string create_table(const Request& request, Services& services) {
  check_supported(request.body);
  core::TableDefinition definition = read_new_table(request, services);
  const auto stream = read_stream_request(request.body, kNewTableTexts);
  check_name_is_free(services, definition);
  if (stream && stream->enabled) {
    definition.stream = core::StreamSettings{
        true, stream->view_type, services.streams.new_label(definition.scope, definition.name)};
  }
  const storage::Table& table = store(services, std::move(definition));
  Transition creating{TableStatus::creating, services.clock.now() + TableTransitions::kDelay};
  core::json::Writer writer;
  writer.begin_object().key("TableDescription");
  write_table_description(writer, table, creating, services.clock.now());
  if (services.settings.delay_transient_statuses) {
    services.table_transitions.begin(request.scope, table.definition.name.get(),
                                     std::move(creating));
  }
  return writer.end_object().take();
}

}  // namespace server::operations
