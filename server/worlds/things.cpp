#include "server/worlds/things.h"

#include "core/api_error.h"
#include "lambda-host/functions/function_registry.h"
#include "lambda-host/mappings/mapping_registry.h"
#include "lambda-host/mappings/queue_mapping_registry.h"
#include "server/operations/queues/queues.h"
#include "server/s3/object_store.h"
#include "server/sns/topic_store.h"
#include "server/worlds/table_reset.h"
#include "storage/catalog.h"
#include "storage/log_table.h"
#include "storage/writer.h"

#include <fmt/format.h>

#include <cstdint>
#include <string_view>
#include <vector>

namespace server::worlds {
namespace {

using core::Scope;

bool has_table(const WorldParts& parts, const Scope& scope, const std::string& name) {
  return parts.services.catalog.find(scope, name) != nullptr;
}

void remove_table_of(const WorldParts& parts, const Scope& scope, const std::string& name) {
  if (auto* table = parts.services.catalog.find(scope, name)) remove_table(parts.services, *table);
}

bool has_function(const WorldParts& parts, const Scope& scope, const std::string& name) {
  return parts.services.functions.find(scope, core::FunctionName(name)) != nullptr;
}

void remove_function(const WorldParts& parts, const Scope& scope, const std::string& name) {
  if (!has_function(parts, scope, name)) return;
  parts.services.functions.erase(scope, core::FunctionName(name));
}

bool has_layer(const WorldParts& parts, const Scope& scope, const std::string& name) {
  return !parts.services.functions.layers().versions(scope, name).empty();
}

void remove_layer(const WorldParts& parts, const Scope& scope, const std::string& name) {
  auto& layers = parts.services.functions.layers();
  std::vector<std::int64_t> numbers;
  for (const auto* version : layers.versions(scope, name)) numbers.push_back(version->version);
  for (const auto number : numbers) layers.erase({scope, name, number});
}

bool has_queue(const WorldParts& parts, const Scope& scope, const std::string& name) {
  return parts.services.queues.registry.find(scope, name) != nullptr;
}

void remove_queue(const WorldParts& parts, const Scope& scope, const std::string& name) {
  operations::Queues& queues = parts.services.queues;
  operations::Queue* queue = queues.registry.find(scope, name);
  if (!queue) return;
  const std::int64_t id = queue->stored.id;
  queues.registry.take_back(*queue);
  queues.polls.give_up(id);
}

bool has_topic(const WorldParts& parts, const Scope& scope, const std::string& name) {
  return parts.topics.find_topic(scope, name) != nullptr;
}

void remove_topic(const WorldParts& parts, const Scope& scope, const std::string& name) {
  if (const auto* topic = parts.topics.find_topic(scope, name)) parts.topics.erase(*topic);
}

// Names of buckets are everybody's.
bool has_bucket(const WorldParts& parts, const Scope&, const std::string& name) {
  return parts.objects.find_bucket(name) != nullptr;
}

void remove_bucket(const WorldParts& parts, const Scope& scope, const std::string& name) {
  const auto* bucket = parts.objects.find_bucket(name);
  if (bucket && bucket->scope == scope) parts.objects.discard_bucket(name);
}

bool has_log_group(const WorldParts& parts, const Scope& scope, const std::string& name) {
  return parts.services.logs.find_group(scope, name).has_value();
}

void remove_log_group(const WorldParts& parts, const Scope& scope, const std::string& name) {
  parts.services.writer.transact([&] {
    const auto group = parts.services.logs.find_group(scope, name);
    if (group) parts.services.logs.drop_group(group->id);
  });
}

bool has_mapping(const WorldParts& parts, const Scope& scope, const std::string& id) {
  const auto& mappings = parts.services.mappings.all();
  return mappings.contains(core::MappingId(id)) ||
         parts.services.queue_mappings.find(scope, id) != nullptr;
}

void remove_mapping(const WorldParts& parts, const Scope& scope, const std::string& id) {
  Services& services = parts.services;
  if (services.mappings.all().contains(core::MappingId(id))) services.mappings.erase(scope, id);
  if (const auto* mapping = services.queue_mappings.find(scope, id)) {
    services.queue_mappings.erase(*mapping);
  }
}

struct KindOfThing {
  std::string_view word;
  bool (*is_there)(const WorldParts&, const Scope&, const std::string& name);
  void (*remove)(const WorldParts&, const Scope&, const std::string& name);
};

KindOfThing kind_of(ThingKind kind) {
  switch (kind) {
    case ThingKind::table: return {"table", has_table, remove_table_of};
    case ThingKind::function: return {"function", has_function, remove_function};
    case ThingKind::layer: return {"layer", has_layer, remove_layer};
    case ThingKind::queue: return {"queue", has_queue, remove_queue};
    case ThingKind::topic: return {"topic", has_topic, remove_topic};
    case ThingKind::bucket: return {"bucket", has_bucket, remove_bucket};
    case ThingKind::log_group: return {"log group", has_log_group, remove_log_group};
    case ThingKind::mapping: return {"mapping", has_mapping, remove_mapping};
  }
  __builtin_unreachable();
}

}  // namespace

void check_absent(const WorldParts& parts, const Scope& scope, const Thing& thing) {
  const KindOfThing kind = kind_of(thing.kind);
  if (!kind.is_there(parts, scope, thing.name)) return;
  throw core::ApiError(core::ErrorCode::resource_conflict,
                       fmt::format("Account {} got a {} {} while it was restored.",
                                   scope.account.get(), kind.word, thing.name));
}

void remove(const WorldParts& parts, const Scope& scope, const Thing& thing) {
  kind_of(thing.kind).remove(parts, scope, thing.name);
}

}  // namespace server::worlds
