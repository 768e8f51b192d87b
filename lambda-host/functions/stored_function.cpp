#include "core/json/value.h"
#include "lambda-host/functions/function_json.h"

#include <stdexcept>

// The stored form of a FunctionConfiguration: one flat JSON object, members named as in the struct.
// A member that an older version didn't write keeps its default, so new ones need no migration.
namespace lambda_host {
namespace {

using core::json::Kind;
using core::json::Object;
using core::json::Writer;

void write_variables(Writer& writer, std::string_view name, const Variables& variables) {
  writer.key(name).begin_object();
  for (const auto& [key, value] : variables) writer.member(key, value);
  writer.end_object();
}

void write_optional(Writer& writer, std::string_view name, const std::optional<std::string>& text) {
  if (text) writer.member(name, *text);
}

class StoredObject {
 public:
  explicit StoredObject(Object object) : object_(object) {}

  void read(std::string_view name, std::string& to) const {
    if (const auto value = find(name, Kind::string)) to = std::string(value->string());
  }
  void read(std::string_view name, std::optional<std::string>& to) const {
    if (const auto value = find(name, Kind::string)) to = std::string(value->string());
  }
  void read(std::string_view name, int& to) const {
    if (const auto number = whole(name)) to = static_cast<int>(*number);
  }
  void read(std::string_view name, std::int64_t& to) const {
    if (const auto number = whole(name)) to = *number;
  }
  bool has(std::string_view name) const { return object_.find(name).has_value(); }
  std::vector<std::string> strings(std::string_view name) const {
    std::vector<std::string> strings;
    if (const auto value = find(name, Kind::array)) {
      value->array().for_each(
          [&](const core::json::Value& member) { strings.emplace_back(member.string()); });
    }
    return strings;
  }
  std::vector<LayerUse> layers() const {
    std::vector<LayerUse> layers;
    if (const auto value = find("layers", Kind::array)) {
      value->array().for_each([&](const core::json::Value& layer) {
        const StoredObject stored(layer.object());
        LayerUse& use = layers.emplace_back();
        stored.read("arn", use.arn);
        stored.read("size_bytes", use.size_bytes);
      });
    }
    return layers;
  }
  std::optional<Variables> variables(std::string_view name) const {
    const auto value = find(name, Kind::object);
    if (!value) return std::nullopt;
    Variables variables;
    value->object().for_each([&](const core::json::Member& member) {
      variables[std::string(member.name)] = std::string(member.value.string());
    });
    return variables;
  }

 private:
  std::optional<core::json::Value> find(std::string_view name, Kind kind) const {
    const auto value = object_.find(name);
    if (value && !value->is(kind)) {
      throw std::runtime_error("stored function: wrong type of " + std::string(name));
    }
    return value;
  }
  std::optional<std::int64_t> whole(std::string_view name) const {
    const auto value = find(name, Kind::number);
    return value ? value->whole() : std::nullopt;
  }

