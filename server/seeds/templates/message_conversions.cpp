#include "server/seeds/templates/conversions.h"

#include <fmt/format.h>

namespace server::seeds {
namespace {

// An entry unless it is by mail, HTTP and their like, which nothing here sends.
void add_subscription_entry(const std::string& id, Value subscription, SeedDraft& draft) {
  const std::string protocol = subscription.text_of("Protocol");
  if (protocol != "sqs" && protocol != "lambda") {
    return draft.leave_out(fmt::format("{}: a subscription by {}", id, protocol));
  }
  draft.add("subscriptions", std::move(subscription));
}

}  // namespace

void convert_queue(const TemplateResource& resource, SeedDraft& draft) {
  if (resource.properties.text_of("FifoQueue") == "true") {
    return draft.leave_out(resource, "a FIFO queue");
  }
  constexpr std::string_view kUsed[] = {"QueueName",
                                        "Tags",
                                        "FifoQueue",
                                        "DelaySeconds",
                                        "MaximumMessageSize",
                                        "MessageRetentionPeriod",
                                        "ReceiveMessageWaitTimeSeconds",
                                        "VisibilityTimeout",
                                        "RedrivePolicy",
                                        "RedriveAllowPolicy",
                                        "KmsMasterKeyId",
                                        "KmsDataKeyReusePeriodSeconds",
                                        "SqsManagedSseEnabled"};
  constexpr std::string_view kNeedless[] = {"KmsMasterKeyId", "RedriveAllowPolicy", "Tags"};
  Value attributes = draft.pick(resource, {kUsed, kNeedless});
  for (const char* other : {"QueueName", "FifoQueue"}) attributes.erase(other);
  const Value tags = take(attributes, "Tags");
  Value queue;
  queue.line = resource.place.line;
  queue.set("QueueName", resource.name);
  if (!attributes.members.empty()) queue.set("Attributes", std::move(attributes));
  if (!tags.is(Value::Kind::null)) queue.set("tags", tag_map(tags));
  draft.add("queues", std::move(queue));
}

void convert_topic(const TemplateResource& resource, SeedDraft& draft) {
  if (resource.properties.text_of("FifoTopic") == "true") {
    return draft.leave_out(resource, "a FIFO topic");
  }
  constexpr std::string_view kUsed[] = {
      "TopicName",
      "FifoTopic",
      "DisplayName",
      "Subscription.Protocol",
      "Subscription.Endpoint",
      "KmsMasterKeyId",
  };
  constexpr std::string_view kNeedless[] = {"DeliveryStatusLogging", "DisplayName",
                                            "KmsMasterKeyId", "SignatureVersion", "TracingConfig"};
  Value attributes = draft.pick(resource, {kUsed, kNeedless});
  for (const char* other : {"TopicName", "FifoTopic"}) attributes.erase(other);
  const Value subscriptions = take(attributes, "Subscription");
  Value topic;
  topic.line = resource.place.line;
  topic.set("Name", resource.name);
  if (!attributes.members.empty()) topic.set("Attributes", std::move(attributes));
  draft.add("topics", std::move(topic));
  for (Value each : subscriptions.list) {
    each.set("topic", resource.name);
    add_subscription_entry(name_and_type(resource), std::move(each), draft);
  }
}

void convert_subscription(const TemplateResource& resource, SeedDraft& draft) {
  constexpr std::string_view kUsed[] = {"TopicArn", "Protocol", "Endpoint", "RawMessageDelivery"};
  Value subscription = draft.pick(resource, {kUsed});
  const Value raw = take(subscription, "RawMessageDelivery");
  if (raw.is_scalar()) {
    subscription.set("Attributes", Value().set("RawMessageDelivery", raw.text));
  }
  add_subscription_entry(name_and_type(resource), std::move(subscription), draft);
}

void convert_bucket(const TemplateResource& resource, SeedDraft& draft) {
  constexpr std::string_view kUsed[] = {"BucketName"};
  constexpr std::string_view kNeedless[] = {
      "AccelerateConfiguration", "AccessControl",           "AnalyticsConfigurations",
      "BucketEncryption",        "InventoryConfigurations", "LoggingConfiguration",
      "MetricsConfigurations",   "OwnershipControls",       "PublicAccessBlockConfiguration",
  };
  static_cast<void>(draft.pick(resource, {kUsed, kNeedless}));
  Value bucket;
  bucket.line = resource.place.line;
  bucket.set("Bucket", resource.name);
  draft.add("buckets", std::move(bucket));
}

void convert_log_group(const TemplateResource& resource, SeedDraft& draft) {
  constexpr std::string_view kUsed[] = {"LogGroupName", "RetentionInDays", "Tags"};
  constexpr std::string_view kNeedless[] = {"BearerTokenAuthenticationEnabled",
                                            "DataProtectionPolicy",
                                            "DeletionProtectionEnabled",
                                            "FieldIndexPolicies",
                                            "KmsKeyId",
                                            "LogGroupClass",
                                            "ResourcePolicyDocument",
                                            "Tags"};
  Value group = draft.pick(resource, {kUsed, kNeedless});
  Value entry;
  entry.line = resource.place.line;
  entry.set("logGroupName", resource.name);
  make_plain(group, {"RetentionInDays"});
  if (const Value days = take(group, "RetentionInDays"); days.is_scalar()) {
    entry.set("retentionInDays", days);
  }
  if (group.has("Tags")) entry.set("tags", tag_map(take(group, "Tags")));
  draft.add("log_groups", std::move(entry));
}

}  // namespace server::seeds
