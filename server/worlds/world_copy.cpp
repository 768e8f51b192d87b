#include "server/worlds/world_copy.h"

#include "core/api_error.h"
#include "lambda-host/functions/function_registry.h"
#include "lambda-host/mappings/mapping_registry.h"
#include "lambda-host/mappings/queue_mapping_registry.h"
#include "server/operations/queues/queues.h"
#include "server/s3/object_store.h"
#include "server/sns/topic_store.h"
#include "storage/catalog.h"
#include "storage/log_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <vector>

namespace server::worlds {
namespace {

storage::TextMap rewritten_values(storage::TextMap texts, const Rewrite& rewrite) {
  for (auto& [name, text] : texts) text = rewrite(text);
  return texts;
}

using Steps = std::vector<CopyStep>;

// Functions keep what they have of layers.
void add_layers(const WorldParts& parts, const core::Scope& from, const core::Scope& to,
                const Rewrite& rewrite, Steps& steps) {
  auto& layers = parts.services.functions.layers();
  for (auto& [name, layer] : layers.layers(from)) {
    CopyStep& step = steps.emplace_back();
    step.thing = Thing{ThingKind::layer, name};
    step.copy = [&layers, name = name, layer = layer, to, rewrite] {
      layers.copy(name, layer, to, rewrite);
    };
  }
}

void add_functions(const WorldParts& parts, const core::Scope& from, const core::Scope& to,
                   const Rewrite& rewrite, Steps& steps) {
  auto& functions = parts.services.functions;
  for (auto& [name, record] : functions.records(from)) {
    CopyStep& step = steps.emplace_back();
    step.thing = Thing{ThingKind::function, name.get()};
    step.copy = [&functions, name = name, record = record, to, rewrite] {
      functions.copy(name, record, to, rewrite);
    };
  }
}

void add_topics(const WorldParts& parts, const core::Scope& from, const core::Scope& to,
                const Rewrite& rewrite, Steps& steps) {
  for (const auto* each : parts.topics.topics(from)) {
    CopyStep& step = steps.emplace_back();
    step.thing = Thing{ThingKind::topic, each->name};
    step.copy = [&topics = parts.topics, topic = *each, to, rewrite]() mutable {
      topic.scope = to;
      topic.attributes = rewritten_values(std::move(topic.attributes), rewrite);
      topic.tags = rewritten_values(std::move(topic.tags), rewrite);
      topics.store(std::move(topic));
    };
  }
}

// Somebody may have deleted the topic by then.
void add_subscriptions(const WorldParts& parts, const core::Scope& from, const core::Scope& to,
                       const Rewrite& rewrite, Steps& steps) {
  for (const auto* each : parts.topics.subscriptions(from)) {
    steps.emplace_back().copy = [&topics = parts.topics, subscription = *each, to,
                                 rewrite]() mutable {
      if (!topics.find_topic(to, subscription.topic)) return;
      subscription.scope = to;
      subscription.endpoint = rewrite(subscription.endpoint);
      topics.store(std::move(subscription));
    };
  }
}

// Its own, or those of a snapshot.
std::size_t count_buckets(const s3::ObjectStore& objects, const core::Scope& scope) {
  const auto own = objects.buckets_of(scope.account);
  const auto here =
      std::count_if(own.begin(), own.end(), [&](const auto* each) { return each->scope == scope; });
  return static_cast<std::size_t>(here) + objects.saved_buckets(scope).size();
}

std::size_t count_mappings(const Services& services, const core::Scope& scope) {
  const auto& of_streams = services.mappings.all();
  const auto of_queues = services.queue_mappings.all();
  return static_cast<std::size_t>(
      std::count_if(of_streams.begin(), of_streams.end(),
                    [&](const auto& entry) { return entry.second.scope == scope; }) +
      std::count_if(of_queues.begin(), of_queues.end(),
                    [&](const auto* mapping) { return mapping->common.scope == scope; }));
}

}  // namespace

WorldCounts count(const WorldParts& parts, const core::Scope& scope) {
  WorldCounts counts;
  for (const auto* table : parts.services.catalog.list(scope, "")) {
    ++counts.tables;
    counts.items += table->statistics.item_count;
  }
  counts.functions = parts.services.functions.list(scope).size();
  counts.queues = parts.services.queues.registry.list(scope, "", "").size();
  counts.topics = parts.topics.topics(scope).size();
  counts.mappings = count_mappings(parts.services, scope);
  counts.buckets = count_buckets(parts.objects, scope);
  storage::LogGroupQuery all;
  all.limit = std::numeric_limits<std::int32_t>::max();
  counts.log_groups = parts.services.logs.find_groups(scope, all).size();
  return counts;
}

void check_object_count(const WorldParts& parts, const core::Scope& scope) {
  constexpr std::size_t kMaxObjects = s3::ObjectStore::kMaxSavedObjects;
  if (parts.objects.count_objects(scope, kMaxObjects + 1) <= kMaxObjects) return;
  throw core::ApiError(
      core::ErrorCode::resource_conflict,
      fmt::format("A snapshot can have {} objects of buckets, and there are more.", kMaxObjects));
}

std::vector<CopyStep> copies_of_settings(const WorldParts& parts, const core::Scope& from,
                                         const core::Scope& to, const Rewrite& rewrite) {
  Steps steps;
  add_layers(parts, from, to, rewrite, steps);
  add_functions(parts, from, to, rewrite, steps);
  add_topics(parts, from, to, rewrite, steps);
  add_subscriptions(parts, from, to, rewrite, steps);
  return steps;
}

std::unique_ptr<operations::QueueCopy> copy_queue(const WorldParts& parts,
                                                  const operations::Queue& queue,
                                                  const core::Scope& to, const Rewrite& rewrite) {
  return std::make_unique<operations::QueueCopy>(parts.services.queues.registry, queue, to,
                                                 rewritten_values(queue.stored.attributes, rewrite),
                                                 rewritten_values(queue.stored.tags, rewrite));
}

}  // namespace server::worlds
