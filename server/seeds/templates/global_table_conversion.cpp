#include "server/seeds/templates/conversions.h"

#include <fmt/format.h>

#include <algorithm>

// A global table is one here that has no copies: that of the region which the template is for.
namespace server::seeds {
namespace {

constexpr std::string_view kGlobalTableProperties[] = {
    "TableName",
    "AttributeDefinitions.AttributeName",
    "AttributeDefinitions.AttributeType",
    "KeySchema.AttributeName",
    "KeySchema.KeyType",
    "BillingMode",
    "WriteProvisionedThroughputSettings",
    "LocalSecondaryIndexes.IndexName",
    "LocalSecondaryIndexes.KeySchema",
    "LocalSecondaryIndexes.Projection",
    "GlobalSecondaryIndexes.IndexName",
    "GlobalSecondaryIndexes.KeySchema",
    "GlobalSecondaryIndexes.Projection",
    "GlobalSecondaryIndexes.WriteProvisionedThroughputSettings",
    "StreamSpecification.StreamViewType",
    "TimeToLiveSpecification.AttributeName",
    "TimeToLiveSpecification.Enabled",
    "Replicas.Region",
    "Replicas.DeletionProtectionEnabled",
    "Replicas.GlobalSecondaryIndexes.IndexName",
    "Replicas.GlobalSecondaryIndexes.ReadProvisionedThroughputSettings",
    "Replicas.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled",
    "Replicas.PointInTimeRecoverySpecification.RecoveryPeriodInDays",
    "Replicas.ReadProvisionedThroughputSettings",
    "Replicas.TableClass",
    "Replicas.Tags",
};
constexpr std::string_view kNeedlessOfGlobalTables[] = {
    "GlobalSecondaryIndexes.WarmThroughput",
    "GlobalSecondaryIndexes.WriteOnDemandThroughputSettings",
    "Replicas.ContributorInsightsSpecification",
    "Replicas.GlobalSecondaryIndexes.ContributorInsightsSpecification",
    "Replicas.GlobalSecondaryIndexes.ReadOnDemandThroughputSettings",
    "Replicas.ReadOnDemandThroughputSettings",
    "Replicas.ReplicaStreamSpecification",
    "Replicas.ResourcePolicy",
    "Replicas.SSESpecification",
    "Replicas.Tags",
    "SSESpecification",
    "WarmThroughput",
    "WriteOnDemandThroughputSettings",
};

// Units that are given, or with which scaling begins.
std::string units_of(const Value& settings, const std::string& kind) {
  if (settings.has(kind + "Units")) return settings.text_of(kind + "Units");
  const Value* const scaling = settings.find(kind + "AutoScalingSettings");
  if (!scaling) return {};
  return scaling->text_of(scaling->has("SeedCapacity") ? "SeedCapacity" : "MinCapacity");
}

// What CreateTable calls a throughput; `local` is the replica's, or its index's.
void set_throughput(Value& entry, Value& local) {
  const std::string read =
      units_of(take(local, "ReadProvisionedThroughputSettings"), "ReadCapacity");
  const std::string write =
      units_of(take(entry, "WriteProvisionedThroughputSettings"), "WriteCapacity");
  if (read.empty() && write.empty()) return;
  entry.set("ProvisionedThroughput", Value()
                                         .set("ReadCapacityUnits", plain_scalar(read))
                                         .set("WriteCapacityUnits", plain_scalar(write)));
}

// The replica's index of that name; null when it says nothing of it.
Value local_index(const Value& indexes, const std::string& name) {
  const auto found = std::find_if(indexes.list.begin(), indexes.list.end(), [&](const Value& each) {
    return each.text_of("IndexName") == name;
  });
  return found == indexes.list.end() ? Value{} : *found;
}

void set_throughputs(Value& table, Value& replica) {
  set_throughput(table, replica);
  const Value local = take(replica, "GlobalSecondaryIndexes");
  Value* const indexes = table.find("GlobalSecondaryIndexes");
  if (!indexes) return;
  for (Value& index : indexes->list) {
    Value own = local_index(local, index.text_of("IndexName"));
    set_throughput(index, own);
  }
}

// That of the region, or the only one there is. Throws Fault when there is none.
Value choose_replica(const TemplateResource& resource, const Value& replicas, SeedDraft& draft) {
  const std::string& region = draft.scope().region.get();
  if (replicas.list.size() == 1) return replicas.list.front();
  Value chosen;
  for (const Value& each : replicas.list) {
    const std::string its = each.text_of("Region");
    if (its == region) {
      chosen = each;
    } else {
      draft.leave_out(resource, "a replica in " + its);
    }
  }
  if (!chosen.is(Value::Kind::null)) return chosen;
  throw Fault(
      resource.place,
      fmt::format("the table has no replica in {}: say with --region for which it is", region));
}

}  // namespace

void convert_global_table(const TemplateResource& resource, SeedDraft& draft) {
  Value table = draft.pick(resource, {kGlobalTableProperties, kNeedlessOfGlobalTables});
  Value replica = choose_replica(resource, take(table, "Replicas"), draft);
  set_throughputs(table, replica);
  replica.erase("Region");
  for (auto& member : replica.members) table.set(member.name, std::move(member.value));
  make_table(table);
  draft.add("tables", table.set("TableName", resource.name));
}

}  // namespace server::seeds
