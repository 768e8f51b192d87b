#include "core/api_error.h"
#include "core/arn.h"
#include "core/dynamodb_texts.h"
#include "core/json/writer.h"
#include "core/uuid.h"
#include "server/operations/transfers/export_json.h"
#include "server/operations/transfers/export_request.h"
#include "server/operations/transfers/transfer_arn.h"
#include "server/operations/transfers/transfer_operations.h"
#include "server/operations/transfers/transfer_page.h"
#include "server/operations/transfers/transfers.h"
#include "storage/catalog.h"

#include <fmt/format.h>

#include <chrono>

namespace server::operations {
namespace {

std::string description_of(const Export& shown) {
  core::json::Writer writer;
  writer.begin_object();
  write_export_description(writer, shown);
  return writer.end_object().take();
}

// What the moments of the table's history are that lie behind the times.
void set_moments(storage::Table& table, Export& asked) {
  constexpr std::chrono::milliseconds kJustBefore{1};
  storage::HistoryTable& history = *table.history;
  if (asked.incremental) {
    asked.since = history.at(asked.from - kJustBefore);
    asked.until = history.at(asked.to - kJustBefore);
  } else {
    asked.until = asked.end_stated ? history.at(asked.export_time) : history.last();
  }
}

// The export of an earlier request with that token; nullptr when there was none.
const Export* repeated(const Export& asked, const Services& services) {
  const Export* earlier = services.transfers->exports.all().find_by_token(
      asked.scope, asked.client_token, asked.started_at);
  if (!earlier || same_request(*earlier, asked)) return earlier;
  throw core::ApiError(core::ErrorCode::export_conflict, core::dynamodb_texts::kExportConflict);
}

[[noreturn]] void throw_no_export(std::string_view why) {
  throw core::ApiError(core::ErrorCode::export_not_found, fmt::format("Export not found: {}", why));
}

void check_room(const Exports& exports) {
  if (exports.all().unfinished().size() < Exports::kMaxUnfinished) return;
  throw core::ApiError(
      core::ErrorCode::limit_exceeded,
      fmt::format("Subscriber limit exceeded: There is a limit of {} concurrent exports",
                  Exports::kMaxUnfinished));
}

void write_summary(core::json::Writer& writer, const Export& shown) {
  writer.begin_object().member("ExportArn", shown.arn);
  writer.member("ExportStatus", wire_name(shown.status));
  writer.member("ExportType", shown.incremental ? "INCREMENTAL_EXPORT" : "FULL_EXPORT");
  writer.end_object();
}

}  // namespace

std::string export_table_to_point_in_time(const Request& request, Services& services) {
  storage::Table& table = require_exported_table(request, services);
  Export asked = read_export(request, services, table);
  const auto token = request.body.find("ClientToken");
  asked.client_token = token ? std::string(token->string()) : core::random_uuid();
  if (const Export* earlier = repeated(asked, services)) return description_of(*earlier);
  check_room(services.transfers->exports);
  asked.arn = new_transfer_arn(asked.scope, asked.table, "export", asked.started_at);
  set_moments(table, asked);
  return description_of(services.transfers->exports.begin(std::move(asked), table));
}

std::string describe_export(const Request& request, Services& services) {
  const std::string_view arn = request.body.find("ExportArn")->string();
  if (!is_transfer_arn(arn, "export")) core::throw_validation("Invalid Export ARN");
  const auto parts = core::parse_arn(arn);
  if (parts->account != request.scope.account.get()) {
    throw core::ApiError(core::ErrorCode::access_denied, "Access is denied");
  }
  if (parts->region != request.scope.region.get()) throw_no_export("Invalid export arn");
  const Export* found = services.transfers->exports.all().find(arn);
  if (found) return description_of(*found);
  throw_no_export(fmt::format("Export not found: {}", arn));
}

std::string list_exports(const Request& request, Services& services) {
  const TransferList<Export>& exports = services.transfers->exports.all();
  const auto arns = arns_to_list(exports, request, services.clock.now());
  const TransferPage page =
      page_of(arns, "export", request.body.find("MaxResults"), request.body.find("NextToken"));
  core::json::Writer writer;
  writer.begin_object().key("ExportSummaries").begin_array();
  for (const std::string& arn : page.arns) write_summary(writer, *exports.find(arn));
  writer.end_array();
  if (!page.next_token.empty()) writer.member("NextToken", page.next_token);
  return writer.end_object().take();
}

}  // namespace server::operations
