#include "server/operations/transfers/export_manifest.h"

#include "core/arn.h"
#include "core/base64.h"
#include "core/digest.h"
#include "core/json/writer.h"
#include "core/time_text.h"

namespace server::operations {
namespace {

using core::json::Writer;

void write_text_or_null(Writer& writer, std::string_view name, const std::string& text) {
  writer.key(name);
  if (text.empty()) {
    writer.null();
  } else {
    writer.string(text);
  }
}

void write_iso_time(Writer& writer, std::string_view name, core::WallTime time) {
  writer.member(name, core::iso_milliseconds(time) + "Z");
}

}  // namespace

std::string files_manifest(const std::vector<DataFile>& files) {
  std::string lines;
  for (const DataFile& file : files) {
    Writer writer;
    writer.begin_object().member("itemCount", file.item_count);
    writer.member("md5Checksum", core::base64_encode(file.md5));
    writer.member("etag", core::hex(file.md5)).member("dataFileS3Key", file.key);
    lines += writer.end_object().take() + "\n";
  }
  return lines;
}

std::string summary_manifest(const Export& finished) {
  Writer writer;
  writer.begin_object().member("version", finished.incremental ? "2023-08-01" : "2020-06-30");
  writer.member("exportArn", finished.arn);
  write_iso_time(writer, "startTime", finished.started_at);
  write_iso_time(writer, "endTime", finished.ended_at);
  writer.member("tableArn", core::table_arn(finished.scope, core::TableName(finished.table)));
  writer.member("tableId", finished.table_id);
  if (finished.incremental) {
    write_iso_time(writer, "exportFromTime", finished.from);
    write_iso_time(writer, "exportToTime", finished.to);
  } else {
    write_iso_time(writer, "exportTime", finished.export_time);
  }
  writer.member("s3Bucket", finished.bucket);
  write_text_or_null(writer, "s3Prefix", finished.prefix);
  writer.member("s3SseAlgorithm", finished.sse_algorithm);
  write_text_or_null(writer, "s3SseKmsKeyId", finished.sse_key);
  writer.member("manifestFilesS3Key", finished.folder() + "manifest-files.json");
  writer.member("billedSizeBytes", finished.billed_bytes);
  writer.member("itemCount", finished.item_count).member("outputFormat", "DYNAMODB_JSON");
  if (finished.incremental) {
    writer.member("outputView", finished.old_images ? "NEW_AND_OLD_IMAGES" : "NEW_IMAGE");
    writer.member("exportType", "INCREMENTAL_EXPORT");
  }
  return writer.end_object().take();
}

std::string raw_md5(std::string_view bytes) {
  const auto digest = core::md5(bytes);
  return {digest.begin(), digest.end()};
}

std::string checksum_text(std::string_view bytes) {
  return core::base64_encode(raw_md5(bytes));
}

}  // namespace server::operations
