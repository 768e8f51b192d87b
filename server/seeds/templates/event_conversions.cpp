#include "server/seeds/mapping_members.h"
#include "server/seeds/templates/conversions.h"

#include <fmt/format.h>

#include <iterator>
#include <vector>

namespace server::seeds {
namespace {

// What there is of every mapping, and what else a kind of them has.
std::vector<std::string_view> mapping_properties(std::initializer_list<std::string_view> more) {
  std::vector<std::string_view> paths(std::begin(kMappingSettings), std::end(kMappingSettings));
  paths.insert(paths.end(), more);
  return paths;
}

// A mapping's members, with numbers and booleans that are such.
Value mapping_entry(Value properties, const std::string& function, const std::string& source) {
  for (auto& member : properties.members) make_plain(properties, {member.name});
  if (properties.has("Tags")) properties.set("Tags", tag_map(take(properties, "Tags")));
  if (properties.has("KmsKeyArn")) properties.set("KMSKeyArn", take(properties, "KmsKeyArn"));
  if (Value* const destinations = properties.find("DestinationConfig")) {
    if (Value* const failure = destinations->find("OnFailure")) failure->erase("Type");
  }
  return properties.set("FunctionName", function).set("EventSourceArn", source);
}

struct Event {
  std::string id;  // "Totals.Orders"
  std::string_view type;
  const Value& properties;
  std::size_t line;
  const std::string& target;
};

void add_mapping_of_event(const Event& event, std::string_view source, SeedDraft& draft) {
  const auto known = mapping_properties({source, "DestinationConfig.OnFailure.Type"});
  Value properties = draft.pick(event.id, event.properties, {known});
  properties.line = event.line;
  const std::string arn = take(properties, source).text;
  if (draft.lacks(arn)) {
    return draft.leave_out(
        fmt::format("{} (event {}): its source is left out", event.id, event.type));
  }
  draft.add("mappings", mapping_entry(std::move(properties), event.target, arn));
}

void add_subscription_of_event(const Event& event, SeedDraft& draft) {
  constexpr std::string_view kUsed[] = {"Topic"};
  const Value properties = draft.pick(event.id, event.properties, {kUsed});
  Value subscription;
  subscription.line = event.line;
  subscription.set("TopicArn", properties.text_of("Topic"));
  if (event.target.starts_with("arn:")) {
    subscription.set("Protocol", "lambda").set("Endpoint", event.target);
  } else {
    subscription.set("function", event.target);
  }
  draft.add("subscriptions", std::move(subscription));
}

void add_event(const Event& event, SeedDraft& draft) {
  if (event.type == "DynamoDB") return add_mapping_of_event(event, "Stream", draft);
  if (event.type == "SQS") return add_mapping_of_event(event, "Queue", draft);
  if (event.type == "SNS") return add_subscription_of_event(event, draft);
  draft.leave_out(fmt::format("{} (event {})", event.id, event.type));
}

// Streams of tables are references as long as they aren't made.
bool can_be_read(const std::string& source) {
  return !source.starts_with("arn:") || source.find(":dynamodb:") != std::string::npos ||
         source.find(":sqs:") != std::string::npos;
}

}  // namespace

void add_events(const TemplateResource& function, const Value& events, const std::string& target,
                SeedDraft& draft) {
  constexpr std::string_view kEventAttributes[] = {"Type"};
  const Value none = map_value({});
  if (events.fault) throw Fault(*events.fault);
  for (const auto& [name, event] : events.members) {
    const Value* const given = event.find("Properties");
    const std::string type = event.text_of("Type");
    const std::string id = function.logical_id + "." + name;
    Value attributes = event;
    attributes.erase("Properties");
    static_cast<void>(draft.pick(id, attributes, {kEventAttributes}));
    add_event({id, type, given ? *given : none, event.line, target}, draft);
  }
}

void convert_mapping(const TemplateResource& resource, SeedDraft& draft) {
  const std::string function = required_text(resource, "FunctionName");
  const std::string source = required_text(resource, "EventSourceArn");
  if (draft.lacks(plain_function_name(function))) {
    return draft.leave_out(resource, "its function is left out");
  }
  if (draft.lacks(source)) return draft.leave_out(resource, "its source is left out");
  if (source.empty() || !can_be_read(source)) {
    return draft.leave_out(resource, "its source is neither a stream of a table nor a queue");
  }
  constexpr std::string_view kNeedless[] = {"KmsKeyArn", "Tags"};
  const auto known = mapping_properties({"FunctionName", "EventSourceArn", "KmsKeyArn"});
  draft.add("mappings", mapping_entry(draft.pick(resource, {known, kNeedless}), function, source));
}

}  // namespace server::seeds
