#include "core/json/writer.h"
#include "server/operations/queues/queue_access.h"
#include "server/operations/queues/queue_attribute_checks.h"
#include "server/operations/queues/queue_operations.h"

#include <set>
#include <utility>

namespace server::operations {
namespace {

constexpr std::int64_t kMillisecondsPerSecond = 1000;

using Names = std::set<std::string, std::less<>>;

Names read_names(const core::json::Object& body) {
  Names names;
  const auto given = body.find("AttributeNames");
  if (!given) return names;
  given->array().for_each([&](const core::json::Value& name) {
    if (!is_queue_attribute(name.string())) throw_unknown_attribute(name.string());
    names.emplace(name.string());
  });
  return names;
}

std::string seconds_text(std::int64_t milliseconds) {
  return std::to_string(milliseconds / kMillisecondsPerSecond);
}

// Writes the attributes that are wanted and that the queue has.
class Attributes {
 public:
  explicit Attributes(Names names) : names_(std::move(names)), all_(names_.count("All") > 0) {}

  bool wants(std::string_view name) const { return all_ || names_.count(name) > 0; }
  void add(std::string_view name, const std::string& value) {
    if (wants(name)) found_.emplace(name, value);
  }
  std::string take() {
    core::json::Writer writer;
    writer.begin_object();
    if (!found_.empty()) {
      writer.key("Attributes").begin_object();
      for (const auto& [name, value] : found_) writer.member(name, std::string_view(value));
      writer.end_object();
    }
    return writer.end_object().take();
  }

 private:
  Names names_;
  bool all_;
  storage::TextMap found_;
};

constexpr std::string_view kVisible = "ApproximateNumberOfMessages";
constexpr std::string_view kInFlight = "ApproximateNumberOfMessagesNotVisible";
constexpr std::string_view kDelayed = "ApproximateNumberOfMessagesDelayed";

bool wants_counts(const Attributes& attributes) {
  return attributes.wants(kVisible) || attributes.wants(kInFlight) || attributes.wants(kDelayed);
}

void add(Attributes& attributes, const storage::MessageCounts& counts) {
  attributes.add(kVisible, std::to_string(counts.visible));
  attributes.add(kInFlight, std::to_string(counts.in_flight));
  attributes.add(kDelayed, std::to_string(counts.delayed));
}

constexpr std::string_view kSettings[] = {
    "DelaySeconds",           "KmsDataKeyReusePeriodSeconds",
    "KmsMasterKeyId",         "MaximumMessageSize",
    "MessageRetentionPeriod", "Policy",
    "RedriveAllowPolicy",     "ReceiveMessageWaitTimeSeconds",
    "RedrivePolicy",          "SqsManagedSseEnabled",
    "VisibilityTimeout",
};

}  // namespace

void get_queue_attributes(const Request& request, Services& services, Reply reply) {
  const Queue& queue = require_queue(request, services);
  Attributes attributes(read_names(request.body));
  attributes.add("QueueArn", arn_of(queue));
  attributes.add("CreatedTimestamp", seconds_text(queue.stored.created_at));
  attributes.add("LastModifiedTimestamp", seconds_text(queue.stored.modified_at));
  for (const std::string_view name : kSettings) {
    if (const auto value = attribute_of(queue.stored.attributes, name)) {
      attributes.add(name, *value);
    }
  }
  if (!wants_counts(attributes)) return reply(attributes.take());
  services.queues.messages.count(
      queue, [attributes = std::move(attributes),
              reply = std::move(reply)](const storage::MessageCounts& counts) mutable {
        add(attributes, counts);
        reply(attributes.take());
      });
}

std::string set_queue_attributes(const Request& request, Services& services) {
  Queue& queue = require_queue(request, services);
  const auto given =
      read_queue_attributes(request.body.find("Attributes")->object(), services.queues.registry,
                            request.scope, queue.stored.name.get());
  services.queues.registry.set_attributes(queue, with_attributes(queue.stored.attributes, given));
  return "{}";
}

}  // namespace server::operations
