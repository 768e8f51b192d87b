#include "server/sns/topic_store.h"

#include "core/arn.h"
#include "core/json/value.h"
#include "core/json/writer.h"

#include <algorithm>

namespace server::sns {
namespace {

using core::json::Object;
using core::json::Writer;
using storage::Resource;

std::string text(const Object& object, std::string_view name) {
  const auto found = object.find(name);
  return std::string(found ? found->string() : "");
}

const std::string& id_of(const Topic& topic) {
  return topic.name;
}
const std::string& id_of(const Subscription& subscription) {
  return subscription.id;
}

Resource stored(const Topic& topic) {
  Writer writer;
  writer.begin_object().key("Attributes").raw(storage::text_map_json(topic.attributes));
  writer.key("Tags").raw(storage::text_map_json(topic.tags)).end_object();
  return {topic.scope, topic.name, writer.take()};
}

Topic read_topic(const Resource& resource) {
  const auto document = core::json::Document::parse(resource.document);
  const Object object = document.root().object();
  return {resource.scope, resource.name,
          storage::text_map_from_json(object.find("Attributes")->text()),
          storage::text_map_from_json(object.find("Tags")->text())};
}

Resource stored(const Subscription& subscription) {
  Writer writer;
  writer.begin_object().member("Topic", std::string_view(subscription.topic));
  writer.member("Protocol", std::string_view(subscription.protocol));
  writer.member("Endpoint", std::string_view(subscription.endpoint));
  writer.member("RawMessageDelivery", subscription.raw).end_object();
  return {subscription.scope, subscription.id, writer.take()};
}

Subscription read_subscription(const Resource& resource) {
  const auto document = core::json::Document::parse(resource.document);
  const Object object = document.root().object();
  return {resource.scope,
          text(object, "Topic"),
          resource.name,
          text(object, "Protocol"),
          text(object, "Endpoint"),
          object.find("RawMessageDelivery")->boolean()};
}

}  // namespace

std::string arn_of(const Topic& topic) {
  return core::make_arn("sns", topic.scope, topic.name);
}

std::string topic_arn_of(const Subscription& subscription) {
  return core::make_arn("sns", subscription.scope, subscription.topic);
}

std::string arn_of(const Subscription& subscription) {
  return topic_arn_of(subscription) + ":" + subscription.id;
}

TopicStore::TopicStore(storage::sqlite::Connection& connection, storage::Writer& writer)
    : writer_(writer),
      topic_table_(connection, "topic"),
      subscription_table_(connection, "subscription") {
  for (const Resource& resource : topic_table_.load_all()) {
    topics_.emplace(std::pair(resource.scope, resource.name), read_topic(resource));
  }
  for (const Resource& resource : subscription_table_.load_all()) {
    Subscription subscription = read_subscription(resource);
    std::string arn = arn_of(subscription);
    subscriptions_.emplace(std::move(arn), std::move(subscription));
  }
}

const Topic* TopicStore::find_topic(const core::Scope& scope, std::string_view name) const {
  const auto found = topics_.find({scope, std::string(name)});
  return found == topics_.end() ? nullptr : &found->second;
}

const Subscription* TopicStore::find_subscription(std::string_view arn) const {
  const auto found = subscriptions_.find(arn);
  return found == subscriptions_.end() ? nullptr : &found->second;
}

std::vector<const Topic*> TopicStore::topics(const core::Scope& scope, std::string_view after,
                                             std::size_t most) const {
  std::vector<const Topic*> found;
  for (auto at = topics_.upper_bound({scope, std::string(after)});
       at != topics_.end() && at->first.first == scope && found.size() < most; ++at) {
    found.push_back(&at->second);
  }
  return found;
}

std::vector<const Subscription*> TopicStore::subscriptions(const core::Scope& scope,
                                                           std::string_view after,
                                                           std::size_t most) const {
  const std::string prefix = core::make_arn("sns", scope, "");
  std::vector<const Subscription*> found;
  for (auto at = subscriptions_.upper_bound(std::max(after, std::string_view(prefix)));
       at != subscriptions_.end() && at->first.starts_with(prefix) && found.size() < most; ++at) {
    found.push_back(&at->second);
  }
  return found;
}

// Their ARNs begin with the topic's.
std::vector<const Subscription*> TopicStore::subscriptions_of(const Topic& topic,
                                                              std::size_t most) const {
  const std::string prefix = arn_of(topic) + ":";
  std::vector<const Subscription*> found;
  for (auto at = subscriptions_.lower_bound(prefix);
       at != subscriptions_.end() && at->first.starts_with(prefix) && found.size() < most; ++at) {
    found.push_back(&at->second);
  }
  return found;
}

SubscriptionList TopicStore::list_of(const Topic& topic) {
  SubscriptionList& list = lists_[arn_of(topic)];
  if (list) return list;
  std::vector<Subscription> subscriptions;
  for (const Subscription* const each : subscriptions_of(topic)) subscriptions.push_back(*each);
  return list = std::make_shared<const std::vector<Subscription>>(std::move(subscriptions));
}

const Topic& TopicStore::store(Topic topic) {
  writer_.transact([&] { topic_table_.store(stored(topic)); });
  std::pair key(topic.scope, topic.name);
  return topics_.insert_or_assign(std::move(key), std::move(topic)).first->second;
}

const Subscription& TopicStore::store(Subscription subscription) {
  writer_.transact([&] { subscription_table_.store(stored(subscription)); });
  lists_.erase(topic_arn_of(subscription));
  std::string arn = arn_of(subscription);
  return subscriptions_.insert_or_assign(std::move(arn), std::move(subscription)).first->second;
}

bool TopicStore::erase(const Topic& topic, std::size_t most) {
  const auto of_it = subscriptions_of(topic, most);
  const bool all = of_it.size() < most;
  writer_.transact([&] {
    if (all) topic_table_.erase(topic.scope, topic.name);
    for (const Subscription* each : of_it) subscription_table_.erase(each->scope, each->id);
  });
  for (const Subscription* each : of_it) subscriptions_.erase(arn_of(*each));
  lists_.erase(arn_of(topic));
  if (all) topics_.erase({topic.scope, topic.name});
  return all;
}

void TopicStore::erase(const Subscription& subscription) {
  writer_.transact([&] { subscription_table_.erase(subscription.scope, subscription.id); });
  lists_.erase(topic_arn_of(subscription));
  subscriptions_.erase(arn_of(subscription));
}

std::size_t TopicStore::erase_topics(const core::ScopeFilter& scopes, std::size_t most) {
  return erase_some(topics_, topic_table_, scopes, most);
}

std::size_t TopicStore::erase_subscriptions(const core::ScopeFilter& scopes, std::size_t most) {
  lists_.clear();
  return erase_some(subscriptions_, subscription_table_, scopes, most);
}

template <class Entries>
std::size_t TopicStore::erase_some(Entries& entries, storage::ResourceTable& rows,
                                   const core::ScopeFilter& scopes, std::size_t most) {
  std::vector<typename Entries::key_type> gone;
  writer_.transact([&] {
    for (const auto& [key, entry] : entries) {
      if (gone.size() == most) break;
      if (!scopes.covers(entry.scope)) continue;
      rows.erase(entry.scope, id_of(entry));
      gone.push_back(key);
    }
  });
  for (const auto& key : gone) entries.erase(key);
  return gone.size();
}

}  // namespace server::sns
