#pragma once

#include "core/scope_filter.h"
#include "server/sns/deliveries.h"
#include "storage/resource_table.h"
#include "storage/text_map_json.h"
#include "storage/writer.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace server::sns {

struct Topic {
  core::Scope scope;
  std::string name;
  storage::TextMap attributes;  // those that were set
  storage::TextMap tags;
};

struct Subscription {
  core::Scope scope;
  std::string topic;     // its name
  std::string id;        // a UUID
  std::string protocol;  // "sqs" or "lambda"
  std::string endpoint;  // an ARN
  bool raw = false;      // RawMessageDelivery
};

// All of a topic, as they were at a moment.
using SubscriptionList = std::shared_ptr<const std::vector<Subscription>>;

std::string arn_of(const Topic& topic);
std::string topic_arn_of(const Subscription& subscription);
std::string arn_of(const Subscription& subscription);

// All topics and subscriptions by scope and ARN. Each change is a transaction of its own, and what
// is known here follows it. Pointers are valid until what they point to is changed. Engine thread.
class TopicStore {
 public:
  TopicStore(storage::sqlite::Connection& connection, storage::Writer& writer);

  // nullptr when there is none.
  const Topic* find_topic(const core::Scope& scope, std::string_view name) const;
  const Subscription* find_subscription(std::string_view arn) const;
  // By name; subscriptions by ARN. Those behind `after`: at most so many.
  std::vector<const Topic*> topics(const core::Scope& scope, std::string_view after = {},
                                   std::size_t most = core::kAll) const;
  std::vector<const Subscription*> subscriptions(const core::Scope& scope,
                                                 std::string_view after = {},
                                                 std::size_t most = core::kAll) const;
  std::vector<const Subscription*> subscriptions_of(const Topic& topic,
                                                    std::size_t most = core::kAll) const;

  // The same list for all who ask before the next change.
  SubscriptionList list_of(const Topic& topic);

  // Adds it, or replaces the one of the same name, or ARN.
  const Topic& store(Topic topic);
  const Subscription& store(Subscription subscription);
  // With its subscriptions, of which at most so many go at once, and the topic with the last ones.
  // False: it isn't gone yet.
  bool erase(const Topic& topic, std::size_t most = core::kAll);
  void erase(const Subscription& subscription);
  // Of these scopes, at most so many. They answer how many.
  std::size_t erase_topics(const core::ScopeFilter& scopes, std::size_t most = core::kAll);
  std::size_t erase_subscriptions(const core::ScopeFilter& scopes, std::size_t most = core::kAll);

  Deliveries& deliveries() { return deliveries_; }

 private:
  template <class Entries>
  std::size_t erase_some(Entries& entries, storage::ResourceTable& rows,
                         const core::ScopeFilter& scopes, std::size_t most);

  storage::Writer& writer_;
  storage::ResourceTable topic_table_;
  storage::ResourceTable subscription_table_;
  std::map<std::pair<core::Scope, std::string>, Topic> topics_;
  std::map<std::string, Subscription, std::less<>> subscriptions_;  // by ARN
  std::map<std::string, SubscriptionList, std::less<>> lists_;      // by the topic's ARN
  Deliveries deliveries_;
};

}  // namespace server::sns
