#include "server/log_sink.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace server {

using lambda_host::LogEvent;

void LogWriter::append(const lambda_host::LogOrigin& origin, std::vector<LogEvent> events) {
  if (events.empty()) return;
  waiting_events_ += events.size();
  for (const LogEvent& event : events) waiting_bytes_ += event.message.size();
  waiting_.push_back({origin, core::epoch_milliseconds(clock_.now()), std::move(events)});
  submit_share();
}

void LogWriter::drop(const core::ScopeFilter& scopes) {
  std::erase_if(waiting_, [&](const Lines& lines) {
    if (!scopes.covers(lines.origin.scope)) return false;
    waiting_events_ -= lines.events.size() - lines.first;
    for (std::size_t n = lines.first; n < lines.events.size(); ++n) {
      waiting_bytes_ -= lines.events[n].message.size();
    }
    return true;
  });
}

void LogWriter::flush() {
  events_left_ = std::numeric_limits<std::size_t>::max();
  bytes_left_ = std::numeric_limits<std::size_t>::max();
  submit_share();
}

void LogWriter::submit_share() {
  while (!waiting_.empty() && events_left_ > 0 && bytes_left_ > 0) {
    Lines& lines = waiting_.front();
    submit(lines, take(lines));
    if (lines.first == lines.events.size()) waiting_.pop_front();
  }
  if (!window_is_open_) open_window();
}

std::vector<LogEvent> LogWriter::take(Lines& lines) {
  std::vector<LogEvent> events;
  while (lines.first < lines.events.size() && events_left_ > 0 && bytes_left_ > 0) {
    LogEvent& event = lines.events[lines.first++];
    const std::size_t bytes = event.message.size();
    --events_left_;
    bytes_left_ -= std::min(bytes, bytes_left_);
    --waiting_events_;
    waiting_bytes_ -= bytes;
    events.push_back(std::move(event));
  }
  return events;
}

void LogWriter::submit(const Lines& lines, std::vector<LogEvent> events) {
  writer_.submit(
      [this, origin = lines.origin, came_at = lines.came_at, events = std::move(events)] {
        std::vector<storage::NewLogEvent> views;
        views.reserve(events.size());
        for (const auto& event : events) {
          views.push_back({core::epoch_milliseconds(event.time), event.message});
        }
        logs_.append(origin.scope, origin.group, origin.stream, views, came_at);
        writer_.count(storage::append_cost(views));
      },
      [this](bool committed) {
        // A group or stream that was made in this turn is gone again.
        if (!committed) logs_.forget_names();
      });
}

// The next window's share comes when this one ends, whether it was used up or not.
void LogWriter::open_window() {
  window_is_open_ = true;
  alarm_->after(kWindow, [this] {
    window_is_open_ = false;
    events_left_ = kEventsPerWindow;
    bytes_left_ = kBytesPerWindow;
    if (!waiting_.empty()) submit_share();
  });
}

}  // namespace server
