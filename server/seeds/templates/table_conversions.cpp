#include "server/seeds/templates/conversions.h"

namespace server::seeds {
namespace {

void make_units_plain(Value& entry) {
  if (Value* const throughput = entry.find("ProvisionedThroughput")) {
    make_plain(*throughput, {"ReadCapacityUnits", "WriteCapacityUnits"});
  }
  if (Value* const limits = entry.find("OnDemandThroughput")) {
    make_plain(*limits, {"MaxReadRequestUnits", "MaxWriteRequestUnits"});
  }
}

}  // namespace

void make_table(Value& table) {
  make_units_plain(table);
  make_plain(table, {"DeletionProtectionEnabled"});
  // A template's stream is there if it is named (AWS::DynamoDB::Table, StreamSpecification).
  if (Value* const stream = table.find("StreamSpecification")) {
    stream->set("StreamEnabled", boolean_value(true));
  }
  if (Value* const indexes = table.find("GlobalSecondaryIndexes")) {
    for (Value& index : indexes->list) make_units_plain(index);
  }
  if (Value* const time_to_live = table.find("TimeToLiveSpecification")) {
    make_plain(*time_to_live, {"Enabled"});
  }
  if (Value* const recovery = table.find("PointInTimeRecoverySpecification")) {
    make_plain(*recovery, {"PointInTimeRecoveryEnabled", "RecoveryPeriodInDays"});
  }
  if (table.has("Tags")) table.set("Tags", tag_list(take(table, "Tags")));
}

void convert_table(const TemplateResource& resource, SeedDraft& draft) {
  constexpr std::string_view kUsed[] = {
      "TableName",
      "AttributeDefinitions.AttributeName",
      "AttributeDefinitions.AttributeType",
      "KeySchema.AttributeName",
      "KeySchema.KeyType",
      "BillingMode",
      "ProvisionedThroughput.ReadCapacityUnits",
      "ProvisionedThroughput.WriteCapacityUnits",
      "OnDemandThroughput.MaxReadRequestUnits",
      "OnDemandThroughput.MaxWriteRequestUnits",
      "LocalSecondaryIndexes.IndexName",
      "LocalSecondaryIndexes.KeySchema",
      "LocalSecondaryIndexes.Projection",
      "GlobalSecondaryIndexes.IndexName",
      "GlobalSecondaryIndexes.KeySchema",
      "GlobalSecondaryIndexes.Projection",
      "GlobalSecondaryIndexes.ProvisionedThroughput",
      "GlobalSecondaryIndexes.OnDemandThroughput",
      "StreamSpecification.StreamViewType",
      "TimeToLiveSpecification.AttributeName",
      "TimeToLiveSpecification.Enabled",
      "PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled",
      "PointInTimeRecoverySpecification.RecoveryPeriodInDays",
      "DeletionProtectionEnabled",
      "TableClass",
      "Tags",
  };
  constexpr std::string_view kNeedless[] = {
      "ContributorInsightsSpecification",
      "GlobalSecondaryIndexes.ContributorInsightsSpecification",
      "GlobalSecondaryIndexes.WarmThroughput",
      "ResourcePolicy",
      "SSESpecification",
      "StreamSpecification.ResourcePolicy",
      "Tags",
      "WarmThroughput",
  };
  Value table = draft.pick(resource, {kUsed, kNeedless});
  make_table(table);
  draft.add("tables", table.set("TableName", resource.name));
}

// A key of one attribute, "id" unless it has another name (AWS::Serverless::SimpleTable).
void convert_simple_table(const TemplateResource& resource, SeedDraft& draft) {
  constexpr std::string_view kUsed[] = {
      "TableName",
      "PrimaryKey.Name",
      "PrimaryKey.Type",
      "ProvisionedThroughput.ReadCapacityUnits",
      "ProvisionedThroughput.WriteCapacityUnits",
      "PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled",
      "PointInTimeRecoverySpecification.RecoveryPeriodInDays",
      "Tags",
  };
  constexpr std::string_view kNeedless[] = {"SSESpecification", "Tags"};
  Value table = draft.pick(resource, {kUsed, kNeedless});
  const Value key = take(table, "PrimaryKey");
  const std::string name = key.has("Name") ? key.text_of("Name") : "id";
  const std::string type = key.text_of("Type");
  const char* const scalar = type == "Number" ? "N" : type == "Binary" ? "B" : "S";
  table.set("TableName", resource.name);
  table.set("AttributeDefinitions",
            list_value({Value().set("AttributeName", name).set("AttributeType", scalar)}));
  table.set("KeySchema", list_value({Value().set("AttributeName", name).set("KeyType", "HASH")}));
  make_table(table);
  draft.add("tables", std::move(table));
}

}  // namespace server::seeds