  Object object_;
};

void write_stored_logging(Writer& writer, const LoggingConfiguration& logging) {
  writer.member("log_format", logging.format == LogFormat::json ? "json" : "text");
  writer.member("log_group", logging.group);
  write_optional(writer, "application_log_level", logging.application_log_level);
  write_optional(writer, "system_log_level", logging.system_log_level);
}

void read_logging(const StoredObject& stored, LoggingConfiguration& logging) {
  std::string format;
  stored.read("log_format", format);
  logging.format = format == "json" ? LogFormat::json : LogFormat::text;
  stored.read("log_group", logging.group);
  stored.read("application_log_level", logging.application_log_level);
  stored.read("system_log_level", logging.system_log_level);
}

void store_strings(Writer& writer, std::string_view name, const std::vector<std::string>& texts) {
  writer.key(name).begin_array();
  for (const std::string& text : texts) writer.string(text);
  writer.end_array();
}

void store_layers(Writer& writer, const std::vector<LayerUse>& layers) {
  if (layers.empty()) return;
  writer.key("layers").begin_array();
  for (const LayerUse& layer : layers) {
    writer.begin_object().member("arn", layer.arn);
    writer.member("size_bytes", layer.size_bytes).end_object();
  }
  writer.end_array();
}

void store_vpc(Writer& writer, const VpcConfiguration& vpc) {
  store_strings(writer, "subnet_ids", vpc.subnet_ids);
  store_strings(writer, "security_group_ids", vpc.security_group_ids);
  writer.member("allows_ipv6", vpc.allows_ipv6 ? 1 : 0);
}

std::optional<VpcConfiguration> read_vpc(const StoredObject& stored) {
  if (!stored.has("subnet_ids")) return std::nullopt;
  int allows_ipv6 = 0;
  stored.read("allows_ipv6", allows_ipv6);
  return VpcConfiguration{stored.strings("subnet_ids"), stored.strings("security_group_ids"),
                          allows_ipv6 != 0};
}

void read_scope(const StoredObject& stored, FunctionConfiguration& f) {
  std::string account, region, name;
  stored.read("account", account);
  stored.read("region", region);
  stored.read("name", name);
  if (account.empty() || region.empty() || name.empty()) {
    throw std::runtime_error("stored function: no name");
  }
  f.scope = {core::AccountId(account), core::Region(region)};
  f.name = core::FunctionName(name);
}

FunctionConfiguration read_members(const StoredObject& stored) {
  FunctionConfiguration f;
  read_scope(stored, f);
  stored.read("version", f.version);
  stored.read("last_version", f.last_version);
  stored.read("published_description", f.published_description);
  stored.read("runtime", f.runtime);
  stored.read("handler", f.handler);
  stored.read("role", f.role);
  stored.read("description", f.description);
  stored.read("timeout_seconds", f.timeout_seconds);
  stored.read("memory_megabytes", f.memory_megabytes);
  stored.read("ephemeral_storage_megabytes", f.ephemeral_storage_megabytes);
  f.environment = stored.variables("environment");
  stored.read("architecture", f.architecture);
  stored.read("code_sha256", f.code_sha256);
  stored.read("code_size_bytes", f.code_size_bytes);
  stored.read("code_id", f.code_id);
  stored.read("code_folder", f.code_folder);
  std::int64_t last_modified_us = 0;
  stored.read("last_modified_us", last_modified_us);
  f.last_modified = core::WallTime(core::Duration(last_modified_us));
  stored.read("revision_id", f.revision_id);
  read_logging(stored, f.logging);
  stored.read("tracing_mode", f.tracing_mode);
  stored.read("dead_letter_target", f.dead_letter_target);
  stored.read("kms_key_arn", f.kms_key_arn);
  stored.read("snap_start", f.snap_start);
  f.layers = stored.layers();
  f.vpc = read_vpc(stored);
  f.tags = stored.variables("tags").value_or(Variables{});
  return f;
}

}  // namespace

std::string write_stored_configuration(const FunctionConfiguration& f) {
  Writer writer;
  writer.begin_object();
  writer.member("account", f.scope.account.get()).member("region", f.scope.region.get());
  writer.member("name", f.name.get()).member("version", f.version);
  writer.member("last_version", f.last_version);
  writer.member("published_description", f.published_description);
  writer.member("runtime", f.runtime).member("handler", f.handler).member("role", f.role);
  writer.member("description", f.description).member("timeout_seconds", f.timeout_seconds);
  writer.member("memory_megabytes", f.memory_megabytes);
  writer.member("ephemeral_storage_megabytes", f.ephemeral_storage_megabytes);
  if (f.environment) write_variables(writer, "environment", *f.environment);
  writer.member("architecture", f.architecture).member("code_sha256", f.code_sha256);
  writer.member("code_size_bytes", f.code_size_bytes).member("code_id", f.code_id);
  writer.member("code_folder", f.code_folder);
  writer.member("last_modified_us",
                static_cast<std::int64_t>(f.last_modified.time_since_epoch().count()));
  writer.member("revision_id", f.revision_id);
  write_stored_logging(writer, f.logging);
  writer.member("tracing_mode", f.tracing_mode);
  write_optional(writer, "dead_letter_target", f.dead_letter_target);
  writer.member("kms_key_arn", f.kms_key_arn).member("snap_start", f.snap_start);
  store_layers(writer, f.layers);
  if (f.vpc) store_vpc(writer, *f.vpc);
  write_variables(writer, "tags", f.tags);
  writer.end_object();
  return writer.take();
}

FunctionConfiguration read_stored_configuration(std::string text) {
  const auto document = core::json::Document::parse(std::move(text));
  if (!document.root().is(Kind::object)) throw std::runtime_error("stored function: no object");
  return read_members(StoredObject(document.root().object()));
}

}  // namespace lambda_host
