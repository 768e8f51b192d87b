#include "storage/log_copy.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

namespace storage {
namespace {

// What a piece may have.
constexpr std::size_t kEvents = 300;
constexpr std::size_t kBytes = std::size_t{256} << 10;
constexpr std::size_t kStreams = 200;

}  // namespace

LogCopy::LogCopy(sqlite::Connection& connection, LogTable& from, const core::Scope& scope,
                 LogTable& to, const core::Scope& into, Rewrite rewrite)
    : from_(from), scope_(scope), to_(to), into_(into), rewrite_(std::move(rewrite)) {
  auto last = connection.prepare("SELECT ifnull(max(id), 0) FROM log_event");
  auto run = last.run();
  if (run.next()) last_id_ = run.whole(0);
}

bool LogCopy::note(std::size_t most) {
  LogGroupQuery query;
  query.after = last_noted_;
  query.limit = most;
  auto page = from_.find_groups(scope_, query);
  noted_ += page.size();
  const bool is_last = page.size() < most;
  if (!page.empty()) last_noted_ = page.back().name;
  std::move(page.begin(), page.end(), std::back_inserter(groups_));
  return !is_last;
}

bool LogCopy::step() {
  if (groups_.empty()) return false;
  if (group_ == 0) {
    begin_group();
    return true;
  }
  if (has_more_streams_) {
    make_streams();
    return true;
  }
  return copy_events();
}

bool LogCopy::copy_events() {
  std::vector<Event> events;
  const bool more = read_some(events);
  append(events);
  if (!more) {
    groups_.pop_back();
    group_ = 0;
  }
  return !groups_.empty();
}

std::optional<std::string> LogCopy::next_group() const {
  if (groups_.empty() || group_ != 0) return std::nullopt;
  return groups_.back().name;
}

void LogCopy::begin_group() {
  LogGroup& group = groups_.back();
  group.kms_key = rewrite_(group.kms_key);
  group_ = to_.create_group(into_, group);
  auto tags = from_.tags(group.id);
  for (auto& [key, value] : tags) value = rewrite_(value);
  if (!tags.empty()) to_.set_tags(group_, tags);
  streams_.clear();
  last_stream_.reset();
  position_ = {std::numeric_limits<std::int64_t>::min(), 0};
  make_streams();
}

void LogCopy::make_streams() {
  LogStreamQuery query;
  query.after = last_stream_;
  query.limit = kStreams;
  const auto streams = from_.find_streams(groups_.back().id, query);
  for (const LogStream& stream : streams) {
    streams_[stream.id] = to_.create_stream(group_, stream.name, stream.created_at);
  }
  has_more_streams_ = streams.size() == kStreams;
  if (has_more_streams_) last_stream_ = {0, streams.back().name};
}

// What came later is passed over. False at the end.
bool LogCopy::read_some(std::vector<Event>& events) {
  std::size_t seen = 0;
  std::size_t bytes = 0;
  bool more = false;
  LogRange range;
  range.after = position_;
  from_.read_group(groups_.back().id, range, [&](const StoredLogEvent& event) {
    more = seen == kEvents || bytes >= kBytes;
    if (more) return false;
    ++seen;
    bytes += event.message.size();
    position_ = {event.timestamp, event.id};
    const auto stream = streams_.find(event.stream);
    if (event.id > last_id_ || stream == streams_.end()) return true;
    events.push_back(
        {stream->second, event.ingested_at, event.timestamp, std::string(event.message)});
    return true;
  });
  return more;
}

// Those of one stream that came at once go at once.
void LogCopy::append(const std::vector<Event>& events) {
  for (std::size_t begin = 0; begin < events.size();) {
    const Event& first = events[begin];
    std::vector<NewLogEvent> batch;
    std::size_t end = begin;
    while (end < events.size() && events[end].stream == first.stream &&
           events[end].ingested_at == first.ingested_at) {
      batch.push_back({events[end].timestamp, events[end].message});
      ++end;
    }
    to_.append(group_, first.stream, batch, first.ingested_at);
    begin = end;
  }
}

}  // namespace storage
