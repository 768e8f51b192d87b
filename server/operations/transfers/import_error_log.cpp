#include "server/operations/transfers/import_error_log.h"

#include "core/json/writer.h"
#include "core/utf8.h"

namespace server::operations {
namespace {

std::int64_t count_events(storage::LogTable& logs, const Import& import) {
  const auto group = logs.find_group(import.scope, kImportLogGroup);
  const auto stream = group ? logs.find_stream(group->id, error_stream_of(import)) : std::nullopt;
  if (!stream) return 0;
  std::int64_t count = 0;
  logs.read_stream(stream->id, {}, storage::LogOrder::ascending,
                   [&](const auto&) { return ++count < ImportErrorLog::kMaxErrors; });
  return count;
}

}  // namespace

std::string error_stream_of(const Import& import) {
  return import.arn.substr(import.arn.rfind('/') + 1) + "/error";
}

std::string error_line(const Import& import, std::string_view key, const ImportError& error) {
  core::json::Writer writer;
  writer.begin_object();
  writer.key("itemS3Pointer").begin_object().member("bucket", import.bucket);
  writer.member("key", key).member("itemIndex", error.index).end_object();
  writer.member("importArn", import.arn);
  writer.key("errorMessages").begin_array();
  writer.string(core::utf8_shortened(error.message, ImportErrorLog::kMaxMessageBytes));
  return writer.end_array().end_object().take();
}

ImportErrorLog::ImportErrorLog(storage::LogTable& logs, const Import& import)
    : logs_(logs), import_(import), logged_(count_events(logs, import)) {}

// Errors are numbered as they come, and an object that is read again has the same ones: those whose
// number is below the count of lines have theirs.
void ImportErrorLog::write(const std::vector<ImportError>& errors, std::int64_t before,
                           std::string_view key, std::int64_t now) {
  std::vector<std::string> lines;
  std::int64_t number = before;
  for (const ImportError& error : errors) {
    if (number >= logged_ && number < kMaxErrors) lines.push_back(error_line(import_, key, error));
    ++number;
  }
  if (lines.empty()) return;
  std::vector<storage::NewLogEvent> events;
  events.reserve(lines.size());
  for (const std::string& line : lines) events.push_back({now, line});
  logs_.append(import_.scope, std::string(kImportLogGroup), error_stream_of(import_), events, now);
}

}  // namespace server::operations
