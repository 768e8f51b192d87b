#include "core/api_error.h"
#include "core/json/writer.h"
#include "server/operations/logs/log_access.h"
#include "server/operations/logs/log_filter.h"
#include "server/operations/logs/log_operations.h"
#include "server/operations/logs/log_page.h"
#include "server/operations/logs/log_tokens.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <set>
#include <unordered_map>

namespace server::operations {
namespace {

// What one page may look at, matching or not, so that no search keeps the engine thread for long.
// A page may be empty and still have a successor, as on AWS.
constexpr std::size_t kMaxScannedEvents = 20'000;
constexpr std::size_t kMaxScannedBytes = 4 * core::limits::kMegabyte;

// Which streams of the group are searched, and their names.
class StreamChoice {
 public:
  StreamChoice(Services& services, const storage::LogGroup& group, const core::json::Object& body)
      : logs_(services.logs), prefix_(text_or_empty(body, "logStreamNamePrefix")) {
    const auto names = body.find("logStreamNames");
    if (!names) return;
    if (!prefix_.empty()) {
      // Documented to be an InvalidParameterException; the text isn't recorded.
      throw core::ApiError(core::ErrorCode::invalid_parameter,
                           "LogStream names and LogStream name prefix are mutually exclusive "
                           "parameters.");
    }
    chosen_.emplace();
    names->array().for_each([&](const core::json::Value& name) {
      auto stream = require_log_stream(services, group, name.string());
      chosen_->insert(stream.id);
    });
  }

  // The only stream, if there is but one: then its own events can be read.
  std::optional<std::int64_t> only() const {
    if (!chosen_ || chosen_->size() != 1) return std::nullopt;
    return *chosen_->begin();
  }

  // nullptr when the stream isn't searched, or was dropped.
  const std::string* name_of(std::int64_t stream) {
    auto known = names_.find(stream);
    if (known == names_.end()) known = names_.emplace(stream, look_up(stream)).first;
    return known->second ? &*known->second : nullptr;
  }

 private:
  std::optional<std::string> look_up(std::int64_t id) {
    if (chosen_ && !chosen_->contains(id)) return std::nullopt;
    auto stream = logs_.find_stream(id);
    if (!stream || !stream->name.starts_with(prefix_)) return std::nullopt;
    return std::move(stream->name);
  }

  storage::LogTable& logs_;
  std::string_view prefix_;
  std::optional<std::set<std::int64_t>> chosen_;
  std::unordered_map<std::int64_t, std::optional<std::string>> names_;
};

storage::LogRange read_range(const core::json::Object& body) {
  storage::LogRange range;
  range.after = {whole_or(body, "startTime", 0), 0};
  range.up_to.timestamp = whole_or(body, "endTime", range.up_to.timestamp);
  if (const auto token = body.find("nextToken")) {
    range.after = std::max(range.after, read_position_token(token->string()));
  }
  return range;
}

void write_event(core::json::Writer& writer, const std::string& stream,
                 const storage::StoredLogEvent& event) {
  writer.begin_object();
  writer.member("logStreamName", std::string_view(stream));
  writer.member("timestamp", event.timestamp);
  writer.member("message", event.message);
  writer.member("ingestionTime", event.ingested_at);
  writer.member("eventId", std::string_view(digits56(event.id)));
  writer.end_object();
}

// Sees the group's events one after the other and writes those that match, until a page is full.
class Search {
 public:
  Search(StreamChoice& streams, const LogFilter& filter, std::size_t limit,
         core::json::Writer& writer)
      : streams_(streams), filter_(filter), page_(limit), writer_(writer) {}

  bool see(const storage::StoredLogEvent& event) {
    const std::string* const stream = streams_.name_of(event.stream);
    const bool matches = stream && filter_(event.message);
    const bool exhausted =
        scanned_events_ == kMaxScannedEvents || scanned_bytes_ > kMaxScannedBytes;
    if (exhausted || (matches && !page_.has_room_for(event.message))) {
      stopped_ = true;
      return false;
    }
    if (matches) {
      page_.take(event.message);
      write_event(writer_, *stream, event);
    }
    ++scanned_events_;
    scanned_bytes_ += event.message.size();
    last_seen_ = {event.timestamp, event.id};
    return true;
  }

  // Where the next page begins; nullopt when everything was seen.
  std::optional<storage::LogPosition> next() const {
    if (!stopped_) return std::nullopt;
    return last_seen_;
  }

 private:
  StreamChoice& streams_;
  const LogFilter& filter_;
  LogPage page_;
  core::json::Writer& writer_;
  std::size_t scanned_events_ = 0;
  std::size_t scanned_bytes_ = 0;
  storage::LogPosition last_seen_;
  bool stopped_ = false;
};

}  // namespace

std::string filter_log_events(const Request& request, Services& services) {
  const auto& body = request.body;
  const auto group = require_log_group(services, request.scope, body);
  StreamChoice streams(services, group, body);
  const LogFilter filter = parse_log_filter(text_or_empty(body, "filterPattern"));
  const storage::LogRange range = read_range(body);
  const auto limit =
      static_cast<std::size_t>(whole_or(body, "limit", core::limits::kMaxGetLogEventsLimit));

  core::json::Writer writer;
  writer.begin_object().key("events").begin_array();
  Search search(streams, filter, limit, writer);
  const auto see = [&](const storage::StoredLogEvent& event) { return search.see(event); };
  if (const auto only = streams.only()) {
    services.logs.read_stream(*only, range, storage::LogOrder::ascending, see);
  } else {
    services.logs.read_group(group.id, range, see);
  }
  writer.end_array();
  writer.key("searchedLogStreams").begin_array().end_array();  // deprecated, and always empty
  if (const auto next = search.next()) {
    writer.member("nextToken", std::string_view(position_token(*next)));
  }
  return writer.end_object().take();
}

}  // namespace server::operations
