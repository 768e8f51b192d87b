#include "core/arn.h"
#include "core/uuid.h"
#include "server/sns/sns_error.h"
#include "server/sns/sns_operations.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace server::sns {
namespace {

using protocol::XmlWriter;

constexpr std::array<std::string_view, 7> kOtherProtocols = {
    "http", "https", "email", "email-json", "sms", "application", "firehose"};
constexpr std::array<std::string_view, 7> kOtherAttributes = {
    "DeliveryPolicy", "FilterPolicy",        "FilterPolicyScope", "RedrivePolicy",
    "ReplayPolicy",   "SubscriptionRoleArn", "ReplayStatus"};

// No ARN is longer.
constexpr std::size_t kMaxEndpointLength = 2048;

bool read_boolean(const std::string& value) {
  if (value == "true" || value == "false") return value == "true";
  throw invalid_parameter("Attributes Reason: RawMessageDelivery: Invalid value [" + value +
                          "]. Must be true or false.");
}

// Whether RawMessageDelivery is set to true by that attribute, which is the only one there is.
bool raw_delivery(const std::string& name, const std::string& value) {
  if (name == "RawMessageDelivery") return read_boolean(value);
  const bool known = std::count(kOtherAttributes.begin(), kOtherAttributes.end(), name) != 0;
  throw known ? not_supported(name) : invalid_parameter("AttributeName");
}

void check_endpoint(const core::Scope& caller, const std::string& protocol,
                    const std::string& endpoint) {
  if (std::count(kOtherProtocols.begin(), kOtherProtocols.end(), protocol) != 0) {
    throw not_supported("the protocol " + protocol +
                        ": subscribe a queue (sqs) or a function (lambda)");
  }
  if (protocol != "sqs" && protocol != "lambda") {
    throw invalid_parameter("Amazon SNS does not support this protocol string: " + protocol);
  }
  const auto arn = core::parse_arn(endpoint);
  const bool is_long = endpoint.size() > kMaxEndpointLength;
  if (arn && arn->service == protocol && !arn->resource.empty() && !is_long) {
    if (arn->account == caller.account.get()) return;
    throw not_supported("endpoints of other accounts, which would have to confirm");
  }
  throw invalid_parameter(protocol == "sqs" ? "SQS endpoint ARN" : "Lambda endpoint ARN");
}

const Subscription& require_subscription(const Call& call) {
  const std::string arn = call.text("SubscriptionArn");
  if (!core::parse_arn(arn)) {
    throw invalid_parameter(
        fmt::format("SubscriptionArn Reason: An ARN must have at least 6 elements, not {}",
                    std::count(arn.begin(), arn.end(), ':') + 1));
  }
  const Subscription* const found = call.topics.find_subscription(arn);
  if (!found || found->scope != call.scope) throw no_subscription();
  return *found;
}

void write_subscription(XmlWriter& xml, const Subscription& subscription) {
  xml.open("member").element("TopicArn", topic_arn_of(subscription));
  xml.element("Protocol", subscription.protocol);
  xml.element("SubscriptionArn", arn_of(subscription));
  xml.element("Owner", subscription.scope.account.get());
  xml.element("Endpoint", subscription.endpoint).close();
}

// Those that were found behind the page's position.
void list(std::vector<const Subscription*> subscriptions, const Reply& reply) {
  const std::string next_token = cut_to_page(subscriptions);
  reply([&](XmlWriter& xml) {
    xml.open("Subscriptions");
    for (const Subscription* const each : subscriptions) write_subscription(xml, *each);
    xml.close();
    if (!next_token.empty()) xml.element("NextToken", next_token);
  });
}

}  // namespace

// Queues and functions of the account need no confirmation.
void subscribe(const Call& call, const Reply& reply) {
  const Topic& topic = require_topic(call);
  const std::string protocol = call.text("Protocol");
  const std::string endpoint = call.text("Endpoint");
  check_endpoint(call.scope, protocol, endpoint);
  bool raw = false;
  for (const auto& [name, value] : map_parameter(call.form, "Attributes")) {
    raw = raw_delivery(name, value);
  }
  if (raw && protocol == "lambda") {
    throw invalid_parameter(
        "Attributes Reason: RawMessageDelivery: Not supported for protocol lambda");
  }
  const Subscription* subscription = call.topics.find_subscription(topic, protocol, endpoint);
  if (subscription && subscription->raw != raw) {
    throw invalid_parameter(
        "Attributes Reason: Subscription already exists with different attributes");
  }
  if (!subscription) {
    subscription = &call.topics.store(
        Subscription{call.scope, topic.name, core::random_uuid(), protocol, endpoint, raw});
  }
  reply([arn = arn_of(*subscription)](XmlWriter& xml) { xml.element("SubscriptionArn", arn); });
}

// There may be none already.
void unsubscribe(const Call& call, const Reply& reply) {
  const auto given = call.form.find("SubscriptionArn");
  if (!given) {
    throw invalid_parameter("SubscriptionArn Reason: no value for required parameter");
  }
  // A topic's ARN is one member shorter.
  const auto arn = core::parse_arn(*given);
  if (arn && arn->resource.find(':') == arn->resource.npos) {
    throw invalid_parameter("SubscriptionId");
  }
  try {
    call.topics.erase(require_subscription(call));
  } catch (const SnsError& error) {
    if (error.status != 404) throw;
  }
  reply({});
}

void get_subscription_attributes(const Call& call, const Reply& reply) {
  const Subscription& subscription = require_subscription(call);
  const storage::TextMap shown = {
      {"ConfirmationWasAuthenticated", "true"                             },
      {"Endpoint",                     subscription.endpoint              },
      {"Owner",                        subscription.scope.account.get()   },
      {"PendingConfirmation",          "false"                            },
      {"Protocol",                     subscription.protocol              },
      {"RawMessageDelivery",           subscription.raw ? "true" : "false"},
      {"SubscriptionArn",              arn_of(subscription)               },
      {"TopicArn",                     topic_arn_of(subscription)         },
  };
  reply([&](XmlWriter& xml) { write_map(xml, shown); });
}

void set_subscription_attributes(const Call& call, const Reply& reply) {
  Subscription subscription = require_subscription(call);
  subscription.raw = raw_delivery(call.text("AttributeName"), call.text("AttributeValue"));
  if (subscription.raw && subscription.protocol == "lambda") {
    throw invalid_parameter(
        "AttributeName Reason: RawMessageDelivery: Not supported for protocol lambda");
  }
  call.topics.store(std::move(subscription));
  reply({});
}

void list_subscriptions(const Call& call, const Reply& reply) {
  list(call.topics.subscriptions(call.scope, page_position(call), kPageEntries + 1), reply);
}

void list_subscriptions_by_topic(const Call& call, const Reply& reply) {
  const Topic& topic = require_topic(call);
  list(call.topics.subscriptions_of(arn_of(topic), page_position(call), kPageEntries + 1), reply);
}

}  // namespace server::sns
