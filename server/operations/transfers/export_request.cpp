#include "server/operations/transfers/export_request.h"

#include "core/api_error.h"
#include "core/arn.h"
#include "core/time_text.h"
#include "server/operations/backups/backed_up_table.h"
#include "server/operations/backups/invalid_request.h"
#include "server/operations/tables/invalid_value.h"
#include "server/operations/transfers/transfer_json.h"
#include "storage/catalog.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

// Texts and order are recorded answers of 2026.
namespace server::operations {
namespace {

using core::json::Object;

[[noreturn]] void throw_time(std::string message) {
  throw core::ApiError(core::ErrorCode::invalid_export_time, std::move(message));
}

core::WallTime time_of(core::json::Value seconds) {
  constexpr double kLatestSecond = 253'402'300'799;  // of the year 9999
  const double bounded = std::clamp(seconds.number(), 0.0, kLatestSecond);
  return core::from_epoch_milliseconds(static_cast<std::int64_t>(bounded * 1000));
}

void check_couplings(const Object& body) {
  const std::string type = text_in(body, "ExportType");
  const auto specification = body.find("IncrementalExportSpecification");
  if (specification && type.empty()) {
    throw_invalid_request(
        "Export Type expected to be Incremental Export when incremental export specification is "
        "provided");
  }
  if (specification && type == "FULL_EXPORT") {
    throw_invalid_request(
        "When Export Type is Full Export , Incremental Export Specification should not be "
        "provided");
  }
  if (type != "INCREMENTAL_EXPORT") return;
  if (!specification) {
    throw_invalid_request(
        "Incremental Export Specification expected when export type is set as Incremental Export");
  }
  if (!specification->object().find("ExportFromTime")) {
    throw_invalid_request("ExportFromTime must be provided in IncrementalExportSpecification");
  }
}

void check_export_supported(const Object& body) {
  if (text_in(body, "ExportFormat") == "ION") {
    throw_invalid_request("ExportFormat ION is not supported: Rivulet exports DYNAMODB_JSON");
  }
  if (body.find("FilterSpecification")) {
    throw_invalid_request("FilterSpecification is not supported: Rivulet exports all items");
  }
  if (body.find("S3SseKmsKeyId") && text_in(body, "S3SseAlgorithm") != "KMS") {
    throw_invalid_request("KMS Key Id is not supported for this encryption type");
  }
}

std::string second(core::WallTime time) {
  return core::iso_seconds(time) + "Z";
}

// A period of 15 minutes to 24 hours in the table's past.
void read_period(const Object& specification, const storage::Table& table, core::WallTime now,
                 Export& asked) {
  constexpr std::chrono::minutes kShortest{15};
  constexpr std::chrono::hours kLongest{24};
  asked.from = time_of(*specification.find("ExportFromTime"));
  const auto to = specification.find("ExportToTime");
  asked.to = to ? time_of(*to) : now;
  asked.end_stated = to.has_value();
  asked.old_images = text_in(specification, "ExportViewType") != "NEW_IMAGE";
  if (asked.from < whole_second(table.definition.created_at)) {
    throw_time(
        fmt::format("Incremental export period from time cannot be less than the table creation "
                    "time : {}",
                    second(asked.from)));
  }
  if (asked.to > now) {
    throw_time(
        fmt::format("Incremental export period to time cannot be greater than the current time : "
                    "{}",
                    second(asked.to)));
  }
  if (asked.to - asked.from < kShortest) {
    throw_time(
        "Difference between export period from time and export period to time is less than 15 "
        "minutes");
  }
  if (asked.to - asked.from > kLongest) {
    throw_time(
        "Difference between export period from time and export period to time is more than 24 "
        "hours");
  }
}

void check_reach(core::WallTime time, const core::PointInTimeRecovery& recovery,
                 const core::Clock& clock) {
  if (time > clock.now() || time < recovery_window(recovery, clock).earliest) {
    throw_time("Export Time is invalid");
  }
}

}  // namespace

storage::Table& require_exported_table(const Request& request, Services& services) {
  const std::string_view text = request.body.find("TableArn")->string();
  const auto arn = core::parse_arn(text);
  constexpr std::string_view kTable = "table/";
  if (!arn) {
    core::throw_validation(fmt::format("{}tableArn is not a valid ARN", kInvalid));
  }
  if (arn->service != "dynamodb" || !arn->resource.starts_with(kTable) ||
      arn->resource.find('/', kTable.size()) != std::string_view::npos) {
    throw_invalid_request("Table ARN is invalid.");
  }
  if (arn->account != request.scope.account.get()) {
    throw core::ApiError(core::ErrorCode::access_denied, "Access is denied");
  }
  storage::Table* table =
      core::is_in(*arn, request.scope)
          ? services.catalog.find(request.scope, arn->resource.substr(kTable.size()))
          : nullptr;
  if (table && !table->being_copied_to) return *table;
  throw core::ApiError(core::ErrorCode::table_not_found, fmt::format("Table not found: {}", text));
}

Export read_export(const Request& request, Services& services, const storage::Table& table) {
  const Object& body = request.body;
  check_couplings(body);
  check_export_supported(body);
  Export asked;
  asked.scope = request.scope;
  asked.table = table.definition.name.get();
  asked.table_id = table.definition.id;
  asked.started_at = services.clock.now();
  asked.type_stated = body.find("ExportType").has_value();
  asked.incremental = text_in(body, "ExportType") == "INCREMENTAL_EXPORT";
  asked.bucket = text_in(body, "S3Bucket");
  asked.bucket_owner = text_in(body, "S3BucketOwner");
  asked.prefix = text_in(body, "S3Prefix");
  asked.sse_key = text_in(body, "S3SseKmsKeyId");
  if (body.find("S3SseAlgorithm")) asked.sse_algorithm = text_in(body, "S3SseAlgorithm");
  if (asked.incremental) {
    read_period(body.find("IncrementalExportSpecification")->object(), table, asked.started_at,
                asked);
    check_reach(asked.from, require_recovery(table), services.clock);
    return asked;
  }
  const core::PointInTimeRecovery& recovery = require_recovery(table);
  const auto time = body.find("ExportTime");
  asked.export_time = time ? time_of(*time) : asked.started_at;
  asked.end_stated = time.has_value();
  if (time) check_reach(asked.export_time, recovery, services.clock);
  return asked;
}

}  // namespace server::operations
