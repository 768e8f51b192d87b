#include "server/operations/transfers/export_json.h"

#include "core/arn.h"
#include "core/json/value.h"
#include "server/operations/tables/time_member.h"
#include "server/operations/transfers/transfer_json.h"

#include <tuple>

namespace server::operations {
namespace {

using core::json::Object;
using core::json::Writer;

void write_unless_empty(Writer& writer, std::string_view name, const std::string& text) {
  if (!text.empty()) writer.member(name, text);
}

void write_period(Writer& writer, const Export& shown) {
  if (!shown.incremental) return write_time(writer, "ExportTime", shown.export_time);
  writer.key("IncrementalExportSpecification").begin_object();
  write_time(writer, "ExportFromTime", shown.from);
  write_time(writer, "ExportToTime", shown.to);
  writer.member("ExportViewType", shown.old_images ? "NEW_AND_OLD_IMAGES" : "NEW_IMAGE");
  writer.end_object();
}

void write_end(Writer& writer, const Export& shown) {
  if (shown.status == TransferStatus::in_progress) return;
  write_time(writer, "EndTime", shown.ended_at);
  write_unless_empty(writer, "FailureCode", shown.failure.code);
  write_unless_empty(writer, "FailureMessage", shown.failure.message);
  if (shown.status == TransferStatus::failed) return;
  writer.member("ExportManifest", shown.manifest());
  writer.member("BilledSizeBytes", shown.billed_bytes).member("ItemCount", shown.item_count);
}

core::WallTime time_in(const Object& object, std::string_view name) {
  return core::from_epoch_milliseconds(whole_in(object, name));
}

void write_milliseconds(Writer& writer, std::string_view name, core::WallTime time) {
  writer.member(name, core::epoch_milliseconds(time));
}

}  // namespace

bool same_request(const Export& left, const Export& right) {
  const auto period = [](const Export& each) {
    const core::WallTime end = each.incremental ? each.to : each.export_time;
    return std::tuple(each.incremental, each.incremental ? each.from : core::WallTime(),
                      each.end_stated ? end : core::WallTime(), each.old_images);
  };
  const auto place = [](const Export& each) {
    return std::tie(each.table_id, each.bucket, each.bucket_owner, each.prefix, each.sse_algorithm,
                    each.sse_key);
  };
  return period(left) == period(right) && place(left) == place(right);
}

void write_export_description(Writer& writer, const Export& shown) {
  writer.key("ExportDescription").begin_object().member("ExportArn", shown.arn);
  writer.member("ExportStatus", wire_name(shown.status));
  write_time(writer, "StartTime", shown.started_at);
  writer.member("TableArn", core::table_arn(shown.scope, core::TableName(shown.table)));
  writer.member("TableId", shown.table_id).member("ClientToken", shown.client_token);
  writer.member("S3Bucket", shown.bucket);
  write_unless_empty(writer, "S3BucketOwner", shown.bucket_owner);
  write_unless_empty(writer, "S3Prefix", shown.prefix);
  writer.member("S3SseAlgorithm", shown.sse_algorithm);
  write_unless_empty(writer, "S3SseKmsKeyId", shown.sse_key);
  writer.member("ExportFormat", "DYNAMODB_JSON");
  if (shown.type_stated) {
    writer.member("ExportType", shown.incremental ? "INCREMENTAL_EXPORT" : "FULL_EXPORT");
  }
  write_period(writer, shown);
  write_end(writer, shown);
  writer.end_object();
}

std::string export_to_json(const Export& stored) {
  Writer writer;
  writer.begin_object().member("arn", stored.arn).member("table", stored.table);
  writer.member("table_id", stored.table_id).member("client_token", stored.client_token);
  writer.member("incremental", stored.incremental).member("type_stated", stored.type_stated);
  writer.member("end_stated", stored.end_stated);
  write_milliseconds(writer, "export_time", stored.export_time);
  write_milliseconds(writer, "from", stored.from);
  write_milliseconds(writer, "to", stored.to);
  writer.member("old_images", stored.old_images).member("bucket", stored.bucket);
  writer.member("bucket_owner", stored.bucket_owner).member("prefix", stored.prefix);
  writer.member("sse_algorithm", stored.sse_algorithm).member("sse_key", stored.sse_key);
  writer.member("since", stored.since).member("until", stored.until);
  writer.member("status", static_cast<int>(stored.status));
  write_milliseconds(writer, "started_at", stored.started_at);
  write_milliseconds(writer, "ended_at", stored.ended_at);
  writer.member("failure_code", stored.failure.code);
  writer.member("failure_message", stored.failure.message);
  writer.member("item_count", stored.item_count).member("billed_bytes", stored.billed_bytes);
  return writer.end_object().take();
}

Export export_from_json(const std::string& json, const core::Scope& scope) {
  const auto document = core::json::Document::parse(json);
  const Object object = document.root().object();
  Export read;
  read.scope = scope;
  read.arn = text_in(object, "arn");
  read.table = text_in(object, "table");
  read.table_id = text_in(object, "table_id");
  read.client_token = text_in(object, "client_token");
  read.incremental = object.find("incremental")->boolean();
  read.type_stated = object.find("type_stated")->boolean();
  read.end_stated = object.find("end_stated")->boolean();
  read.export_time = time_in(object, "export_time");
  read.from = time_in(object, "from");
  read.to = time_in(object, "to");
  read.old_images = object.find("old_images")->boolean();
  read.bucket = text_in(object, "bucket");
  read.bucket_owner = text_in(object, "bucket_owner");
  read.prefix = text_in(object, "prefix");
  read.sse_algorithm = text_in(object, "sse_algorithm");
  read.sse_key = text_in(object, "sse_key");
  read.since = whole_in(object, "since");
  read.until = whole_in(object, "until");
  read.status = static_cast<TransferStatus>(whole_in(object, "status"));
  read.started_at = time_in(object, "started_at");
  read.ended_at = time_in(object, "ended_at");
  read.failure.code = text_in(object, "failure_code");
  read.failure.message = text_in(object, "failure_message");
  read.item_count = whole_in(object, "item_count");
  read.billed_bytes = whole_in(object, "billed_bytes");
  return read;
}

}  // namespace server::operations
