#include "server/seeds/section.h"

#include <iterator>
#include <optional>
#include <span>

namespace server::seeds {
namespace {

constexpr std::string_view kIndexMembers[] = {"IndexName",          "KeySchema",
                                              "Projection",         "ProvisionedThroughput",
                                              "OnDemandThroughput", "WarmThroughput"};

// First what DescribeTable shows and CreateTable takes, then what else an entry may have.
constexpr std::string_view kKnown[] = {
    "TableName",
    "AttributeDefinitions",
    "KeySchema",
    "LocalSecondaryIndexes",
    "GlobalSecondaryIndexes",
    "BillingMode",
    "ProvisionedThroughput",
    "OnDemandThroughput",
    "StreamSpecification",
    "SSESpecification",
    "Tags",
    "TableClass",
    "DeletionProtectionEnabled",
    "WarmThroughput",
    "ResourcePolicy",
    "TimeToLiveSpecification",
    "PointInTimeRecoverySpecification",
    "items",
};
constexpr auto kTableMembers = std::span(kKnown).first(std::size(kKnown) - 3);

Value only(const Value& value, std::span<const std::string_view> names) {
  Value kept = map_value({});
  for (const std::string_view name : names) {
    if (const Value* const member = value.find(name)) kept.set(std::string(name), *member);
  }
  return kept;
}

// 0 is what an on-demand table is described with.
std::optional<Value> throughput(const Value& value) {
  const Value* const described = value.find("ProvisionedThroughput");
  if (!described || described->text_of("ReadCapacityUnits") == "0") return std::nullopt;
  constexpr std::string_view kUnits[] = {"ReadCapacityUnits", "WriteCapacityUnits"};
  return only(*described, kUnits);
}

void keep_throughput(Value& value) {
  const auto kept = throughput(value);
  value.erase("ProvisionedThroughput");
  if (kept) value.set("ProvisionedThroughput", *kept);
}

// Without how far it is.
void keep_warm_throughput(Value& value) {
  constexpr std::string_view kUnits[] = {"ReadUnitsPerSecond", "WriteUnitsPerSecond"};
  Value* const described = value.find("WarmThroughput");
  if (!described) return;
  *described = only(*described, kUnits);
  if (described->members.empty()) value.erase("WarmThroughput");
}

void keep_indexes(Value& table, std::string_view list) {
  Value* const indexes = table.find(list);
  if (!indexes) return;
  for (Value& index : indexes->list) {
    index = only(index, kIndexMembers);
    keep_throughput(index);
    keep_warm_throughput(index);
  }
  if (indexes->list.empty()) table.erase(list);
}

bool is_description(const Value& value) {
  return value.has("TableStatus") || value.has("TableArn") || value.has("CreationDateTime");
}

// What CreateTable is told of a table that is encrypted so: by a key of KMS, for Amazon's own isn't
// asked for.
void keep_encryption(const Value& described, Value& table) {
  const Value* const encryption = described.find("SSEDescription");
  if (!encryption || encryption->text_of("SSEType") != "KMS") return;
  Value specification;
  specification.set("Enabled", boolean_value(true)).set("SSEType", "KMS");
  if (const std::string key = encryption->text_of("KMSMasterKeyArn"); !key.empty()) {
    specification.set("KMSMasterKeyId", key);
  }
  table.set("SSESpecification", std::move(specification));
}

// A description says in other members what CreateTable calls by these names.
Value creation_of(const Value& described) {
  Value table = only(described, kTableMembers);
  keep_encryption(described, table);
  if (const Value* const billing = described.find("BillingModeSummary")) {
    table.set("BillingMode", billing->text_of("BillingMode"));
  }
  if (const Value* const table_class = described.find("TableClassSummary")) {
    table.set("TableClass", table_class->text_of("TableClass"));
  }
  return table;
}

Value creation(const Entry& entry) {
  if (!is_description(entry.value)) entry.refuse_unknown(kKnown);
  Value table =
      is_description(entry.value) ? creation_of(entry.value) : only(entry.value, kTableMembers);
  keep_throughput(table);
  keep_warm_throughput(table);
  keep_indexes(table, "GlobalSecondaryIndexes");
  keep_indexes(table, "LocalSecondaryIndexes");
  const bool is_provisioned = table.has("ProvisionedThroughput");
  if (!table.has("BillingMode") && !is_provisioned) table.set("BillingMode", "PAY_PER_REQUEST");
  return table;
}

// What a description must show. Indexes that the seed doesn't name must not be there.
Value wanted(const Value& creation) {
  constexpr std::string_view kCompared[] = {"TableName",           "AttributeDefinitions",
                                            "KeySchema",           "ProvisionedThroughput",
                                            "StreamSpecification", "DeletionProtectionEnabled"};
  Value table = only(creation, kCompared);
  for (const char* list : {"GlobalSecondaryIndexes", "LocalSecondaryIndexes"}) {
    Value indexes = list_value({});
    if (const Value* const given = creation.find(list)) indexes = *given;
    // It grows by itself.
    for (Value& index : indexes.list) index.erase("WarmThroughput");
    table.set(list, std::move(indexes));
  }
  if (creation.text_of("BillingMode") == "PAY_PER_REQUEST") {
    table.set("BillingModeSummary", Value().set("BillingMode", "PAY_PER_REQUEST"));
  }
  return table;
}

void note_key(const Value& table, ItemSource& source) {
  if (const Value* const key = table.find("KeySchema")) {
    for (const Value& element : key->list) source.key.push_back(element.text_of("AttributeName"));
  }
  if (const Value* const attributes = table.find("AttributeDefinitions")) {
    for (const Value& attribute : attributes->list) {
      source.types[attribute.text_of("AttributeName")] = attribute.text_of("AttributeType");
    }
  }
}

ItemSource items_in_file(const Entry& entry, const Value& name, ItemSource source) {
  source.place.line = name.line > 0 ? name.line : source.place.line;
  source.items = entry.ground.folder / name.text;
  return source;
}

bool has_items_inside(const ItemSource& source) {
  return std::holds_alternative<std::vector<Value>>(source.items);
}

// items := file | (file | item)*
std::vector<ItemSource> items_of(const Entry& entry, const Value& table) {
  const Value* const items = entry.value.find("items");
  if (!items) return {};
  ItemSource source;
  source.table = table.text_of("TableName");
  source.place = entry.place_of("items");
  note_key(table, source);
  if (items->is(Value::Kind::text)) return {items_in_file(entry, *items, source)};
  if (!items->is(Value::Kind::list)) {
    throw Fault(source.place, "items are a list of them, or a file with one on each line");
  }
  std::vector<ItemSource> sources;
  for (std::size_t i = 0; i < items->list.size(); ++i) {
    const Value& each = items->list[i];
    if (each.is(Value::Kind::text)) {
      sources.push_back(items_in_file(entry, each, source));
      continue;
    }
    if (sources.empty() || !has_items_inside(sources.back())) {
      source.first = i;
      sources.push_back(source);
    }
    std::get<std::vector<Value>>(sources.back().items).push_back(each);
  }
  return sources;
}

std::vector<Request> settings_of(const Entry& entry, const std::string& name) {
  struct Setting {
    const char* member;
    const char* operation;
  };
  constexpr Setting kSettings[] = {
      {"TimeToLiveSpecification",          "UpdateTimeToLive"       },
      {"PointInTimeRecoverySpecification", "UpdateContinuousBackups"},
  };
  std::vector<Request> requests;
  for (const Setting& setting : kSettings) {
    const Value* const given = entry.value.find(setting.member);
    if (!given) continue;
    Value body;
    body.set("TableName", name).set(setting.member, *given);
    requests.push_back(dynamodb(setting.operation, std::move(body)));
  }
  return requests;
}

}  // namespace

void add_table(const Entry& outer, Resources& resources) {
  // As describe-table prints it, with what is ours beside it.
  const Value* const described = outer.value.find("Table");
  Value table = described ? *described : outer.value;
  if (const Value* const items = outer.value.find("items")) table.set("items", *items);
  const Entry entry{table, described ? outer.path / "Table" : outer.path, outer.ground};
  const std::string name = entry.require_text("TableName");
  Value body = creation(entry);

  Value named;
  named.set("TableName", name);
  Resource resource;
  resource.what = "table " + name;
  resource.place = outer.place();
  resource.look = dynamodb("DescribeTable", named);
  resource.found_at = {"Table"};
  resource.wanted = wanted(body);
  resource.ready = Readiness{{"TableStatus"}, "ACTIVE"};
  resource.after = settings_of(entry, name);
  resource.items = items_of(entry, body);
  if (body.text_of("DeletionProtectionEnabled") == "true") {
    Value unprotected = named;
    unprotected.set("DeletionProtectionEnabled", boolean_value(false));
    resource.undo.push_back(dynamodb("UpdateTable", std::move(unprotected)));
  }
  resource.undo.push_back(dynamodb("DeleteTable", std::move(named)));
  resource.outputs = {
      {stream_of(name), {"Table", "LatestStreamArn"}}
  };
  resource.make = dynamodb("CreateTable", std::move(body));
  resources.push_back(std::move(resource));
}

}  // namespace server::seeds
