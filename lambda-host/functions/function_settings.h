#pragma once

#include "core/json/value.h"
#include "lambda-host/functions/function.h"

#include <optional>
#include <string>
#include <vector>

// What a request asks of a function: the members of CreateFunction, UpdateFunctionConfiguration and
// UpdateFunctionCode that aren't the code itself.
namespace lambda_host {

// A member that isn't there stays as it is (update) or takes its default (create).
struct FunctionSettings {
  std::optional<std::string> runtime;
  std::optional<std::string> handler;
  std::optional<std::string> role;
  std::optional<std::string> description;
  std::optional<int> timeout_seconds;
  std::optional<int> memory_megabytes;
  std::optional<int> ephemeral_storage_megabytes;
  std::optional<Variables> environment;
  std::string environment_text;  // the same as JSON, in the order of the request
  std::optional<std::vector<std::string>> architectures;
  std::optional<std::string> log_format;
  std::optional<std::string> log_group;
  std::optional<std::string> application_log_level;
  std::optional<std::string> system_log_level;
  std::optional<std::string> tracing_mode;
  std::optional<std::string> dead_letter_target;
  std::optional<std::vector<std::string>> layers;  // ARNs
  std::optional<VpcConfiguration> vpc;
  std::optional<std::string> kms_key_arn;
  std::optional<std::string> snap_start;
  std::optional<std::string> package_type;
  std::optional<Variables> tags;           // create only
  std::optional<std::string> revision_id;  // update only
};

struct CodeSettings {
  std::optional<std::vector<std::string>> architectures;
  std::optional<std::string> revision_id;
};

// What PublishVersion asks for. What isn't there isn't checked, or stays as the function has it.
struct PublishSettings {
  std::optional<std::string> code_sha256;
  std::optional<std::string> revision_id;
  std::optional<std::string> description;
};

// From the request's body. Throws ApiError(serialization) for a member of the wrong type, and
// ApiError(invalid_parameter_value) for what Rivulet can't do (images, file systems …), rather
// than swallow it.
FunctionSettings read_function_settings(const core::json::Object& body);
CodeSettings read_code_settings(const core::json::Object& body);
PublishSettings read_publish_settings(const core::json::Object& body);

// Throw ApiError(validation) naming every value outside the API's limits, as AWS does.
void check_limits(const FunctionSettings& settings);
// Throws ApiError(invalid_parameter_value) for a log level that can't take effect, since only JSON
// has levels. `current` is the format that the function has until now; a new one has text.
void check_log_levels(const FunctionSettings& settings, LogFormat current);

// Applies what is given; needs settings that were checked.
void apply(const FunctionSettings& settings, FunctionConfiguration& configuration);

}  // namespace lambda_host
