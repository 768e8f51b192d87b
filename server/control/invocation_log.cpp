#include "server/control/invocation_log.h"

#include <algorithm>

namespace server::control {
namespace {

constexpr std::size_t kMaxLineBytes = 4096;

// "START RequestId: ID Version: …", "REPORT RequestId: ID\t…"; an invocation is tried again under
// the same id, so others of these may follow.
bool is_line_of(std::string_view message, std::string_view word, std::string_view request_id) {
  const std::string beginning = std::string(word) + " RequestId: " + std::string(request_id);
  return message.starts_with(beginning);
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
  logs.read_stream(stream->id, range, storage::LogOrder::ascending,
                   [&](const storage::StoredLogEvent& event) {
                     if (budget == 0) return false;
                     --budget;
                     const InvocationLog::Event here{event.timestamp, event.id};
                     if (!log.first && is_line_of(event.message, "START", query.request_id)) {
                       log.first = here;
                     }
                     if (!log.first) return true;
                     log.last = here;
                     if (log.lines.size() < query.max_lines) {
                       log.lines.emplace_back(event.message.substr(0, kMaxLineBytes));
                     }
                     return !is_line_of(event.message, "REPORT", query.request_id);
                   });
  return log;
}

}  // namespace server::control
