#include "server/seeds/templates/conversions.h"

#include <fmt/format.h>

#include <iterator>

namespace server::seeds {
namespace {

constexpr std::string_view kMappingMembers[] = {"Enabled",
                                                "BatchSize",
                                                "FilterCriteria",
                                                "MaximumBatchingWindowInSeconds",
                                                "ParallelizationFactor",
                                                "StartingPosition",
                                                "StartingPositionTimestamp",
                                                "DestinationConfig",
                                                "MaximumRecordAgeInSeconds",
                                                "BisectBatchOnFunctionError",
                                                "MaximumRetryAttempts",
                                                "TumblingWindowInSeconds",
                                                "FunctionResponseTypes",
                                                "ScalingConfig",
                                                "MetricsConfig"};

// A mapping's members, with numbers and booleans that are such.
Value mapping_entry(const Value& properties, std::size_t line) {
  Value mapping = picked(properties, {std::begin(kMappingMembers), std::end(kMappingMembers)});
  mapping.line = line;
  make_numbers(mapping,
               {"Enabled", "BatchSize", "MaximumBatchingWindowInSeconds", "ParallelizationFactor",
                "MaximumRecordAgeInSeconds", "BisectBatchOnFunctionError", "MaximumRetryAttempts",
                "TumblingWindowInSeconds"});
  if (const Value* const tags = properties.find("Tags")) mapping.set("Tags", tag_map(*tags));
  if (const Value* const key = properties.find("KmsKeyArn")) mapping.set("KMSKeyArn", *key);
  const Value* const destinations = properties.find("DestinationConfig");
  if (const Value* const failure = destinations ? destinations->find("OnFailure") : nullptr) {
    mapping.set("DestinationConfig", Value().set("OnFailure", picked(*failure, {"Destination"})));
  }
  return mapping;
}

void add_mapping_of_event(const TemplateResource& function, const Value& properties,
                          std::string_view source, std::size_t line, SeedDraft& draft) {
  Value mapping = mapping_entry(properties, line);
  mapping.set("FunctionName", function.name);
  mapping.set("EventSourceArn", properties.text_of(source));
  draft.add("mappings", std::move(mapping));
}

void add_subscription_of_event(const TemplateResource& function, const Value& properties,
                               std::size_t line, SeedDraft& draft) {
  Value subscription;
  subscription.line = line;
  subscription.set("TopicArn", properties.text_of("Topic")).set("function", function.name);
  draft.add("subscriptions", std::move(subscription));
}

}  // namespace

void add_events(const TemplateResource& function, SeedDraft& draft) {
  const Value* const events = function.properties.find("Events");
  if (!events) return;
  for (const auto& [name, event] : events->members) {
    const std::string type = event.text_of("Type");
    const Value* const given = event.find("Properties");
    const Value properties = given ? *given : map_value({});
    if (type == "DynamoDB") {
      add_mapping_of_event(function, properties, "Stream", event.line, draft);
    } else if (type == "SQS") {
      add_mapping_of_event(function, properties, "Queue", event.line, draft);
    } else if (type == "SNS") {
      add_subscription_of_event(function, properties, event.line, draft);
    } else {
      draft.leave_out(fmt::format("{}.{} (event {})", function.logical_id, name, type));
    }
  }
}

void convert_mapping(const TemplateResource& resource, SeedDraft& draft) {
  Value mapping = mapping_entry(resource.properties, resource.place.line);
  mapping.set("FunctionName", resource.properties.text_of("FunctionName"));
  mapping.set("EventSourceArn", resource.properties.text_of("EventSourceArn"));
  draft.add("mappings", std::move(mapping));
}

}  // namespace server::seeds
