#include "server/operations/transfers/import_json.h"

#include "core/arn.h"
#include "core/json/value.h"
#include "server/operations/tables/time_member.h"
#include "server/operations/transfers/import_error_log.h"
#include "server/operations/transfers/transfer_json.h"

#include <fmt/format.h>

#include <tuple>

namespace server::operations {
namespace {

using core::json::Object;
using core::json::Writer;

std::string_view wire_name(InputFormat format) {
  return format == InputFormat::csv ? "CSV" : "DYNAMODB_JSON";
}

std::string_view wire_name(Compression compression) {
  switch (compression) {
    case Compression::none: return "NONE";
    case Compression::gzip: return "GZIP";
    case Compression::zstd: return "ZSTD";
  }
  __builtin_unreachable();
}

void write_source(Writer& writer, const Import& shown) {
  writer.key("S3BucketSource").begin_object().member("S3BucketOwner", shown.bucket_owner);
  writer.member("S3Bucket", shown.bucket);
  if (!shown.prefix.empty()) writer.member("S3KeyPrefix", shown.prefix);
  writer.end_object();
}

// What a description and a summary have in common.
void write_members(Writer& writer, const Import& shown) {
  writer.member("ImportArn", shown.arn);
  writer.member("ImportStatus", wire_name(shown.status));
  writer.member("TableArn", core::table_arn(shown.scope, core::TableName(shown.table)));
  write_source(writer, shown);
  writer.member(
      "CloudWatchLogGroupArn",
      core::make_arn("logs", shown.scope, fmt::format("log-group:{}:*", kImportLogGroup)));
  writer.member("InputFormat", wire_name(shown.format));
  write_time(writer, "StartTime", shown.started_at);
  if (shown.status != TransferStatus::in_progress) write_time(writer, "EndTime", shown.ended_at);
}

}  // namespace

void write_import_description(Writer& writer, const Import& shown) {
  writer.key("ImportTableDescription").begin_object();
  write_members(writer, shown);
  writer.member("TableId", shown.table_id).member("ClientToken", shown.client_token);
  writer.member("ErrorCount", shown.counts.errors);
  if (!shown.options.empty()) writer.key("InputFormatOptions").raw(shown.options);
  writer.member("InputCompressionType", wire_name(shown.compression));
  writer.key("TableCreationParameters").raw(shown.creation_parameters);
  writer.member("ProcessedSizeBytes", shown.counts.source_bytes);
  writer.member("ProcessedItemCount", shown.counts.items);
  writer.member("ImportedItemCount", shown.counts.imported);
  if (shown.failure.any()) {
    writer.member("FailureCode", shown.failure.code);
    writer.member("FailureMessage", shown.failure.message);
  }
  writer.end_object();
}

void write_import_summary(Writer& writer, const Import& shown) {
  writer.begin_object();
  write_members(writer, shown);
  writer.end_object();
}

bool same_request(const Import& left, const Import& right) {
  const auto of = [](const Import& each) {
    return std::tie(each.bucket, each.bucket_owner, each.prefix, each.format, each.compression,
                    each.options, each.creation_parameters);
  };
  return of(left) == of(right);
}

std::string import_to_json(const Import& stored) {
  Writer writer;
  writer.begin_object().member("arn", stored.arn).member("table", stored.table);
  writer.member("table_id", stored.table_id).member("client_token", stored.client_token);
  writer.member("bucket", stored.bucket).member("bucket_owner", stored.bucket_owner);
  writer.member("prefix", stored.prefix).member("csv", stored.format == InputFormat::csv);
  writer.member("compression", static_cast<int>(stored.compression));
  writer.member("options", stored.options);
  writer.member("creation_parameters", stored.creation_parameters);
  writer.member("status", static_cast<int>(stored.status));
  writer.member("started_at", core::epoch_milliseconds(stored.started_at));
  writer.member("ended_at", core::epoch_milliseconds(stored.ended_at));
  writer.member("failure_code", stored.failure.code);
  writer.member("failure_message", stored.failure.message).member("last_key", stored.last_key);
  writer.member("source_bytes", stored.counts.source_bytes).member("items", stored.counts.items);
  writer.member("imported", stored.counts.imported).member("errors", stored.counts.errors);
  return writer.end_object().take();
}

Import import_from_json(const std::string& json, const core::Scope& scope) {
  const auto document = core::json::Document::parse(json);
  const Object object = document.root().object();
  Import read;
  read.scope = scope;
  read.arn = text_in(object, "arn");
  read.table = text_in(object, "table");
  read.table_id = text_in(object, "table_id");
  read.client_token = text_in(object, "client_token");
  read.bucket = text_in(object, "bucket");
  read.bucket_owner = text_in(object, "bucket_owner");
  read.prefix = text_in(object, "prefix");
  read.format = object.find("csv")->boolean() ? InputFormat::csv : InputFormat::dynamodb_json;
  read.compression = static_cast<Compression>(whole_in(object, "compression"));
  read.options = text_in(object, "options");
  read.creation_parameters = text_in(object, "creation_parameters");
  read.status = static_cast<TransferStatus>(whole_in(object, "status"));
  read.started_at = core::from_epoch_milliseconds(whole_in(object, "started_at"));
  read.ended_at = core::from_epoch_milliseconds(whole_in(object, "ended_at"));
  read.failure = {text_in(object, "failure_code"), text_in(object, "failure_message")};
  read.last_key = text_in(object, "last_key");
  read.counts = {whole_in(object, "source_bytes"), whole_in(object, "items"),
                 whole_in(object, "imported"), whole_in(object, "errors")};
  return read;
}

}  // namespace server::operations
