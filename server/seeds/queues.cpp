#include "core/arn.h"
#include "server/seeds/section.h"

#include <fmt/format.h>

namespace server::seeds {
namespace {

// What CreateTopic and Subscribe take as a form: "Attributes.entry.1.key".
void add_attributes(Value& form, const Value* attributes) {
  if (!attributes) return;
  std::size_t number = 0;
  for (const auto& [name, value] : attributes->members) {
    const std::string entry = fmt::format("Attributes.entry.{}.", ++number);
    const std::string text = value.is_scalar() ? value.text : to_json(value);
    form.set(entry + "key", name).set(entry + "value", text);
  }
}

// A RedrivePolicy and its like may be written as what they are, rather than as a text of it.
Value with_json_texts(Value map) {
  for (auto& member : map.members) {
    if (member.value.is_scalar()) {
      member.value.kind = Value::Kind::text;
    } else {
      member.value = text_value(to_json(member.value));
    }
  }
  return map;
}

// The dead-letter queue that a RedrivePolicy names, as a resource is called; none if it names none.
std::vector<std::string> needs_of(const Value& attributes) {
  try {
    const auto policy = core::json::Document::parse(attributes.text_of("RedrivePolicy"));
    const std::string arn = from_json(policy.root()).text_of("deadLetterTargetArn");
    if (!arn.empty()) return {"queue " + arn.substr(arn.rfind(':') + 1)};
  } catch (const core::json::ParseError&) {  // none, or one that CreateQueue refuses
  }
  return {};
}

}  // namespace

void add_queue(const Entry& entry, Resources& resources) {
  constexpr std::string_view kMembers[] = {"QueueName", "Attributes", "tags"};
  entry.refuse_unknown(kMembers);
  const std::string name = entry.require_text("QueueName");
  Value body;
  body.set("QueueName", name);
  if (const Value* const attributes = entry.value.find("Attributes")) {
    body.set("Attributes", with_json_texts(*attributes));
  }
  if (const Value* const tags = entry.value.find("tags")) body.set("tags", with_texts(*tags));

  Resource resource;
  resource.what = "queue " + name;
  resource.place = entry.place();
  if (const Value* const attributes = body.find("Attributes")) {
    resource.needs = needs_of(*attributes);
  }
  resource.look = sqs("GetQueueUrl", Value().set("QueueName", name));
  // CreateQueue compares what it is given with what is there (SQS API reference, CreateQueue).
  resource.compares_itself = true;
  resource.make = sqs("CreateQueue", std::move(body));
  resource.undo = {sqs("DeleteQueue", Value().set("QueueUrl", reference(url_of_queue(name))))};
  resource.outputs = {
      {url_of_queue(name), {"QueueUrl"}}
  };
  resources.push_back(std::move(resource));
}

void add_topic(const Entry& entry, Resources& resources) {
  constexpr std::string_view kMembers[] = {"Name", "Attributes"};
  entry.refuse_unknown(kMembers);
  const std::string name = entry.require_text("Name");
  const std::string arn = core::make_arn("sns", entry.ground.scope, name);
  Value form;
  form.set("Name", name);
  add_attributes(form, entry.value.find("Attributes"));

  Resource resource;
  resource.what = "topic " + name;
  resource.place = entry.place();
  resource.look = sns("GetTopicAttributes", Value().set("TopicArn", arn));
  resource.compares_itself = true;
  resource.make = sns("CreateTopic", std::move(form));
  resource.undo = {sns("DeleteTopic", Value().set("TopicArn", arn))};
  resources.push_back(std::move(resource));
}

void add_subscription(const Entry& entry, Resources& resources) {
  constexpr std::string_view kMembers[] = {"TopicArn", "topic",    "Protocol",  "Endpoint",
                                           "queue",    "function", "Attributes"};
  entry.refuse_unknown(kMembers);
  const core::Scope& scope = entry.ground.scope;
  const std::string topic = entry.value.text_of("topic");
  const std::string queue = entry.value.text_of("queue");
  const std::string function = entry.value.text_of("function");
  Value form;
  form.set("TopicArn",
           topic.empty() ? entry.require_text("TopicArn") : core::make_arn("sns", scope, topic));
  if (!queue.empty()) {
    form.set("Protocol", "sqs").set("Endpoint", core::queue_arn(scope, core::QueueName(queue)));
  } else if (!function.empty()) {
    form.set("Protocol", "lambda");
    form.set("Endpoint", core::function_arn(scope, core::FunctionName(function)));
  } else {
    form.set("Protocol", entry.require_text("Protocol"));
    form.set("Endpoint", entry.require_text("Endpoint"));
  }
  add_attributes(form, entry.value.find("Attributes"));

  Resource resource;
  resource.what =
      fmt::format("subscription of {} to {}", form.text_of("Endpoint"), form.text_of("TopicArn"));
  resource.place = entry.place();
  // Behind the first hundred subscriptions of a topic it isn't seen, and made again, which changes
  // nothing.
  resource.look =
      sns("ListSubscriptionsByTopic", Value().set("TopicArn", form.text_of("TopicArn")));
  resource.found_text = fmt::format("<Endpoint>{}</Endpoint>", form.text_of("Endpoint"));
  resource.compares_itself = true;
  resource.make = sns("Subscribe", std::move(form));
  resources.push_back(std::move(resource));
}

}  // namespace server::seeds
