#include "server/worlds/world_copy.h"

#include "lambda-host/functions/function_registry.h"
#include "server/operations/queues/queues.h"
#include "server/s3/object_store.h"
#include "server/sns/topic_store.h"
#include "server/worlds/pages.h"
#include "storage/catalog.h"
#include "storage/log_table.h"

#include <limits>
#include <utility>

namespace server::worlds {
namespace {

storage::TextMap rewritten_values(storage::TextMap texts, const Rewrite& rewrite) {
  for (auto& [name, text] : texts) text = rewrite(text);
  return texts;
}

}  // namespace

WorldCounts count_saved(const WorldParts& parts, const core::Scope& place) {
  WorldCounts counts;
  for (const auto* table : parts.services.catalog.list(place, "")) {
    ++counts.tables;
    counts.items += table->statistics.item_count;
  }
  counts.functions = parts.services.functions.list(place).size();
  counts.queues = parts.services.queues.registry.list(place, "", "").size();
  counts.topics = parts.topics.topics(place).size();
  counts.buckets = parts.objects.saved_buckets(place).size();
  storage::LogGroupQuery all;
  all.limit = std::numeric_limits<std::int32_t>::max();
  counts.log_groups = parts.services.logs.find_groups(place, all).size();
  return counts;
}

SettingsCopies::SettingsCopies(const WorldParts& parts, core::Scope from, core::Scope to,
                               Rewrite rewrite)
    : parts_(parts), from_(std::move(from)), to_(std::move(to)), rewrite_(std::move(rewrite)) {
  plan_layers();
  plan_functions();
  plan_topics();
  plan_subscriptions();
}

SettingsCopies::Copy SettingsCopies::take() {
  Copy copy = std::move(copies_.front());
  copies_.pop_front();
  return copy;
}

void SettingsCopies::add(std::optional<Thing> thing, std::function<void()> make) {
  copies_.push_back({std::move(thing), std::move(make)});
}

// Functions keep what they have of layers.
void SettingsCopies::plan_layers() {
  auto& layers = parts_.services.functions.layers();
  plans_.add(by_pages(
      [this, &layers](const std::string& after) { return layers.layers(from_, after, kPage); },
      [](const auto& each) { return each.first; },
      [this, &layers](const auto& each) {
        add(Thing{ThingKind::layer, each.first},
            [this, &layers, each] { layers.copy(each.first, each.second, to_, rewrite_); });
      }));
}

void SettingsCopies::plan_functions() {
  auto& functions = parts_.services.functions;
  plans_.add(pages_of_functions(functions, from_, [this, &functions](const auto& each) {
    std::optional<Thing> made;
    if (each.second.latest) {
      ++functions_;
      made = Thing{ThingKind::function, each.first.get()};
    }
    add(std::move(made),
        [this, &functions, each] { functions.copy(each.first, each.second, to_, rewrite_); });
  }));
}

void SettingsCopies::plan_topics() {
  plans_.add(by_pages(
      [this](const std::string& after) { return parts_.topics.topics(from_, after, kPage); },
      [](const sns::Topic* topic) { return topic->name; },
      [this](const sns::Topic* each) {
        ++topics_;
        add(Thing{ThingKind::topic, each->name}, [this, topic = *each]() mutable {
          topic.scope = to_;
          topic.attributes = rewritten_values(std::move(topic.attributes), rewrite_);
          topic.tags = rewritten_values(std::move(topic.tags), rewrite_);
          parts_.topics.store(std::move(topic));
        });
      }));
}

// Somebody may have deleted the topic by then.
void SettingsCopies::plan_subscriptions() {
  plans_.add(by_pages(
      [this](const std::string& after) { return parts_.topics.subscriptions(from_, after, kPage); },
      [](const sns::Subscription* each) { return arn_of(*each); },
      [this](const sns::Subscription* each) {
        add(std::nullopt, [this, subscription = *each]() mutable {
          if (!parts_.topics.find_topic(to_, subscription.topic)) return;
          subscription.scope = to_;
          subscription.endpoint = rewrite_(subscription.endpoint);
          parts_.topics.store(std::move(subscription));
        });
      }));
}

std::unique_ptr<operations::QueueCopy> copy_queue(const WorldParts& parts,
                                                  const operations::Queue& queue,
                                                  const core::Scope& to, const Rewrite& rewrite) {
  return std::make_unique<operations::QueueCopy>(parts.services.queues.registry, queue, to,
                                                 rewritten_values(queue.stored.attributes, rewrite),
                                                 rewritten_values(queue.stored.tags, rewrite));
}

}  // namespace server::worlds
