#include "lambda-host/functions/layer.h"

#include "core/api_error.h"
#include "core/arn.h"
#include "core/json/value.h"
#include "core/time_text.h"
#include "lambda-host/body_members.h"
#include "lambda-host/functions/function_name_pattern.h"
#include "lambda-host/functions/function_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace lambda_host {
namespace {

using core::json::Object;
using core::json::Writer;

constexpr std::string_view kLayer = "layer:";

void write_texts(Writer& writer, std::string_view name,
                 const std::optional<std::vector<std::string>>& texts) {
  if (!texts) return;
  writer.key(name).begin_array();
  for (const std::string& text : *texts) writer.string(text);
  writer.end_array();
}

std::int64_t require_whole(const Object& stored, std::string_view name) {
  const auto value = stored.find(name);
  if (!value) throw std::runtime_error("stored layer: no " + std::string(name));
  return value->integer();
}

// The name and what stands behind its colon.
std::optional<LayerReference> parse_layer_arn(std::string_view text, std::string_view& rest) {
  const auto arn = core::parse_arn(text);
  if (!arn || arn->service != "lambda" || !arn->resource.starts_with(kLayer)) return std::nullopt;
  if (!is_account_id(arn->account) || !core::is_region_name(arn->region)) return std::nullopt;
  rest = arn->resource.substr(kLayer.size());
  const std::string_view name = rest.substr(0, rest.find(':'));
  rest.remove_prefix(name.size());
  if (!is_plain_name(name)) return std::nullopt;
  return LayerReference{
      {core::AccountId(std::string(arn->account)), core::Region(std::string(arn->region))},
      std::string(name),
      0
  };
}

}  // namespace

std::string layer_arn(const core::Scope& scope, std::string_view name) {
  return core::make_arn("lambda", scope, fmt::format("{}{}", kLayer, name));
}

std::string layer_version_arn(const LayerVersion& version) {
  return fmt::format("{}:{}", layer_arn(version.scope, version.name), version.version);
}

void require_shared(const LayerVersion& version, const core::AccountId& account) {
  if (version.scope.account == account) return;
  const auto names = [&](const PolicyStatement& statement) {
    return names_account(statement, account);
  };
  const auto statements = version.policy.value_or(Policy{}).statements;
  if (std::any_of(statements.begin(), statements.end(), names)) return;
  throw core::ApiError(
      core::ErrorCode::access_denied,
      fmt::format("User is not authorized to perform: lambda:GetLayerVersion on resource: {}",
                  layer_version_arn(version)));
}

std::optional<LayerReference> parse_layer_version_arn(std::string_view arn) {
  std::string_view rest;
  auto layer = parse_layer_arn(arn, rest);
  if (!layer || !rest.starts_with(':') || !is_version_number(rest.substr(1))) return std::nullopt;
  layer->version = version_number(rest.substr(1));
  return layer;
}

std::optional<LayerReference> parse_layer_name(std::string_view text, const core::Scope& caller) {
  if (is_plain_name(text)) return LayerReference{caller, std::string(text), 0};
  std::string_view rest;
  auto layer = parse_layer_arn(text, rest);
  return rest.empty() ? layer : std::nullopt;
}

// Members in alphabetical order, as AWS was recorded to answer; those of Content stand between.
void write_layer_members(Writer& writer, const LayerVersion& v) {
  writer.member("CreatedDate", core::iso_milliseconds(v.created) + "+0000");
  writer.member("Description", v.description);
  writer.member("LayerVersionArn", layer_version_arn(v));
  if (!v.license_info.empty()) writer.member("LicenseInfo", v.license_info);
  writer.member("Version", v.version);
  write_texts(writer, "CompatibleArchitectures", v.architectures);
  write_texts(writer, "CompatibleRuntimes", v.runtimes);
}

void write_layer_version(Writer& writer, const LayerVersion& v, const std::string& location) {
  writer.begin_object().key("Content").begin_object();
  writer.member("CodeSha256", v.code_sha256).member("CodeSize", v.code_size_bytes);
  writer.member("Location", location).end_object();
  writer.member("LayerArn", layer_arn(v.scope, v.name));
  write_layer_members(writer, v);
  writer.end_object();
}

std::string write_stored_layer(const LayerVersion& v) {
  Writer writer;
  writer.begin_object().member("name", v.name).member("version", v.version);
  writer.member("description", v.description).member("license_info", v.license_info);
  write_texts(writer, "runtimes", v.runtimes);
  write_texts(writer, "architectures", v.architectures);
  writer.member("created", core::epoch_milliseconds(v.created));
  writer.member("code_sha256", v.code_sha256).member("code_size_bytes", v.code_size_bytes);
  writer.member("code_id", v.code_id);
  if (v.policy) writer.member("policy", write_stored_policy(*v.policy));
  writer.end_object();
  return writer.take();
}

LayerVersion read_stored_layer(const core::Scope& scope, std::string text) {
  const auto document = core::json::Document::parse(std::move(text));
  const Object stored = document.root().object();
  LayerVersion v;
  v.scope = scope;
  v.name = body_string(stored, "name").value_or("");
  v.version = require_whole(stored, "version");
  v.description = body_string(stored, "description").value_or("");
  v.license_info = body_string(stored, "license_info").value_or("");
  v.runtimes = body_strings(stored, "runtimes");
  v.architectures = body_strings(stored, "architectures");
  v.created = core::from_epoch_milliseconds(require_whole(stored, "created"));
  v.code_sha256 = body_string(stored, "code_sha256").value_or("");
  v.code_size_bytes = require_whole(stored, "code_size_bytes");
  v.code_id = body_string(stored, "code_id").value_or("");
  if (auto policy = body_string(stored, "policy")) v.policy = read_stored_policy(*policy);
  return v;
}

}  // namespace lambda_host
