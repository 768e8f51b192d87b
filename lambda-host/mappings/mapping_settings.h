#pragma once

#include "core/json/value.h"
#include "lambda-host/mappings/event_source_mapping.h"

#include <optional>
#include <string>
#include <vector>

// What a request asks of an event source mapping: the members of Create- and
// UpdateEventSourceMapping.
namespace lambda_host {

// A member that isn't there takes its default (create) or stays as it is (update).
struct MappingSettings {
  std::optional<std::string> function_name;
  std::optional<std::string> event_source_arn;   // create only
  std::optional<std::string> starting_position;  // create only
  std::optional<bool> enabled;
  std::optional<int> batch_size;
  std::optional<int> batching_window_seconds;
  std::optional<int> parallelization_factor;
  std::optional<int> maximum_retry_attempts;
  std::optional<int> maximum_record_age_seconds;
  std::optional<bool> bisect_batch_on_function_error;
  std::optional<int> tumbling_window_seconds;
  std::optional<std::vector<std::string>> function_response_types;
  std::optional<std::vector<std::string>> filter_patterns;
  std::optional<std::string> failure_destination;  // empty: none
  bool has_success_destination = false;
  std::optional<std::vector<std::string>> metrics;
  std::optional<std::string> log_level;    // empty: none
  std::optional<std::string> kms_key_arn;  // empty: none
  std::optional<Variables> tags;           // create only
  std::string unsupported;  // the first member that asks for what Rivulet can't do, or empty
};

// From the request's body. Throws ApiError(serialization) for a member of the wrong type.
MappingSettings read_mapping_settings(const core::json::Object& body);

// Throw ApiError as AWS does for whatever is wrong with the settings by themselves.
void check_create(const MappingSettings& settings);
void check_update(const MappingSettings& settings);

// Throws ApiError(invalid_parameter_value) for settings of a whole mapping that don't go together.
void check_combination(const EventSourceMapping& mapping);

// Throws ApiError(invalid_parameter_value) `Rivulet doesn't support … yet.` for what AWS accepts
// and Rivulet would ignore. Comes last of all checks.
void refuse_unsupported(const MappingSettings& settings);

// Applies what is given, but for function and stream; needs settings that were checked.
void apply(const MappingSettings& settings, EventSourceMapping& mapping);

}  // namespace lambda_host
