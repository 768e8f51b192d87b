#include "lambda-host/mappings/event_source_mapping_json.h"

#include "core/json/value.h"
#include "core/time_text.h"
#include "lambda-host/body_members.h"
#include "lambda-host/mappings/mapping_settings.h"

#include <stdexcept>

namespace lambda_host {
namespace {

using core::json::Object;
using core::json::Writer;

void write_filters(Writer& writer, const EventSourceMapping& mapping) {
  if (mapping.filter_patterns.empty()) return;
  writer.key("FilterCriteria").begin_object().key("Filters").begin_array();
  for (const std::string& pattern : mapping.filter_patterns) {
    writer.begin_object().member("Pattern", pattern).end_object();
  }
  writer.end_array().end_object();
}

void write_destination(Writer& writer, const EventSourceMapping& mapping) {
  writer.key("DestinationConfig").begin_object().key("OnFailure").begin_object();
  if (mapping.failure_destination) writer.member("Destination", *mapping.failure_destination);
  writer.end_object().end_object();
}

void write_reports(Writer& writer, const EventSourceMapping& m) {
  if (m.kms_key_arn) writer.member("KMSKeyArn", *m.kms_key_arn);
  if (m.log_level) {
    writer.key("LoggingConfig").begin_object().member("SystemLogLevel", *m.log_level).end_object();
  }
  if (m.metrics.empty()) return;
  writer.key("MetricsConfig").begin_object().key("Metrics").begin_array();
  for (const std::string& metric : m.metrics) writer.string(metric);
  writer.end_array().end_object();
}

void write_members(Writer& writer, const EventSourceMapping& m) {
  writer.member("BatchSize", m.batch_size);
  writer.member("BisectBatchOnFunctionError", m.bisect_batch_on_function_error);
  write_destination(writer, m);
  writer.member("EventSourceArn", m.stream.get());
  writer.member("EventSourceMappingArn", mapping_arn(m));
  write_filters(writer, m);
  writer.member("FunctionArn", qualified_arn(m.function));
  writer.key("FunctionResponseTypes").begin_array();
  if (m.reports_batch_item_failures) writer.string("ReportBatchItemFailures");
  writer.end_array();
  writer.key("LastModified").raw(core::epoch_seconds_text(m.last_modified));
  writer.member("LastProcessingResult", wire_name(m.last_result));
  writer.member("MaximumBatchingWindowInSeconds", m.batching_window_seconds);
  writer.member("MaximumRecordAgeInSeconds", m.maximum_record_age_seconds);
  writer.member("MaximumRetryAttempts", m.maximum_retry_attempts);
  write_reports(writer, m);
  writer.member("ParallelizationFactor", m.parallelization_factor);
  writer.member("StartingPosition", wire_name(m.starting_position));
  writer.member("State", wire_name(m.state));
  writer.member("StateTransitionReason", "User action");
  writer.member("TumblingWindowInSeconds", m.tumbling_window_seconds);
  writer.member("UUID", m.id.get());
}

ProcessingResult find_result(std::string_view name) {
  for (const auto result : {ProcessingResult::ok, ProcessingResult::function_failed}) {
    if (wire_name(result) == name) return result;
  }
  return ProcessingResult::none;
}

std::string required_string(const Object& stored, std::string_view name) {
  const auto text = body_string(stored, name);
  if (!text) throw std::runtime_error("stored event source mapping: no " + std::string(name));
  return *text;
}

}  // namespace

void write_mapping(Writer& writer, const EventSourceMapping& mapping) {
  writer.begin_object();
  write_members(writer, mapping);
  writer.end_object();
}

std::string write_stored_mapping(const EventSourceMapping& mapping) {
  Writer writer;
  writer.begin_object();
  write_members(writer, mapping);
  writer.member("Enabled", mapping.enabled);
  writer.key("Tags").begin_object();
  for (const auto& [key, value] : mapping.tags) writer.member(key, value);
  writer.end_object();
  writer.member("LastModifiedMicroseconds",
                std::int64_t{mapping.last_modified.time_since_epoch().count()});
  writer.end_object();
  return writer.take();
}

EventSourceMapping read_stored_mapping(const core::Scope& scope, std::string text) {
  const auto document = core::json::Document::parse(std::move(text));
  if (!document.root().is(core::json::Kind::object)) {
    throw std::runtime_error("stored event source mapping: no object");
  }
  const Object stored = document.root().object();
  EventSourceMapping mapping;
  mapping.scope = scope;
  apply(read_mapping_settings(stored), mapping);
  mapping.id = core::MappingId(required_string(stored, "UUID"));
  mapping.function = parse_function_reference(required_string(stored, "FunctionArn"), scope,
                                              NameShape::namespaced);
  mapping.stream = core::StreamArn(required_string(stored, "EventSourceArn"));
  mapping.starting_position = required_string(stored, "StartingPosition") == "LATEST"
                                  ? StartingPosition::latest
                                  : StartingPosition::trim_horizon;
  mapping.state = mapping.enabled ? MappingState::enabled : MappingState::disabled;
  mapping.last_result = find_result(required_string(stored, "LastProcessingResult"));
  if (const auto modified = stored.find("LastModifiedMicroseconds")) {
    mapping.last_modified = core::WallTime(core::Duration(modified->whole().value_or(0)));
  }
  return mapping;
}

}  // namespace lambda_host
