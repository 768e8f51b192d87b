#include "lambda-host/mappings/queue_mapping.h"

#include "core/arn.h"
#include "core/limits.h"
#include "core/time_text.h"
#include "lambda-host/body_members.h"
#include "lambda-host/constraints.h"

#include <fmt/format.h>

#include <stdexcept>

namespace lambda_host {
namespace {

using core::json::Object;
using core::json::Writer;

constexpr std::string_view kScalingMember = "ScalingConfig";
constexpr int kMaxBatchWithoutWindow = 10;
constexpr int kMinScaling = 2;
constexpr int kMaxScaling = 1000;

bool is_queue_arn(std::string_view text) {
  const auto arn = core::parse_arn(text);
  return arn && arn->service == "sqs";
}

std::string require_stored_text(const Object& stored, std::string_view name) {
  const auto text = body_string(stored, name);
  if (!text) throw std::runtime_error("stored event source mapping: no " + std::string(name));
  return *text;
}

[[noreturn]] void refuse_member(std::string_view name) {
  throw_invalid_parameter(
      fmt::format("Unsupported {} parameter for given event source mapping type.", name));
}

// What only streams have.
void refuse_stream_members(const MappingSettings& settings) {
  if (settings.starting_position) refuse_member("StartingPosition");
  if (settings.parallelization_factor) refuse_member("ParallelizationFactor");
  if (settings.maximum_retry_attempts) refuse_member("MaximumRetryAttempts");
  if (settings.maximum_record_age_seconds) refuse_member("MaximumRecordAgeInSeconds");
  if (settings.bisect_batch_on_function_error) refuse_member("BisectBatchOnFunctionError");
  if (settings.tumbling_window_seconds) refuse_member("TumblingWindowInSeconds");
  if (settings.failure_destination || settings.has_success_destination) {
    refuse_member("DestinationConfig");
  }
}

void check_concurrency(const QueueMappingSettings& settings) {
  if (settings.maximum_concurrency.value_or(0) == 0) return;
  Constraints constraints;
  constraints.check_range(*settings.maximum_concurrency, "scalingConfig.maximumConcurrency",
                          kMinScaling, kMaxScaling);
  constraints.require_none();
}

// As check_create asks it of streams, which want a position.
MappingSettings with_position(MappingSettings settings) {
  settings.starting_position = "LATEST";
  return settings;
}

void write_queue_members(Writer& writer, const QueueMapping& mapping) {
  const EventSourceMapping& common = mapping.common;
  writer.member("BatchSize", common.batch_size);
  writer.member("EventSourceArn", std::string_view(mapping.queue_arn()));
  writer.member("EventSourceMappingArn", std::string_view(mapping_arn(common)));
  if (!common.filter_patterns.empty()) {
    writer.key("FilterCriteria").begin_object().key("Filters").begin_array();
    for (const std::string& pattern : common.filter_patterns) {
      writer.begin_object().member("Pattern", std::string_view(pattern)).end_object();
    }
    writer.end_array().end_object();
  }
  writer.member("FunctionArn", std::string_view(qualified_arn(common.function)));
  writer.key("FunctionResponseTypes").begin_array();
  if (common.reports_batch_item_failures) writer.string("ReportBatchItemFailures");
  writer.end_array();
  writer.key("LastModified").raw(core::epoch_seconds_text(common.last_modified));
  writer.member("MaximumBatchingWindowInSeconds", common.batching_window_seconds);
  if (mapping.maximum_concurrency != 0) {
    writer.key(kScalingMember).begin_object();
    writer.member("MaximumConcurrency", mapping.maximum_concurrency).end_object();
  }
  writer.member("State", wire_name(common.state));
  writer.member("StateTransitionReason", "USER_INITIATED");
  writer.member("UUID", std::string_view(common.id.get()));
}

}  // namespace

bool names_queue(const Object& body) {
  return is_queue_arn(body_string(body, "EventSourceArn").value_or(""));
}

QueueMappingSettings read_queue_mapping_settings(const Object& body) {
  QueueMappingSettings settings{read_mapping_settings(body), std::nullopt};
  if (settings.common.unsupported == kScalingMember) settings.common.unsupported.clear();
  if (const auto scaling = body_object(body, kScalingMember)) {
    settings.maximum_concurrency = body_int(*scaling, "MaximumConcurrency").value_or(0);
  }
  return settings;
}

void check_create(const QueueMappingSettings& settings) {
  if (!settings.common.function_name) check_create(with_position(settings.common));
  check_update(settings);
}

void check_update(const QueueMappingSettings& settings) {
  check_update(settings.common);
  check_concurrency(settings);
  refuse_stream_members(settings.common);
  refuse_unsupported(settings.common);
}

void apply(const QueueMappingSettings& settings, QueueMapping& mapping) {
  apply(settings.common, mapping.common);
  if (settings.maximum_concurrency) mapping.maximum_concurrency = *settings.maximum_concurrency;
  if (mapping.common.batch_size <= kMaxBatchWithoutWindow) return;
  if (mapping.common.batching_window_seconds > 0) return;
  throw_invalid_parameter(
      "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater "
      "than 10");
}

void write_mapping(Writer& writer, const QueueMapping& mapping) {
  writer.begin_object();
  write_queue_members(writer, mapping);
  writer.end_object();
}

std::string write_stored_mapping(const QueueMapping& mapping) {
  Writer writer;
  writer.begin_object();
  write_queue_members(writer, mapping);
  writer.member("Enabled", mapping.common.enabled);
  writer.key("Tags").begin_object();
  for (const auto& [key, value] : mapping.common.tags) writer.member(key, std::string_view(value));
  writer.end_object();
  writer.member("LastModifiedMicroseconds",
                std::int64_t{mapping.common.last_modified.time_since_epoch().count()});
  return writer.end_object().take();
}

QueueMapping read_stored_queue_mapping(const core::Scope& scope, std::string text) {
  const auto document = core::json::Document::parse(std::move(text));
  const Object stored = document.root().object();
  QueueMapping mapping;
  apply(read_queue_mapping_settings(stored), mapping);
  EventSourceMapping& common = mapping.common;
  common.scope = scope;
  common.id = core::MappingId(require_stored_text(stored, "UUID"));
  common.stream = core::StreamArn(require_stored_text(stored, "EventSourceArn"));
  common.function = parse_function_reference(require_stored_text(stored, "FunctionArn"), scope,
                                             NameShape::namespaced);
  common.state = common.enabled ? MappingState::enabled : MappingState::disabled;
  if (const auto modified = stored.find("LastModifiedMicroseconds")) {
    common.last_modified = core::WallTime(core::Duration(modified->whole().value_or(0)));
  }
  return mapping;
}

}  // namespace lambda_host
