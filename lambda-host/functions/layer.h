#pragma once

#include "core/clock.h"
#include "core/json/writer.h"
#include "core/names.h"
#include "lambda-host/functions/policy.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A version of a layer: a zip whose content functions find in their /opt. It never changes but for
// its policy.
namespace lambda_host {

struct LayerVersion {
  core::Scope scope;
  std::string name;
  std::int64_t version = 0;
  std::string description;
  std::string license_info;
  std::optional<std::vector<std::string>> runtimes;  // nullopt: none were given
  std::optional<std::vector<std::string>> architectures;
  core::WallTime created;
  std::string code_sha256;  // base64, of the zip
  std::int64_t code_size_bytes = 0;
  std::string code_id;  // the last part of its code directory's path
  std::optional<Policy> policy;
};

// "arn:P:lambda:R:A:layer:L", and ":7" behind it.
std::string layer_arn(const core::Scope& scope, std::string_view name);
std::string layer_version_arn(const LayerVersion& version);

// Throws ApiError(access_denied) for a version that neither is the account's nor has a policy that
// names the account, or everybody.
void require_shared(const LayerVersion& version, const core::AccountId& account);

// What an ARN of a layer's version names; nullopt for any other text.
struct LayerReference {
  core::Scope scope;
  std::string name;
  std::int64_t version = 0;
};
std::optional<LayerReference> parse_layer_version_arn(std::string_view arn);
// By name or ARN; nullopt for a text that is neither.
std::optional<LayerReference> parse_layer_name(std::string_view text, const core::Scope& caller);

// The members that a version has in a list, within an object that is open.
void write_layer_members(core::json::Writer& writer, const LayerVersion& version);
// The whole of it: `location` is where its zip can be had.
void write_layer_version(core::json::Writer& writer, const LayerVersion& version,
                         const std::string& location);

// What a store keeps.
std::string write_stored_layer(const LayerVersion& version);
LayerVersion read_stored_layer(const core::Scope& scope, std::string text);

}  // namespace lambda_host
