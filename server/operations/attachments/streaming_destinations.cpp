#include "core/api_error.h"
#include "core/json/writer.h"
#include "server/operations/attachments/attached_table.h"
#include "server/operations/attachments/attachment_operations.h"

#include <fmt/format.h>

#include <algorithm>

// Kinesis streaming destinations, as recorded answers of 2025 and 2026 show them: one at a time is
// in use, those that were disabled stay listed. There is no Kinesis here: any stream's ARN is
// taken, its destination becomes ACTIVE, and nothing goes there.
namespace server::operations {
namespace {

using core::StreamingDestination;
using core::json::Writer;
using Change = StreamingDestination::Change;

constexpr std::string_view kPrecision = "ApproximateCreationDateTimePrecision";
constexpr std::string_view kUsualPrecision = "MILLISECOND";
constexpr std::string_view kEnableConfiguration = "EnableKinesisStreamingConfiguration";
constexpr std::string_view kUpdateConfiguration = "UpdateKinesisStreamingConfiguration";

[[noreturn]] void throw_not_in_state(std::string_view why) {
  core::throw_validation(fmt::format(
      "Table is not in a valid state to enable Kinesis Streaming Destination: {}", why));
}

std::string_view status_of(const StreamingDestination& destination, const Services& services) {
  const bool under_way = is_under_way(services, destination.changed_at);
  switch (destination.last_change) {
    case Change::enable: return under_way ? "ENABLING" : "ACTIVE";
    case Change::update: return under_way ? "UPDATING" : "ACTIVE";
    case Change::disable: return under_way ? "DISABLING" : "DISABLED";
  }
  __builtin_unreachable();
}

StreamingDestination* find_destination(core::TableAttachments& attachments, std::string_view arn) {
  const auto found = std::find_if(attachments.destinations.begin(), attachments.destinations.end(),
                                  [&](const auto& each) { return each.stream_arn == arn; });
  return found == attachments.destinations.end() ? nullptr : &*found;
}

// What the request states of the precision; empty when nothing.
std::string precision_in(const Request& request, std::string_view configuration) {
  const auto stated = request.body.find(configuration);
  const auto precision = stated ? stated->object().find(kPrecision) : std::nullopt;
  return precision ? std::string(precision->string()) : "";
}

std::string_view arn_in(const Request& request) {
  return request.body.find("StreamArn")->string();
}

void check_updatable(const StreamingDestination& destination, std::string_view precision,
                     const storage::Table& table, const Services& services) {
  if (status_of(destination, services) != "ACTIVE") {
    throw_not_in_state(
        fmt::format("Kinesis streaming is not in ACTIVE state. Updates are only allowed in ACTIVE "
                    "state. TableName: {}, kdsArn: {}",
                    table.definition.name.get(), destination.stream_arn));
  }
  const std::string_view current =
      destination.precision.empty() ? kUsualPrecision : std::string_view(destination.precision);
  if (current == precision) {
    core::throw_validation(
        fmt::format("Invalid Request: Precision is already set to the desired value of {} for "
                    "tableId: {}, kdsArn: {}",
                    precision, table.definition.id, destination.stream_arn));
  }
}

std::string answer(const storage::Table& table, std::string_view arn, std::string_view status,
                   std::string_view configuration, const std::string& precision) {
  Writer writer;
  writer.begin_object().member("TableName", table.definition.name.get());
  writer.member("StreamArn", arn).member("DestinationStatus", status);
  if (!configuration.empty()) {
    writer.key(configuration).begin_object();
    if (!precision.empty()) writer.member(kPrecision, precision);
    writer.end_object();
  }
  return writer.end_object().take();
}

}  // namespace

std::string describe_kinesis_streaming_destination(const Request& request, Services& services) {
  const storage::Table& table =
      require_attached_table(services, request.scope, request.body.find("TableName")->string());
  Writer writer;
  writer.begin_object().member("TableName", table.definition.name.get());
  writer.key("KinesisDataStreamDestinations").begin_array();
  for (const StreamingDestination& each : table.definition.attachments.destinations) {
    writer.begin_object().member("StreamArn", each.stream_arn);
    writer.member("DestinationStatus", status_of(each, services));
    if (!each.precision.empty()) writer.member(kPrecision, each.precision);
    writer.end_object();
  }
  return writer.end_array().end_object().take();
}

std::string enable_kinesis_streaming_destination(const Request& request, Services& services) {
  storage::Table& table =
      require_attached_table(services, request.scope, request.body.find("TableName")->string());
  core::TableAttachments changed = table.definition.attachments;
  for (const StreamingDestination& each : changed.destinations) {
    if (status_of(each, services) == "DISABLED") continue;
    throw_not_in_state(
        "EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform ENABLE "
        "operation.");
  }
  const std::string precision = precision_in(request, kEnableConfiguration);
  std::erase_if(changed.destinations,
                [&](const auto& each) { return each.stream_arn == arn_in(request); });
  changed.destinations.insert(
      changed.destinations.begin(),
      {std::string(arn_in(request)), Change::enable, services.clock.now(), precision});
  store_attachments(services, table, std::move(changed));
  return answer(table, arn_in(request), "ENABLING", kEnableConfiguration, precision);
}

std::string disable_kinesis_streaming_destination(const Request& request, Services& services) {
  if (request.body.find(kEnableConfiguration)) {
    core::throw_validation(
        "Stream cannot be disabled using EnableKinesisStreamingConfiguration parameters");
  }
  storage::Table& table =
      require_attached_table(services, request.scope, request.body.find("TableName")->string());
  core::TableAttachments changed = table.definition.attachments;
  StreamingDestination* destination = find_destination(changed, arn_in(request));
  const std::string_view status = destination ? status_of(*destination, services) : "DISABLED";
  if (status == "DISABLING") return answer(table, arn_in(request), status, "", "");
  if (status != "ACTIVE") {
    throw_not_in_state("KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.");
  }
  *destination = {destination->stream_arn, Change::disable, services.clock.now(), ""};
  store_attachments(services, table, std::move(changed));
  return answer(table, arn_in(request), "DISABLING", "", "");
}

std::string update_kinesis_streaming_destination(const Request& request, Services& services) {
  const std::string precision = precision_in(request, kUpdateConfiguration);
  if (precision.empty()) {
    core::throw_validation(
        "Streaming destination cannot be updated with given parameters: "
        "UpdateKinesisStreamingConfiguration cannot be null or contain only null values");
  }
  storage::Table& table =
      require_attached_table(services, request.scope, request.body.find("TableName")->string());
  core::TableAttachments changed = table.definition.attachments;
  StreamingDestination* destination = find_destination(changed, arn_in(request));
  if (!destination) {
    throw_not_in_state(
        fmt::format("No streaming destination with streamArn: {} found for table with tableName: "
                    "{}",
                    arn_in(request), table.definition.name.get()));
  }
  check_updatable(*destination, precision, table, services);
  *destination = {destination->stream_arn, Change::update, services.clock.now(), precision};
  store_attachments(services, table, std::move(changed));
  return answer(table, arn_in(request), "UPDATING", kUpdateConfiguration, precision);
}

}  // namespace server::operations
