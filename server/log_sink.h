#pragma once

#include "core/clock.h"
#include "core/scope_filter.h"
#include "lambda-host/alarm.h"
#include "lambda-host/logs/log_sink.h"
#include "storage/log_table.h"
#include "storage/writer.h"

#include <deque>
#include <memory>

namespace server {

// Keeps the lines of handlers in the log table, those of one call in the commit of its turn. When
// that fails, they are lost; the writer has logged why.
//
// Handlers may print more than can be kept while others are served, together even if each of them
// is slow. So there is a share for each short while, of events as well as of bytes, since an empty
// line is as much work as a long one. What is beyond waits here in order; beyond that there is no
// room, and the handlers wait. All of it must outlive the writer's last turn.
class LogWriter : public lambda_host::LogSink {
 public:
  static constexpr core::Duration kWindow = std::chrono::milliseconds(20);
  static constexpr std::size_t kEventsPerWindow = 2000;
  static constexpr std::size_t kBytesPerWindow = std::size_t{1} << 20;
  static constexpr std::size_t kMaxWaitingEvents = 10'000;
  static constexpr std::size_t kMaxWaitingBytes = std::size_t{4} << 20;

  LogWriter(storage::Writer& writer, storage::LogTable& logs, const core::Clock& clock,
            std::unique_ptr<lambda_host::Alarm> alarm)
      : writer_(writer), logs_(logs), clock_(clock), alarm_(std::move(alarm)) {}

  void append(const lambda_host::LogOrigin& origin,
              std::vector<lambda_host::LogEvent> events) override;
  bool has_room() const override {
    return waiting_events_ <= kMaxWaitingEvents && waiting_bytes_ <= kMaxWaitingBytes;
  }

  // What waits of these scopes is never written.
  void drop(const core::ScopeFilter& scopes);

  // Submits all that waits: before the writer's last turn.
  void flush();

 private:
  // The events of one call that aren't submitted yet.
  struct Lines {
    lambda_host::LogOrigin origin;
    std::int64_t came_at;
    std::vector<lambda_host::LogEvent> events;
    std::size_t first = 0;  // what is in front of it was submitted
  };

  void submit_share();
  // The next events of the oldest lines, as many as the share has room for.
  std::vector<lambda_host::LogEvent> take(Lines& lines);
  void submit(const Lines& lines, std::vector<lambda_host::LogEvent> events);
  void open_window();

  storage::Writer& writer_;
  storage::LogTable& logs_;
  const core::Clock& clock_;
  std::unique_ptr<lambda_host::Alarm> alarm_;
  std::deque<Lines> waiting_;
  std::size_t waiting_events_ = 0;
  std::size_t waiting_bytes_ = 0;
  // What is left of the window's share.
  std::size_t events_left_ = kEventsPerWindow;
  std::size_t bytes_left_ = kBytesPerWindow;
  bool window_is_open_ = false;
};

}  // namespace server
