#pragma once

#include "core/scope_filter.h"
#include "server/sns/deliveries.h"
#include "storage/resource_table.h"
#include "storage/text_map_json.h"
#include "storage/writer.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
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
  std::vector<const Subscription*> subscriptions_of(std::string_view topic_arn,
                                                    std::string_view after = {},
                                                    std::size_t most = core::kAll) const;
  std::size_t count_subscriptions(const Topic& topic) const;
  // The topic's that delivers there; nullptr when there is none.
  const Subscription* find_subscription(const Topic& topic, const std::string& protocol,
                                        const std::string& endpoint) const;

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
  // Where a subscription delivers to: protocol, endpoint and its own ARN.
  using Endpoint = std::tuple<std::string, std::string, std::string>;

  const Subscription& keep(Subscription subscription);
  void forget_subscription(const std::string& arn);
  // The keys of those whose rows went.
  template <class Entries>
  std::vector<typename Entries::key_type> erase_rows(const Entries& entries,
                                                     storage::ResourceTable& rows,
                                                     const core::ScopeFilter& scopes,
                                                     std::size_t most);

  storage::Writer& writer_;
  storage::ResourceTable topic_table_;
  storage::ResourceTable subscription_table_;
  std::map<std::pair<core::Scope, std::string>, Topic> topics_;
  std::map<std::string, Subscription, std::less<>> subscriptions_;  // by ARN
  std::map<std::string, std::set<Endpoint>> endpoints_;             // by the topic's ARN
  Deliveries deliveries_;
};

}  // namespace server::sns
