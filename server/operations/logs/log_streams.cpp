#include "core/api_error.h"
#include "core/clock.h"
#include "core/json/writer.h"
#include "core/limits.h"
#include "server/operations/logs/log_access.h"
#include "server/operations/logs/log_operations.h"
#include "server/operations/logs/log_tokens.h"
#include "storage/writer.h"

#include <charconv>

namespace server::operations {
namespace {

// A page's last stream: its last event's time and its name, with a slash between.
std::string stream_token(const storage::LogStream& stream) {
  return text_token(std::to_string(stream.last_event.value_or(0)) + '/' + stream.name);
}

storage::LogStreamPosition read_stream_token(std::string_view token) {
  const std::string text = read_text_token(token);
  storage::LogStreamPosition position;
  const char* const end = text.data() + text.size();
  const auto number = std::from_chars(text.data(), end, position.last_event);
  if (number.ec != std::errc() || number.ptr == end || *number.ptr != '/') throw_invalid_token();
  position.name.assign(number.ptr + 1, end);
  return position;
}

storage::LogStreamQuery read_stream_query(const core::json::Object& body) {
  storage::LogStreamQuery query;
  query.prefix = text_or_empty(body, "logStreamNamePrefix");
  check_log_name(query.prefix);
  if (text_or_empty(body, "orderBy") == "LastEventTime") {
    query.order = storage::LogStreamOrder::last_event;
    if (!query.prefix.empty()) {
      throw core::ApiError(core::ErrorCode::invalid_parameter,
                           "Cannot order by LastEventTime with a logStreamNamePrefix.");
    }
  }
  query.descending = is_true(body, "descending");
  if (const auto token = body.find("nextToken")) query.after = read_stream_token(token->string());
  return query;
}

void write_stream(core::json::Writer& writer, const core::Scope& scope, std::string_view group,
                  const storage::LogStream& stream) {
  writer.begin_object();
  writer.member("logStreamName", std::string_view(stream.name));
  writer.member("creationTime", stream.created_at);
  if (stream.last_event) {
    writer.member("firstEventTimestamp", *stream.first_event);
    writer.member("lastEventTimestamp", *stream.last_event);
    writer.member("lastIngestionTime", *stream.last_ingestion);
    // Of no use any more: PutLogEvents takes any.
    writer.member("uploadSequenceToken", std::string_view(digits56(*stream.last_ingestion)));
  }
  writer.member("arn", std::string_view(log_stream_arn(scope, group, stream.name)));
  writer.member("storedBytes", 0);  // always, since 2019
  writer.end_object();
}

}  // namespace

std::string create_log_stream(const Request& request, Services& services) {
  const std::string_view name = request.body.find("logStreamName")->string();
  check_log_name(name);
  services.writer.transact([&] {
    const auto group = require_log_group(services, request.scope, request.body);
    if (services.logs.find_stream(group.id, name)) {
      throw core::ApiError(core::ErrorCode::resource_already_exists,
                           "The specified log stream already exists");
    }
    services.logs.create_stream(group.id, name, core::epoch_milliseconds(services.clock.now()));
  });
  return "{}";
}

std::string delete_log_stream(const Request& request, Services& services) {
  services.writer.transact([&] {
    const auto group = require_log_group(services, request.scope, request.body);
    services.logs.drop_stream(
        require_log_stream(services, group, request.body.find("logStreamName")->string()));
  });
  return "{}";
}

std::string describe_log_streams(const Request& request, Services& services) {
  const auto& body = request.body;
  storage::LogStreamQuery query = read_stream_query(body);
  const auto group = require_log_group(services, request.scope, body);
  const auto limit =
      static_cast<std::size_t>(whole_or(body, "limit", core::limits::kMaxDescribeLogsLimit));
  query.limit = limit + 1;  // one more tells whether there is a next page
  auto streams = services.logs.find_streams(group.id, query);
  const bool more = streams.size() > limit;
  if (more) streams.pop_back();

  core::json::Writer writer;
  writer.begin_object().key("logStreams").begin_array();
  for (const auto& stream : streams) write_stream(writer, request.scope, group.name, stream);
  writer.end_array();
  if (more) writer.member("nextToken", std::string_view(stream_token(streams.back())));
  return writer.end_object().take();
}

}  // namespace server::operations
