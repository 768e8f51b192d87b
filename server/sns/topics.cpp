#include "core/arn.h"
#include "core/ascii.h"
#include "core/limits.h"
#include "server/sns/sns_error.h"
#include "server/sns/sns_operations.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <exception>

namespace server::sns {
namespace {

using protocol::XmlWriter;
using storage::TextMap;

// What may be set, is kept and shown. Only the name on the label has an effect on AWS, too.
constexpr std::array<std::string_view, 6> kKept = {"DeliveryPolicy",   "DisplayName",
                                                   "KmsMasterKeyId",   "Policy",
                                                   "SignatureVersion", "TracingConfig"};

bool is_topic_name(std::string_view name) {
  return !name.empty() && name.size() <= core::limits::kMaxTopicNameLength &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return core::is_letter(c) || core::is_digit(c) || c == '-' || c == '_';
         });
}

void check_attribute(const std::string& name, const std::string& value) {
  if (name == "FifoTopic" && value != "false") {
    throw not_supported("FIFO topics: create a standard topic");
  }
  const bool is_known = name == "FifoTopic" || std::count(kKept.begin(), kKept.end(), name) != 0;
  if (!is_known) throw invalid_parameter("AttributeName");
  // What may be long is a policy.
  constexpr std::size_t kMost = core::limits::kMaxTopicPolicyBytes;
  if (value.size() <= kMost) return;
  throw invalid_parameter(fmt::format("{} Reason: It has more than {} bytes", name, kMost));
}

TextMap attributes_of(const Call& call) {
  TextMap attributes = map_parameter(call.form, "Attributes");
  for (const auto& [name, value] : attributes) check_attribute(name, value);
  attributes.erase("FifoTopic");
  return attributes;
}

// Whether all that is asked for is so already.
bool has_all(const TextMap& there, const TextMap& asked) {
  return std::all_of(asked.begin(), asked.end(), [&](const auto& each) {
    const auto found = there.find(each.first);
    return found != there.end() && found->second == each.second;
  });
}

void check_tags(const TextMap& tags) {
  if (tags.size() <= core::limits::kMaxTagsPerTopic) return;
  throw SnsError(400, "TagLimitExceeded",
                 "Could not complete request: tag quota of per resource exceeded");
}

std::string default_policy(const Topic& topic) {
  return fmt::format(
      R"({{"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{{"Sid":"__default_statement_ID",)"
      R"("Effect":"Allow","Principal":{{"AWS":"*"}},"Action":["SNS:GetTopicAttributes",)"
      R"("SNS:SetTopicAttributes","SNS:AddPermission","SNS:RemovePermission","SNS:DeleteTopic",)"
      R"("SNS:Subscribe","SNS:ListSubscriptionsByTopic","SNS:Publish"],"Resource":"{}",)"
      R"("Condition":{{"StringEquals":{{"AWS:SourceOwner":"{}"}}}}}}]}})",
      arn_of(topic), topic.scope.account.get());
}

constexpr const char* kDeliveryPolicy =
    R"({"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":20,"maxDelayTarget":20,"numRetries":3,)"
    R"("numMaxDelayRetries":0,"numNoDelayRetries":0,"numMinDelayRetries":0,"backoffFunction":"linear"},)"
    R"("disableSubscriptionOverrides":false,"defaultRequestPolicy":{"headerContentType":"text/plain; charset=UTF-8"}}})";

TextMap shown_attributes(const Topic& topic, std::size_t subscriptions) {
  TextMap shown = topic.attributes;
  shown.try_emplace("DisplayName", "");
  shown.try_emplace("Policy", default_policy(topic));
  shown["EffectiveDeliveryPolicy"] = kDeliveryPolicy;
  shown["Owner"] = topic.scope.account.get();
  shown["SubscriptionsConfirmed"] = std::to_string(subscriptions);
  shown["SubscriptionsDeleted"] = "0";
  shown["SubscriptionsPending"] = "0";
  shown["TopicArn"] = arn_of(topic);
  return shown;
}

// Each subscription takes its time, and others aren't to wait for all of them.
void delete_some(TopicStore& topics, Services& services, const core::Scope& scope,
                 const std::string& name, const Reply& reply) {
  constexpr std::size_t kSubscriptionsAtOnce = 1000;
  const Topic* topic = topics.find_topic(scope, name);
  if (!topic || topics.erase(*topic, kSubscriptionsAtOnce)) return reply({});
  services.writer.call_later([&topics, &services, scope, name, reply] {
    try {
      delete_some(topics, services, scope, name, reply);
    } catch (const std::exception& error) {  // without a reply, the answer is 503
      spdlog::error("topic {} can't be deleted: {}", name, error.what());
    }
  });
}

}  // namespace

void create_topic(const Call& call, const Reply& reply) {
  const std::string name = call.text("Name");
  if (name.ends_with(".fifo")) throw not_supported("FIFO topics: create a standard topic");
  if (!is_topic_name(name)) throw invalid_parameter("Topic Name");
  if (call.form.has("DataProtectionPolicy")) throw not_supported("DataProtectionPolicy");
  TextMap attributes = attributes_of(call);
  TextMap tags = tags_parameter(call.form);
  check_tags(tags);
  const Topic* topic = call.topics.find_topic(call.scope, name);
  if (topic && !has_all(topic->attributes, attributes)) {
    throw invalid_parameter("Attributes Reason: Topic already exists with different attributes");
  }
  if (topic && !tags.empty() && topic->tags != tags) {
    throw invalid_parameter("Tags Reason: Topic already exists with different tags");
  }
  if (!topic) {
    topic = &call.topics.store(Topic{call.scope, name, std::move(attributes), std::move(tags)});
  }
  reply([arn = arn_of(*topic)](XmlWriter& xml) { xml.element("TopicArn", arn); });
}

// There may be none already.
void delete_topic(const Call& call, const Reply& reply) {
  try {
    const std::string name = require_topic(call).name;
    delete_some(call.topics, call.services, call.scope, name, reply);
  } catch (const SnsError& error) {
    if (error.status != 404) throw;
    reply({});
  }
}

void get_topic_attributes(const Call& call, const Reply& reply) {
  const Topic& topic = require_topic(call);
  const auto shown = shown_attributes(topic, call.topics.count_subscriptions(topic));
  reply([&](XmlWriter& xml) { write_map(xml, shown); });
}

void set_topic_attributes(const Call& call, const Reply& reply) {
  Topic topic = require_topic(call);
  const std::string name = call.text("AttributeName");
  if (name == "FifoTopic") throw invalid_parameter("AttributeName");
  const std::string value = call.text("AttributeValue");
  check_attribute(name, value);
  topic.attributes[name] = value;
  if (value.empty()) topic.attributes.erase(name);
  call.topics.store(std::move(topic));
  reply({});
}

void list_topics(const Call& call, const Reply& reply) {
  const std::string behind = page_position(call);
  const auto arn = core::parse_arn(behind);
  auto topics = call.topics.topics(call.scope, arn ? arn->resource : "", kPageEntries + 1);
  const std::string next_token = cut_to_page(topics);
  reply([&](XmlWriter& xml) {
    xml.open("Topics");
    for (const Topic* const topic : topics) {
      xml.open("member").element("TopicArn", arn_of(*topic)).close();
    }
    xml.close();
    if (!next_token.empty()) xml.element("NextToken", next_token);
  });
}

}  // namespace server::sns
