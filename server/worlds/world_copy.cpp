#include "server/worlds/world_copy.h"

#include "core/api_error.h"
#include "lambda-host/functions/function_registry.h"
#include "server/operations/queues/queues.h"
#include "server/sns/topic_store.h"
#include "storage/catalog.h"

#include <fmt/format.h>

#include <vector>

namespace server::worlds {
namespace {

using Rewrite = std::function<std::string(std::string)>;

storage::TextMap rewritten_values(storage::TextMap texts, const Rewrite& rewrite) {
  for (auto& [name, text] : texts) text = rewrite(text);
  return texts;
}

void copy_topics(sns::TopicStore& topics, const core::Scope& from, const core::Scope& to,
                 const Rewrite& rewrite) {
  std::vector<sns::Topic> copies;
  for (const auto* topic : topics.topics(from)) copies.push_back(*topic);
  std::vector<sns::Subscription> subscriptions;
  for (const auto* each : topics.subscriptions(from)) subscriptions.push_back(*each);
  for (auto& topic : copies) {
    topic.scope = to;
    topic.attributes = rewritten_values(std::move(topic.attributes), rewrite);
    topics.store(std::move(topic));
  }
  for (auto& subscription : subscriptions) {
    subscription.scope = to;
    subscription.endpoint = rewrite(subscription.endpoint);
    topics.store(std::move(subscription));
  }
}

void copy_queues(operations::QueueRegistry& queues, const core::Scope& from, const core::Scope& to,
                 const Rewrite& rewrite) {
  for (const auto* queue : queues.list(from, "", "")) {
    queues.copy(*queue, to, rewritten_values(queue->stored.attributes, rewrite));
  }
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
  return counts;
}

void check_message_count(const WorldParts& parts, const core::Scope& scope) {
  std::int64_t messages = 0;
  for (const auto* queue : parts.services.queues.registry.list(scope, "", "")) {
    const auto counts = parts.services.queues.messages.count(*queue);
    messages += counts.visible + counts.in_flight + counts.delayed;
  }
  if (messages <= kMaxMessages) return;
  throw core::ApiError(
      core::ErrorCode::resource_conflict,
      fmt::format("A snapshot can have {} messages, and there are {}.", kMaxMessages, messages));
}

void copy_others(const WorldParts& parts, const core::Scope& from, const core::Scope& to,
                 const Rewrite& rewrite) {
  parts.services.functions.copy_all(from, to, rewrite);
  copy_queues(parts.services.queues.registry, from, to, rewrite);
  copy_topics(parts.topics, from, to, rewrite);
}

}  // namespace server::worlds
