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
    keep(read_subscription(resource));
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
std::vector<const Subscription*> TopicStore::subscriptions_of(std::string_view topic_arn,
                                                              std::string_view after,
                                                              std::size_t most) const {
  const std::string prefix = std::string(topic_arn) + ":";
  std::vector<const Subscription*> found;
  for (auto at = subscriptions_.upper_bound(std::max(after, std::string_view(prefix)));
       at != subscriptions_.end() && at->first.starts_with(prefix) && found.size() < most; ++at) {
    found.push_back(&at->second);
  }
  return found;
}

std::size_t TopicStore::count_subscriptions(const Topic& topic) const {
  const auto found = endpoints_.find(arn_of(topic));
  return found == endpoints_.end() ? 0 : found->second.size();
}

const Subscription* TopicStore::find_subscription(const Topic& topic, const std::string& protocol,
                                                  const std::string& endpoint) const {
  const auto of_topic = endpoints_.find(arn_of(topic));
  if (of_topic == endpoints_.end()) return nullptr;
  const auto found = of_topic->second.lower_bound({protocol, endpoint, ""});
  if (found == of_topic->second.end()) return nullptr;
  const auto& [found_protocol, found_endpoint, arn] = *found;
  return found_protocol == protocol && found_endpoint == endpoint ? find_subscription(arn)
                                                                  : nullptr;
}

const Subscription& TopicStore::keep(Subscription subscription) {
  const std::string arn = arn_of(subscription);
  forget_subscription(arn);
  endpoints_[topic_arn_of(subscription)].emplace(subscription.protocol, subscription.endpoint, arn);
  return subscriptions_.emplace(arn, std::move(subscription)).first->second;
}

void TopicStore::forget_subscription(const std::string& arn) {
  const auto found = subscriptions_.find(arn);
  if (found == subscriptions_.end()) return;
  const Subscription& subscription = found->second;
  const auto of_topic = endpoints_.find(topic_arn_of(subscription));
  of_topic->second.erase({subscription.protocol, subscription.endpoint, arn});
  if (of_topic->second.empty()) endpoints_.erase(of_topic);
  subscriptions_.erase(found);
}

const Topic& TopicStore::store(Topic topic) {
  writer_.transact([&] { topic_table_.store(stored(topic)); });
  std::pair key(topic.scope, topic.name);
  return topics_.insert_or_assign(std::move(key), std::move(topic)).first->second;
}

const Subscription& TopicStore::store(Subscription subscription) {
  writer_.transact([&] { subscription_table_.store(stored(subscription)); });
  return keep(std::move(subscription));
}

bool TopicStore::erase(const Topic& topic, std::size_t most) {
  const auto of_it = subscriptions_of(arn_of(topic), {}, most);
  const bool all = of_it.size() < most;
  writer_.transact([&] {
    if (all) topic_table_.erase(topic.scope, topic.name);
    for (const Subscription* each : of_it) subscription_table_.erase(each->scope, each->id);
  });
  for (const Subscription* each : of_it) forget_subscription(arn_of(*each));
  if (all) topics_.erase({topic.scope, topic.name});
  return all;
}

void TopicStore::erase(const Subscription& subscription) {
  writer_.transact([&] { subscription_table_.erase(subscription.scope, subscription.id); });
  forget_subscription(arn_of(subscription));
}

std::size_t TopicStore::erase_topics(const core::ScopeFilter& scopes, std::size_t most) {
  const auto gone = erase_rows(topics_, topic_table_, scopes, most);
  for (const auto& key : gone) topics_.erase(key);
  return gone.size();
}

std::size_t TopicStore::erase_subscriptions(const core::ScopeFilter& scopes, std::size_t most) {
  const auto gone = erase_rows(subscriptions_, subscription_table_, scopes, most);
  for (const std::string& arn : gone) forget_subscription(arn);
  return gone.size();
}

template <class Entries>
std::vector<typename Entries::key_type> TopicStore::erase_rows(const Entries& entries,
                                                               storage::ResourceTable& rows,
                                                               const core::ScopeFilter& scopes,
                                                               std::size_t most) {
  std::vector<typename Entries::key_type> gone;
  writer_.transact([&] {
    for (const auto& [key, entry] : entries) {
      if (gone.size() == most) break;
      if (!scopes.covers(entry.scope)) continue;
      rows.erase(entry.scope, id_of(entry));
      gone.push_back(key);
    }
  });
  return gone;
}

}  // namespace server::sns
