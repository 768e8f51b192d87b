#include "server/seeds/templates/conversions.h"

namespace server::seeds {
namespace {

void make_units_numbers(Value& entry) {
  if (Value* const throughput = entry.find("ProvisionedThroughput")) {
    make_numbers(*throughput, {"ReadCapacityUnits", "WriteCapacityUnits"});
  }
}

// A template's stream is there if it is named (AWS::DynamoDB::Table, StreamSpecification).
void enable_stream(Value& table) {
  if (Value* const stream = table.find("StreamSpecification")) {
    table.set("StreamSpecification", Value()
                                         .set("StreamEnabled", boolean_value(true))
                                         .set("StreamViewType", stream->text_of("StreamViewType")));
  }
}

void make_booleans(Value& entry, const std::vector<std::string_view>& names) {
  for (const std::string_view name : names) {
    Value* const value = entry.find(name);
    if (value && value->is(Value::Kind::text)) *value = plain_scalar(value->text);
  }
}

// Tags of a serverless resource are a map.
Value tag_list(const Value& tags) {
  if (tags.is(Value::Kind::list)) return tags;
  Value list = list_value({});
  for (const auto& [name, value] : tags.members) {
    list.list.push_back(Value().set("Key", name).set("Value", value.text));
  }
  return list;
}

}  // namespace

void convert_table(const TemplateResource& resource, SeedDraft& draft) {
  Value table = picked(resource.properties,
                       {"AttributeDefinitions", "KeySchema", "BillingMode", "ProvisionedThroughput",
                        "OnDemandThroughput", "LocalSecondaryIndexes", "GlobalSecondaryIndexes",
                        "StreamSpecification", "TimeToLiveSpecification", "Tags", "TableClass",
                        "PointInTimeRecoverySpecification", "DeletionProtectionEnabled"});
  table.line = resource.place.line;
  table.set("TableName", resource.name);
  make_units_numbers(table);
  enable_stream(table);
  make_booleans(table, {"DeletionProtectionEnabled"});
  if (Value* const indexes = table.find("GlobalSecondaryIndexes")) {
    for (Value& index : indexes->list) {
      index = picked(index, {"IndexName", "KeySchema", "Projection", "ProvisionedThroughput",
                             "OnDemandThroughput"});
      make_units_numbers(index);
    }
  }
  if (Value* const time_to_live = table.find("TimeToLiveSpecification")) {
    make_booleans(*time_to_live, {"Enabled"});
  }
  draft.add("tables", std::move(table));
}

// A key of one attribute, "id" unless it has another name (AWS::Serverless::SimpleTable).
void convert_simple_table(const TemplateResource& resource, SeedDraft& draft) {
  const Value none = map_value({});
  const Value* const given = resource.properties.find("PrimaryKey");
  const Value& key = given ? *given : none;
  const std::string name = key.has("Name") ? key.text_of("Name") : "id";
  const std::string type = key.text_of("Type");
  const char* const scalar = type == "Number" ? "N" : type == "Binary" ? "B" : "S";
  Value table = picked(resource.properties, {"ProvisionedThroughput"});
  table.line = resource.place.line;
  table.set("TableName", resource.name);
  table.set("AttributeDefinitions",
            list_value({Value().set("AttributeName", name).set("AttributeType", scalar)}));
  table.set("KeySchema", list_value({Value().set("AttributeName", name).set("KeyType", "HASH")}));
  make_units_numbers(table);
  if (const Value* const tags = resource.properties.find("Tags"))
    table.set("Tags", tag_list(*tags));
  draft.add("tables", std::move(table));
}

}  // namespace server::seeds
