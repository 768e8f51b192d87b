#include "lambda-host/mappings/mapping_settings.h"

#include "core/api_error.h"
#include "core/arn.h"
#include "core/limits.h"
#include "lambda-host/body_members.h"
#include "lambda-host/constraints.h"
#include "lambda-host/destinations.h"
#include "lambda-host/functions/function_name_pattern.h"
#include "lambda-host/mappings/filter_criteria.h"

#include <fmt/format.h>

#include <algorithm>

namespace lambda_host {
namespace {

namespace limits = core::limits;
using core::json::Kind;
using core::json::Object;
using core::json::Value;

// A quota that AWS raises to ten on request: accounts differ, so we go by the highest.
constexpr std::size_t kMaxRaisedFilters = 10;
constexpr std::size_t kMaxFunctionNameLength = 256;

constexpr std::string_view kArnPattern =
    R"(arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(.*))";

// Members for other kinds of event sources, and what Rivulet doesn't do.
constexpr std::string_view kUnsupportedMembers[] = {
    "AmazonManagedKafkaEventSourceConfig",
    "DocumentDBEventSourceConfig",
    "ProvisionedPollerConfig",
    "Queues",
    "ScalingConfig",
    "SelfManagedEventSource",
    "SelfManagedKafkaEventSourceConfig",
    "SourceAccessConfigurations",
    "StartingPositionTimestamp",
    "Topics",
};

constexpr std::string_view kKeyPattern = R"((arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|())";

// Whether a member asks for nothing: tools send such ones along.
bool asks_for_nothing(const Value& value) {
  switch (value.kind()) {
    case Kind::null: return true;
    case Kind::string: return value.string().empty();
    case Kind::array: return value.array().empty();
    case Kind::object: return value.object().empty();
    case Kind::boolean: return !value.boolean();
    case Kind::number: return false;
  }
  __builtin_unreachable();
}

std::vector<std::string> read_filters(const Object& criteria) {
  std::vector<std::string> patterns;
  const auto filters = body_array(criteria, "Filters");
  if (!filters) return patterns;
  filters->for_each([&](const Value& filter) {
    if (!filter.is(Kind::object)) {
      throw core::ApiError(core::ErrorCode::serialization,
                           "Expected a structure or map for member Filters");
    }
    patterns.push_back(body_string(filter.object(), "Pattern").value_or(""));
  });
  return patterns;
}

void read_destinations(const Object& destinations, MappingSettings& settings) {
  settings.has_success_destination = destinations.find("OnSuccess").has_value();
  // Without an OnFailure the destination goes away: the whole configuration is replaced.
  settings.failure_destination = "";
  if (const auto failure = body_object(destinations, "OnFailure")) {
    settings.failure_destination = body_string(*failure, "Destination").value_or("");
  }
}

// As the pattern has it: "arn:", a partition, a service.
bool is_key_arn(std::string_view text) {
  const auto arn = core::parse_arn(text);
  return arn && !arn->service.empty() &&
         (arn->partition.empty() || arn->partition.starts_with("aws"));
}

void read_reports(const Object& body, MappingSettings& settings) {
  if (const auto metrics = body_object(body, "MetricsConfig")) {
    settings.metrics = body_strings(*metrics, "Metrics").value_or(std::vector<std::string>{});
  }
  if (const auto logging = body_object(body, "LoggingConfig")) {
    settings.log_level = body_string(*logging, "SystemLogLevel").value_or("");
  }
  settings.kms_key_arn = body_string(body, "KMSKeyArn");
}

void check_reports(const MappingSettings& settings, Constraints& constraints) {
  constexpr std::size_t kMaxMetrics = 3;
  const auto metrics = settings.metrics.value_or(std::vector<std::string>{});
  const std::string shown = fmt::format("[{}]", fmt::join(metrics, ", "));
  if (metrics.size() > kMaxMetrics) {
    constraints.violated(shown, "metricsConfig.metrics", "have length less than or equal to 3");
  }
  const auto is_metric = [](const std::string& name) {
    return name == "EventCount" || name == "ErrorCount" || name == "KafkaMetrics";
  };
  if (!std::all_of(metrics.begin(), metrics.end(), is_metric)) {
    constraints.violated(shown, "metricsConfig.metrics",
                         "satisfy constraint: [Member must satisfy enum value set: "
                         "[ErrorCount, KafkaMetrics, EventCount], Member must not be null]");
  }
  if (!settings.log_level.value_or("").empty()) {
    constraints.check_one_of(*settings.log_level, "loggingConfig.systemLogLevel",
                             {"DEBUG", "INFO", "WARN"});
  }
  const std::string key = settings.kms_key_arn.value_or("");
  if (!key.empty() && !is_key_arn(key)) {
    constraints.violated(key, "kMSKeyArn",
                         fmt::format("satisfy regular expression pattern: {}", kKeyPattern));
  }
}

void check_response_types(const std::vector<std::string>& types, Constraints& constraints) {
  const std::string value = fmt::format("[{}]", fmt::join(types, ", "));
  if (types.size() > 1) {
    constraints.violated(value, "functionResponseTypes", "have length less than or equal to 1");
  } else if (!types.empty() && types[0] != "ReportBatchItemFailures") {
    constraints.violated(value, "functionResponseTypes",
                         "satisfy constraint: [Member must satisfy enum value set: "
                         "[ReportBatchItemFailures], Member must not be null]");
  }
}

void check_range(const std::optional<int>& value, std::string_view member, std::int64_t low,
                 std::int64_t high, Constraints& constraints) {
  if (value) constraints.check_range(*value, member, low, high);
}

void check_numbers(const MappingSettings& settings, Constraints& constraints) {
  check_range(settings.batch_size, "batchSize", 1, limits::kMaxBatchSize, constraints);
  check_range(settings.batching_window_seconds, "maximumBatchingWindowInSeconds", 0,
              limits::kMaxBatchingWindow.count(), constraints);
  check_range(settings.parallelization_factor, "parallelizationFactor", 1,
              limits::kMaxParallelizationFactor, constraints);
  check_range(settings.maximum_retry_attempts, "maximumRetryAttempts", -1,
              limits::kMaxRetryAttempts, constraints);
  check_range(settings.maximum_record_age_seconds, "maximumRecordAgeInSeconds", -1,
              limits::kMaxRecordAge.count(), constraints);
  check_range(settings.tumbling_window_seconds, "tumblingWindowInSeconds", 0,
              limits::kMaxTumblingWindow.count(), constraints);
}

void check_texts(const MappingSettings& settings, Constraints& constraints) {
  if (settings.function_name) {
    constraints.check_length(*settings.function_name, "functionName", kMaxFunctionNameLength);
  }
  if (settings.event_source_arn && !has_arn_form(*settings.event_source_arn)) {
    constraints.violated(*settings.event_source_arn, "eventSourceArn",
                         fmt::format("satisfy regular expression pattern: {}", kArnPattern));
  }
  if (settings.failure_destination) {
    check_destination_text(*settings.failure_destination, "destinationConfig.onFailure.destination",
                           constraints);
  }
  for (const std::string& pattern : settings.filter_patterns.value_or(std::vector<std::string>{})) {
    constraints.check_length(pattern, "filterCriteria.filters.pattern",
                             limits::kMaxFilterPatternLength);
  }
  if (settings.function_response_types) {
    check_response_types(*settings.function_response_types, constraints);
  }
  check_reports(settings, constraints);
}

void check_record_age(const MappingSettings& settings) {
  const int age = settings.maximum_record_age_seconds.value_or(-1);
  if (age < 0 || age >= limits::kMinRecordAge.count()) return;
  throw_invalid_parameter(
      "MaximumRecordAgeInSeconds must be either -1 (forever) or between 60 and 604800 "
      "(inclusive)");
}

void check_filters(const MappingSettings& settings) {
  if (!settings.filter_patterns) return;
  if (settings.filter_patterns->size() > kMaxRaisedFilters) {
    throw_invalid_parameter(
        fmt::format("FilterCriteria can't have more than {} filters.", kMaxRaisedFilters));
  }
  const FilterCriteria criteria(*settings.filter_patterns);  // throws for a bad one
}

void check_source(const MappingSettings& settings) {
  if (!settings.event_source_arn) throw_invalid_parameter("Unrecognized event source.");
  const auto arn = core::parse_arn(*settings.event_source_arn);  // was checked to be one
  if (arn->service != "dynamodb") {
    throw_invalid_parameter(
        fmt::format("Rivulet doesn't support event sources of {} yet.", arn->service));
  }
  if (arn->resource.find("/stream/") == std::string_view::npos) {
    throw_invalid_parameter("Unrecognized event source.");
  }
}

void check_starting_position(const MappingSettings& settings) {
  if (!settings.starting_position) {
    // The only one of its kind that isn't a ValidationException, and ends with a full stop.
    throw_invalid_parameter(
        "1 validation error detected: Value null at 'startingPosition' failed to satisfy "
        "constraint: Member must not be null.");
  }
  if (*settings.starting_position == "AT_TIMESTAMP") {
    throw_invalid_parameter("Unsupported starting position for arn type: " +
                            *settings.event_source_arn);
  }
}

// The words are those that Lambda has for destinations of asynchronous invocations.
void check_failure_destination(const std::string& arn) {
  const auto kind = destination_kind(arn);
  if (arn.empty() || (kind && kind != DestinationKind::function)) return;
  throw_wrong_destination({{}, arn});
}

void check_rules(const MappingSettings& settings) {
  if (settings.has_success_destination) {
    throw_invalid_parameter(
        "Unsupported DestinationConfig parameter for given event source mapping type.");
  }
  check_record_age(settings);
  check_filters(settings);
  check_failure_destination(settings.failure_destination.value_or(""));
}

}  // namespace

MappingSettings read_mapping_settings(const Object& body) {
  MappingSettings settings;
  settings.function_name = body_string(body, "FunctionName");
  settings.event_source_arn = body_string(body, "EventSourceArn");
  settings.starting_position = body_string(body, "StartingPosition");
  settings.enabled = body_bool(body, "Enabled");
  settings.batch_size = body_int(body, "BatchSize");
  settings.batching_window_seconds = body_int(body, "MaximumBatchingWindowInSeconds");
  settings.parallelization_factor = body_int(body, "ParallelizationFactor");
  settings.maximum_retry_attempts = body_int(body, "MaximumRetryAttempts");
  settings.maximum_record_age_seconds = body_int(body, "MaximumRecordAgeInSeconds");
  settings.bisect_batch_on_function_error = body_bool(body, "BisectBatchOnFunctionError");
  settings.tumbling_window_seconds = body_int(body, "TumblingWindowInSeconds");
  settings.function_response_types = body_strings(body, "FunctionResponseTypes");
  settings.tags = body_map(body, "Tags");
  if (const auto criteria = body_object(body, "FilterCriteria")) {
    settings.filter_patterns = read_filters(*criteria);
  }
  if (const auto destinations = body_object(body, "DestinationConfig")) {
    read_destinations(*destinations, settings);
  }
  read_reports(body, settings);
  for (const std::string_view name : kUnsupportedMembers) {
    const auto value = body.find(name);
    if (value && !asks_for_nothing(*value) && settings.unsupported.empty())
      settings.unsupported = name;
  }
  return settings;
}

void check_create(const MappingSettings& settings) {
  Constraints constraints;
  if (!settings.function_name) constraints.missing("functionName");
  if (settings.starting_position) {
    constraints.check_one_of(*settings.starting_position, "startingPosition",
                             {"LATEST", "AT_TIMESTAMP", "TRIM_HORIZON"});
  }
  check_texts(settings, constraints);
  check_numbers(settings, constraints);
  constraints.require_none();
  check_rules(settings);
  check_source(settings);
  check_starting_position(settings);
}

void check_update(const MappingSettings& settings) {
  Constraints constraints;
  check_texts(settings, constraints);
  check_numbers(settings, constraints);
  constraints.require_none();
  check_rules(settings);
}

void check_combination(const EventSourceMapping& mapping) {
  if (mapping.tumbling_window_seconds == 0 || mapping.parallelization_factor == 1) return;
  throw_invalid_parameter("TumblingWindowInSeconds needs a ParallelizationFactor of 1.");
}

void refuse_unsupported(const MappingSettings& settings) {
  if (settings.unsupported.empty()) return;
  throw_invalid_parameter(fmt::format("Rivulet doesn't support {} yet.", settings.unsupported));
}

void apply(const MappingSettings& settings, EventSourceMapping& mapping) {
  const auto set = [](const auto& from, auto& to) {
    if (from) to = *from;
  };
  set(settings.enabled, mapping.enabled);
  set(settings.batch_size, mapping.batch_size);
  set(settings.batching_window_seconds, mapping.batching_window_seconds);
  set(settings.parallelization_factor, mapping.parallelization_factor);
  set(settings.maximum_retry_attempts, mapping.maximum_retry_attempts);
  set(settings.maximum_record_age_seconds, mapping.maximum_record_age_seconds);
  set(settings.bisect_batch_on_function_error, mapping.bisect_batch_on_function_error);
  set(settings.tumbling_window_seconds, mapping.tumbling_window_seconds);
  set(settings.filter_patterns, mapping.filter_patterns);
  set(settings.metrics, mapping.metrics);
  set(settings.tags, mapping.tags);
  if (settings.function_response_types) {
    mapping.reports_batch_item_failures = !settings.function_response_types->empty();
  }
  const auto set_or_clear = [](const auto& from, auto& to) {
    if (from) to = from->empty() ? std::nullopt : from;
  };
  set_or_clear(settings.failure_destination, mapping.failure_destination);
  set_or_clear(settings.log_level, mapping.log_level);
  set_or_clear(settings.kms_key_arn, mapping.kms_key_arn);
}

}  // namespace lambda_host
