#include "server/operations/tables/table_options.h"

#include "core/api_error.h"
#include "core/arn.h"
#include "core/json/writer.h"
#include "core/uuid.h"

#include <fmt/format.h>

namespace server::operations {
namespace {

using core::throw_validation;
using core::json::Object;

[[noreturn]] void throw_invalid(std::string_view what) {
  throw_validation(fmt::format("One or more parameter values were invalid: {}", what));
}

std::string key_arn(const std::optional<core::json::Value>& key, const core::Scope& scope) {
  // The key that KMS keeps for DynamoDB, when none is named.
  if (!key) return core::make_arn("kms", scope, "key/" + core::random_uuid());
  std::string id(key->string());
  if (id.starts_with("arn:")) return id;
  return core::make_arn("kms", scope, id.starts_with("alias/") ? id : "key/" + id);
}

void check_encryption(const Object& specification, bool enabled) {
  const auto type = specification.find("SSEType");
  const auto key = specification.find("KMSMasterKeyId");
  if (!enabled && type) throw_invalid("SSEType can not be specified if Enabled is false");
  if (!enabled && key) throw_invalid("KMSMasterKeyId can not be specified if Enabled is false");
  if (type && type->string() != "KMS") throw_invalid("SSEType AES256 is not supported");
  if (key && !type) throw_invalid("SSEType KMS is required if KMSMasterKeyId is specified");
}

}  // namespace

std::optional<StreamRequest> read_stream_request(const Object& body, const StreamTexts& texts) {
  const auto specification = body.find("StreamSpecification");
  if (!specification) return std::nullopt;
  const auto type = specification->object().find("StreamViewType");
  if (!specification->object().find("StreamEnabled")->boolean()) {
    if (type) throw_invalid(texts.view_type_unwanted);
    return StreamRequest{};
  }
  if (!type) throw_invalid(texts.view_type_missing);
  return StreamRequest{true, *core::find_stream_view_type(type->string())};
}

std::string read_encryption_specification(const Object& specification, const core::Scope& scope) {
  const auto stated = specification.find("Enabled");
  const bool enabled = stated && stated->boolean();
  check_encryption(specification, enabled);
  if (!enabled) return "";
  core::json::Writer writer;
  writer.begin_object();
  writer.member("KMSMasterKeyArn", key_arn(specification.find("KMSMasterKeyId"), scope));
  return writer.member("SSEType", "KMS").member("Status", "ENABLED").end_object().take();
}

std::optional<std::string> read_encryption(const Object& body, const core::Scope& scope) {
  const auto specification = body.find("SSESpecification");
  if (!specification) return std::nullopt;
  return read_encryption_specification(specification->object(), scope);
}

std::optional<std::string> read_table_class(const Object& body) {
  const auto table_class = body.find("TableClass");
  if (!table_class) return std::nullopt;
  const std::string_view name = table_class->string();
  if (name != "STANDARD" && name != "STANDARD_INFREQUENT_ACCESS") {
    throw_validation(
        "Invalid table-class parameter provided. Please try again with a valid table-class value: "
        "[STANDARD, STANDARD_INFREQUENT_ACCESS].");
  }
  return std::string(name);
}

void check_supported(const Object& body) {
  for (const char* name :
       {"GlobalTableSourceArn", "ReplicaUpdates", "GlobalTableSettingsReplicationMode",
        "GlobalTableWitnessUpdates", "MultiRegionConsistency"}) {
    if (!body.find(name)) continue;
    throw_validation(fmt::format("{} is not supported: Rivulet has no global tables", name));
  }
  for (const char* name : {"VectorIndexes", "VectorIndexUpdates"}) {
    if (!body.find(name)) continue;
    throw_validation(fmt::format("{} is not supported: Rivulet has no vector indexes", name));
  }
}

}  // namespace server::operations
