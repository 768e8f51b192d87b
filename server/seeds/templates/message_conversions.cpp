#include "server/seeds/section.h"
#include "server/seeds/templates/conversions.h"

namespace server::seeds {
namespace {

void add_subscription_entry(const Value& properties, const std::string& topic, std::size_t line,
                            SeedDraft& draft) {
  Value subscription = picked(properties, {"Protocol", "Endpoint"});
  subscription.line = line;
  subscription.set("TopicArn", topic);
  if (const std::string raw = properties.text_of("RawMessageDelivery"); !raw.empty()) {
    subscription.set("Attributes", Value().set("RawMessageDelivery", raw));
  }
  draft.add("subscriptions", std::move(subscription));
}

}  // namespace

void convert_queue(const TemplateResource& resource, SeedDraft& draft) {
  if (resource.properties.text_of("FifoQueue") == "true") {
    return draft.leave_out(resource.logical_id + " (" + resource.type + "): a FIFO queue");
  }
  const Value attributes =
      picked(resource.properties, {"DelaySeconds", "MaximumMessageSize", "MessageRetentionPeriod",
                                   "ReceiveMessageWaitTimeSeconds", "VisibilityTimeout",
                                   "RedrivePolicy", "RedriveAllowPolicy", "KmsMasterKeyId",
                                   "KmsDataKeyReusePeriodSeconds", "SqsManagedSseEnabled"});
  Value queue;
  queue.line = resource.place.line;
  queue.set("QueueName", resource.name);
  if (!attributes.members.empty()) queue.set("Attributes", attributes);
  if (const Value* const tags = resource.properties.find("Tags")) queue.set("tags", tag_map(*tags));
  draft.add("queues", std::move(queue));
}

void convert_topic(const TemplateResource& resource, SeedDraft& draft) {
  if (resource.properties.text_of("FifoTopic") == "true") {
    return draft.leave_out(resource.logical_id + " (" + resource.type + "): a FIFO topic");
  }
  const Value attributes = picked(resource.properties, {"DisplayName", "KmsMasterKeyId"});
  Value topic;
  topic.line = resource.place.line;
  topic.set("Name", resource.name);
  if (!attributes.members.empty()) topic.set("Attributes", attributes);
  draft.add("topics", std::move(topic));
  const Value* const subscriptions = resource.properties.find("Subscription");
  if (!subscriptions) return;
  for (const Value& each : subscriptions->list) {
    Value subscription = picked(each, {"Protocol", "Endpoint"});
    subscription.line = each.line;
    subscription.set("topic", resource.name);
    draft.add("subscriptions", std::move(subscription));
  }
}

void convert_subscription(const TemplateResource& resource, SeedDraft& draft) {
  add_subscription_entry(resource.properties, resource.properties.text_of("TopicArn"),
                         resource.place.line, draft);
}

void convert_bucket(const TemplateResource& resource, SeedDraft& draft) {
  Value bucket;
  bucket.line = resource.place.line;
  bucket.set("Bucket", resource.name);
  draft.add("buckets", std::move(bucket));
}

}  // namespace server::seeds
