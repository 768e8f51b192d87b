#include "storage/definition_json.h"

#include "core/json/value.h"
#include "core/json/writer.h"
#include "storage/attachments_json.h"

namespace storage {
namespace {

using core::json::Object;
using JsonWriter = core::json::Writer;

constexpr std::string_view kScalarNames[] = {"S", "N", "B"};

core::ScalarType scalar_type(std::string_view name) {
  if (name == "S") return core::ScalarType::s;
  return name == "N" ? core::ScalarType::n : core::ScalarType::b;
}

void write_attributes(JsonWriter& writer,
                      const std::vector<core::AttributeDefinition>& attributes) {
  writer.begin_array();
  for (const auto& attribute : attributes) {
    writer.begin_array()
        .string(attribute.name)
        .string(kScalarNames[static_cast<int>(attribute.type)])
        .end_array();
  }
  writer.end_array();
}

std::vector<core::AttributeDefinition> read_attributes(const Object& object,
                                                       std::string_view name) {
  std::vector<core::AttributeDefinition> attributes;
  object.find(name)->array().for_each([&](core::json::Value value) {
    attributes.push_back(
        {std::string(value.array().at(0).string()), scalar_type(value.array().at(1).string())});
  });
  return attributes;
}

void write_key_schema(JsonWriter& writer, const core::KeySchema& schema) {
  writer.begin_object().key("partition");
  write_attributes(writer, schema.partition);
  writer.key("sort");
  write_attributes(writer, schema.sort);
  writer.end_object();
}

core::KeySchema read_key_schema(const Object& object) {
  return {read_attributes(object, "partition"), read_attributes(object, "sort")};
}

void write_time(JsonWriter& writer, std::string_view name,
                const std::optional<core::WallTime>& time) {
  if (time) writer.member(name, core::epoch_milliseconds(*time));
}

std::optional<core::WallTime> read_time(const Object& object, std::string_view name) {
  const auto value = object.find(name);
  if (!value) return std::nullopt;
  return core::from_epoch_milliseconds(*value->whole());
}

void write_units(JsonWriter& writer, std::string_view name,
                 const std::optional<core::Throughput>& units) {
  if (!units) return;
  writer.key(name).begin_array().whole(units->read).whole(units->write).end_array();
}

std::optional<core::Throughput> read_units(const Object& object, std::string_view name) {
  const auto value = object.find(name);
  if (!value) return std::nullopt;
  return core::Throughput{*value->array().at(0).whole(), *value->array().at(1).whole()};
}

void write_throughput(JsonWriter& writer, const core::ProvisionedThroughput& throughput) {
  writer.key("provisioned").begin_object();
  write_units(writer, "units", throughput.units);
  write_time(writer, "last_increase", throughput.last_increase);
  write_time(writer, "last_decrease", throughput.last_decrease);
  writer.member("decreases_today", throughput.decreases_today).end_object();
}

core::ProvisionedThroughput read_throughput(const Object& object) {
  const Object provisioned = object.find("provisioned")->object();
  return {*read_units(provisioned, "units"), read_time(provisioned, "last_increase"),
          read_time(provisioned, "last_decrease"),
          static_cast<int>(*provisioned.find("decreases_today")->whole())};
}

std::string read_text(const Object& object, std::string_view name) {
  return std::string(object.find(name)->string());
}

void write_index(JsonWriter& writer, const core::IndexDefinition& index) {
  writer.begin_object().member("name", index.name.get()).member("number", index.number);
  writer.member("global", index.global);
  writer.key("key");
  write_key_schema(writer, index.key);
  writer.member("projection", core::wire_name(index.projection));
  writer.key("non_key_attributes").begin_array();
  for (const std::string& name : index.non_key_attributes) writer.string(name);
  writer.end_array();
  write_throughput(writer, index.throughput);
  write_units(writer, "on_demand", index.on_demand);
  write_units(writer, "warm", index.warm);
  writer.end_object();
}

core::IndexDefinition read_index(const Object& object) {
  core::IndexDefinition index;
  index.name = core::IndexName(read_text(object, "name"));
  index.number = static_cast<int>(*object.find("number")->whole());
  index.global = object.find("global")->boolean();
  index.key = read_key_schema(object.find("key")->object());
  index.projection = *core::find_projection_type(object.find("projection")->string());
  object.find("non_key_attributes")->array().for_each([&](core::json::Value name) {
    index.non_key_attributes.emplace_back(name.string());
  });
  index.throughput = read_throughput(object);
  index.on_demand = read_units(object, "on_demand");
  index.warm = read_units(object, "warm");
  return index;
}

void write_stream(JsonWriter& writer, const core::StreamSettings& stream) {
  writer.key("stream").begin_object();
  writer.member("enabled", stream.enabled).member("view_type", core::wire_name(stream.view_type));
  writer.member("label", stream.label.get()).end_object();
}

core::StreamSettings read_stream(const Object& object) {
  return {object.find("enabled")->boolean(),
          *core::find_stream_view_type(object.find("view_type")->string()),
          core::StreamLabel(read_text(object, "label"))};
}

void write_options(JsonWriter& writer, const core::TableDefinition& table) {
  if (table.stream) write_stream(writer, *table.stream);
  if (table.time_to_live_attribute) writer.member("time_to_live", *table.time_to_live_attribute);
  if (table.recovery) {
    write_time(writer, "recovery_since", table.recovery->enabled_at);
    writer.member("recovery_days", table.recovery->period_days);
  }
  writer.member("class", table.table_class).member("sse", table.sse_json);
  writer.member("deletion_protection", table.deletion_protection);
  writer.key("tags").begin_array();
  for (const core::Tag& tag : table.tags) {
    writer.begin_array().string(tag.key).string(tag.value).end_array();
  }
  writer.end_array();
}

void read_options(const Object& object, core::TableDefinition& table) {
  if (const auto stream = object.find("stream")) table.stream = read_stream(stream->object());
  if (const auto attribute = object.find("time_to_live")) {
    table.time_to_live_attribute = std::string(attribute->string());
  }
  if (const auto since = read_time(object, "recovery_since")) {
    table.recovery =
        core::PointInTimeRecovery{*since, static_cast<int>(*object.find("recovery_days")->whole())};
  }
  table.table_class = read_text(object, "class");
  table.sse_json = read_text(object, "sse");
  table.deletion_protection = object.find("deletion_protection")->boolean();
  object.find("tags")->array().for_each([&](core::json::Value tag) {
    table.tags.push_back(
        {std::string(tag.array().at(0).string()), std::string(tag.array().at(1).string())});
  });
}

}  // namespace

std::string definition_to_json(const core::TableDefinition& table) {
  JsonWriter writer;
  writer.begin_object().member("id", table.id);
  write_time(writer, "created_at", table.created_at);
  writer.key("attributes");
  write_attributes(writer, table.attributes);
  writer.key("key");
  write_key_schema(writer, table.key);
  writer.key("indexes").begin_array();
  for (const auto& index : table.indexes) write_index(writer, index);
  writer.end_array();
  if (table.last_deleted_index > 0) writer.member("last_deleted_index", table.last_deleted_index);
  writer.member("billing", core::wire_name(table.billing));
  writer.member("billing_stated", table.billing_stated);
  write_time(writer, "pay_per_request_since", table.pay_per_request_since);
  write_throughput(writer, table.throughput);
  write_units(writer, "on_demand", table.on_demand);
  write_units(writer, "warm", table.warm);
  write_options(writer, table);
  write_attachments(writer, table.attachments);
  write_origin(writer, table.restored_from);
  return writer.end_object().take();
}

core::TableDefinition definition_from_json(const std::string& json) {
  const auto document = core::json::Document::parse(json);
  const Object object = document.root().object();
  core::TableDefinition table;
  table.id = read_text(object, "id");
  table.created_at = *read_time(object, "created_at");
  table.attributes = read_attributes(object, "attributes");
  table.key = read_key_schema(object.find("key")->object());
  object.find("indexes")->array().for_each(
      [&](core::json::Value index) { table.indexes.push_back(read_index(index.object())); });
  if (const auto number = object.find("last_deleted_index")) {
    table.last_deleted_index = static_cast<int>(*number->whole());
  }
  table.billing = *core::find_billing_mode(object.find("billing")->string());
  table.billing_stated = object.find("billing_stated")->boolean();
  table.pay_per_request_since = read_time(object, "pay_per_request_since");
  table.throughput = read_throughput(object);
  table.on_demand = read_units(object, "on_demand");
  table.warm = read_units(object, "warm");
  read_options(object, table);
  table.attachments = read_attachments(object);
  table.restored_from = read_origin(object);
  return table;
}

std::string key_schema_to_json(const core::KeySchema& schema) {
  JsonWriter writer;
  write_key_schema(writer, schema);
  return writer.take();
}

core::KeySchema key_schema_from_json(const std::string& json) {
  const auto document = core::json::Document::parse(json);
  return read_key_schema(document.root().object());
}

}  // namespace storage
