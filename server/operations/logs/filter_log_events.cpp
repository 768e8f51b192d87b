#include "core/api_error.h"
#include "core/json/writer.h"
#include "server/operations/logs/log_access.h"
#include "server/operations/logs/log_filter.h"
#include "server/operations/logs/log_operations.h"
#include "server/operations/logs/log_page.h"
#include "server/operations/logs/log_tokens.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

namespace server::operations {
namespace {

// What one page may look at, matching or not, so that no search takes long. A page may be empty and
// still have a successor, as on AWS.
constexpr std::size_t kMaxScannedEvents = 20'000;
constexpr std::size_t kMaxScannedBytes = 4 * core::limits::kMegabyte;
constexpr std::size_t kMaxLooks = 16 * kMaxScannedBytes;
// Filters that look at a byte more often than so don't run on the engine thread.
constexpr std::size_t kLooksInPlace = 4;

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
  std::string prefix_;
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

// One page of a search. It sees the group's events one after the other and writes those that match,
// until the page is full or has cost enough. A filter that costs much gets copies of the events, on
// a worker thread; what matched is written afterwards.
class Search {
 public:
  Search(const Request& request, Services& services)
      : group_(require_log_group(services, request.scope, request.body)),
        streams_(services, group_, request.body),
        filter_(parse_log_filter(text_or_empty(request.body, "filterPattern"))),
        range_(read_range(request.body)),
        page_(static_cast<std::size_t>(
            whole_or(request.body, "limit", core::limits::kMaxGetLogEventsLimit))) {
    writer_.begin_object().key("events").begin_array();
  }

  bool runs_in_place() const { return filter_.looks <= kLooksInPlace; }

  void read(storage::LogTable& logs) {
    const auto visit = [this](const storage::StoredLogEvent& event) { return see(event); };
    if (const auto only = streams_.only()) {
      logs.read_stream(*only, range_, storage::LogOrder::ascending, visit);
    } else {
      logs.read_group(group_.id, range_, visit);
    }
  }

  // On any thread, while nobody else uses the object.
  void match() {
    for (Candidate& candidate : candidates_) {
      candidate.matches = candidate.searched && filter_.matches(candidate.message);
    }
  }

  std::string answer() {
    for (const Candidate& candidate : candidates_) {
      storage::StoredLogEvent event = candidate.event;
      event.message = candidate.message;
      if (!judge(event, candidate.matches)) break;
    }
    writer_.end_array();
    writer_.key("searchedLogStreams").begin_array().end_array();  // deprecated, and always empty
    if (stopped_) writer_.member("nextToken", std::string_view(position_token(last_judged_)));
    return writer_.end_object().take();
  }

 private:
  struct Candidate {
    storage::StoredLogEvent event;  // but for the message
    std::string message;
    bool searched = false;  // its stream is
    bool matches = false;
  };

  bool see(const storage::StoredLogEvent& event) {
    if (is_exhausted()) return stop();
    const bool searched = streams_.name_of(event.stream) != nullptr;
    ++scanned_events_;
    scanned_bytes_ += event.message.size();
    if (runs_in_place()) return judge(event, searched && filter_.matches(event.message));
    candidates_.push_back({event, searched ? std::string(event.message) : "", searched, false});
    return true;
  }

  bool is_exhausted() const {
    return scanned_events_ == kMaxScannedEvents || scanned_bytes_ > kMaxScannedBytes ||
           scanned_bytes_ * filter_.looks > kMaxLooks;
  }

  bool judge(const storage::StoredLogEvent& event, bool matches) {
    if (matches) {
      if (!page_.has_room_for(event.message)) return stop();
      page_.take(event.message);
      write_event(writer_, *streams_.name_of(event.stream), event);
    }
    last_judged_ = {event.timestamp, event.id};
    return true;
  }

  bool stop() {
    stopped_ = true;
    return false;
  }

  storage::LogGroup group_;
  StreamChoice streams_;
  LogFilter filter_;
  storage::LogRange range_;
  LogPage page_;
  core::json::Writer writer_;
  std::vector<Candidate> candidates_;
  std::size_t scanned_events_ = 0;
  std::size_t scanned_bytes_ = 0;
  storage::LogPosition last_judged_;  // where the next page begins
  bool stopped_ = false;
};

}  // namespace

void filter_log_events(const Request& request, Services& services, Reply reply) {
  const auto search = std::make_shared<Search>(request, services);
  search->read(services.logs);
  if (search->runs_in_place()) return reply(search->answer());
  services.run_on_worker([search] { search->match(); },
                         [search, reply = std::move(reply)] { reply(search->answer()); });
}

}  // namespace server::operations
