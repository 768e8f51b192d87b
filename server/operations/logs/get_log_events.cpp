#include "core/json/writer.h"
#include "server/operations/logs/log_access.h"
#include "server/operations/logs/log_operations.h"
#include "server/operations/logs/log_page.h"
#include "server/operations/logs/log_tokens.h"

#include <algorithm>
#include <vector>

// GetLogEvents leafs through a stream in both directions. Its tokens are gaps between events: "f/"
// continues behind one, "b/" in front of it. At an end the page is empty, its gap stays where it
// was, and so does the token: that is the end sign.
namespace server::operations {
namespace {

struct Event {
  storage::LogPosition position;
  std::int64_t ingested_at = 0;
  std::string message;
};

struct Query {
  storage::LogRange range;
  storage::LogOrder order = storage::LogOrder::descending;
  storage::LogPosition here;  // where an empty page stands
  std::size_t limit = 0;
};

Query read_event_query(const core::json::Object& body) {
  Query query;
  query.limit =
      static_cast<std::size_t>(whole_or(body, "limit", core::limits::kMaxGetLogEventsLimit));
  query.range.after = {whole_or(body, "startTime", 0), 0};
  if (const auto end = body.find("endTime")) query.range.up_to = {end->whole().value_or(0), 0};
  if (is_true(body, "startFromHead")) query.order = storage::LogOrder::ascending;
  query.here = query.range.after;
  const auto token = body.find("nextToken");
  if (!token) return query;
  // The token knows the direction better than startFromHead.
  const std::string_view text = token->string();
  const bool forward = text.starts_with("f/");
  if (!forward && !text.starts_with("b/")) throw_invalid_token();
  query.here = read_position_token(text.substr(2));
  query.order = forward ? storage::LogOrder::ascending : storage::LogOrder::descending;
  if (forward) {
    query.range.after = std::max(query.range.after, query.here);
  } else {
    query.range.up_to = std::min(query.range.up_to, query.here);
  }
  return query;
}

std::vector<Event> read_page(storage::LogTable& logs, std::int64_t stream, const Query& query) {
  std::vector<Event> events;
  LogPage page(query.limit);
  logs.read_stream(stream, query.range, query.order, [&](const storage::StoredLogEvent& event) {
    if (!page.has_room_for(event.message)) return false;
    page.take(event.message);
    events.push_back({
        {event.timestamp, event.id},
        event.ingested_at, std::string(event.message)
    });
    return true;
  });
  if (query.order == storage::LogOrder::descending) std::reverse(events.begin(), events.end());
  return events;
}

}  // namespace

std::string get_log_events(const Request& request, Services& services) {
  const auto& body = request.body;
  const auto group = require_log_group(services, request.scope, body);
  const auto stream = require_log_stream(services, group, body.find("logStreamName")->string());
  const Query query = read_event_query(body);
  const std::vector<Event> events = read_page(services.logs, stream.id, query);

  core::json::Writer writer;
  writer.begin_object().key("events").begin_array();
  for (const Event& event : events) {
    writer.begin_object();
    writer.member("timestamp", event.position.timestamp);
    writer.member("message", std::string_view(event.message));
    writer.member("ingestionTime", event.ingested_at);
    writer.end_object();
  }
  writer.end_array();
  storage::LogPosition before = query.here;
  storage::LogPosition behind = query.here;
  if (!events.empty()) {
    before = {events.front().position.timestamp, events.front().position.id - 1};
    behind = events.back().position;
  }
  writer.member("nextForwardToken", std::string_view("f/" + position_token(behind)));
  writer.member("nextBackwardToken", std::string_view("b/" + position_token(before)));
  return writer.end_object().take();
}

}  // namespace server::operations
