#include "server/control/invocation_log.h"

#include <algorithm>

namespace server::control {
namespace {

constexpr std::size_t kMaxLineBytes = 4096;
constexpr std::size_t kBytesOfEvent = 1024;  // a longer one costs as much as several

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != text.npos;
}

// Lambda's own lines, as lambda-host/logs/system_log.h has them: "START RequestId: ID Version: …"
// and "REPORT RequestId: ID\t…", or platform events. An invocation is tried again under the same
// id, so others of these may follow.
bool is_line_of(std::string_view message, std::string_view word, std::string_view event_type,
                std::string_view request_id) {
  const std::string id(request_id);
  return message.starts_with(std::string(word) + " RequestId: " + id) ||
         contains(message, std::string(R"("type":"platform.)") + std::string(event_type) +
                               R"(","record":{"requestId":")" + id + '"');
}

bool begins(std::string_view message, std::string_view request_id) {
  return is_line_of(message, "START", "start", request_id);
}

bool ends(std::string_view message, std::string_view request_id) {
  return is_line_of(message, "REPORT", "report", request_id);
}

// A level above INFO keeps the beginning out. Then those lines count that name the request.
bool is_json_about(std::string_view message, std::string_view request_id) {
  return message.starts_with('{') && contains(message, request_id);
}

}  // namespace

InvocationLog read_invocation_log(storage::LogTable& logs, const InvocationLogQuery& query,
                                  std::size_t& budget) {
  InvocationLog log;
  const auto group = logs.find_group(query.scope, query.group);
  const auto stream = group ? logs.find_stream(group->id, query.stream) : std::nullopt;
  if (!stream || query.request_id.empty()) return log;
  storage::LogRange range;
  range.after = {core::epoch_milliseconds(query.started), 0};
  bool has_begun = false;
  logs.read_stream(stream->id, range, storage::LogOrder::ascending,
                   [&](const storage::StoredLogEvent& event) {
                     if (budget == 0) return false;
                     budget -= std::min(budget, 1 + event.message.size() / kBytesOfEvent);
                     if (!has_begun && begins(event.message, query.request_id)) {
                       has_begun = true;
                       log = {};
                     }
                     if (!has_begun && !is_json_about(event.message, query.request_id)) return true;
                     const InvocationLog::Event here{event.timestamp, event.id};
                     if (!log.first) log.first = here;
                     log.last = here;
                     if (log.lines.size() < query.max_lines) {
                       log.lines.emplace_back(event.message.substr(0, kMaxLineBytes));
                     }
                     return !has_begun || !ends(event.message, query.request_id);
                   });
  return log;
}

}  // namespace server::control
