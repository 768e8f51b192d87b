#pragma once

#include "core/clock.h"
#include "lambda-host/logs/log_sink.h"
#include "lambda-host/logs/log_splitter.h"

#include <string>
#include <string_view>

namespace lambda_host {

// The log stream of one handler process. What was written between two reads has the time of the
// later one.
class HandlerLog {
 public:
  // `sink` and `clock` must outlive the log.
  HandlerLog(LogSink& sink, const core::Clock& clock, LogOrigin origin);

  const std::string& stream() const { return origin_.stream; }

  // Bytes as the process wrote them.
  void write_output(std::string_view bytes);
  // One event of Lambda's own, if there is one. What the process left without a newline comes
  // first.
  void write_line(std::string line);

  // Nothing that comes from now on is kept.
  void mute() { muted_ = true; }

  // From here on the end of the log is kept for take_tail; an invocation begins.
  void begin_tail();
  // The last kLogTailBytes since begin_tail, each event on a line of its own.
  std::string take_tail();

 private:
  void append(std::vector<std::string> messages);
  void add_to_tail(std::string_view message);

  LogSink& sink_;
  const core::Clock& clock_;
  LogOrigin origin_;
  LogSplitter splitter_;
  bool muted_ = false;
  bool keeps_tail_ = false;
  std::string tail_;
};

// "2025/11/24/[$LATEST]0123456789abcdef0123456789abcdef"
std::string make_stream_name(core::WallTime now, std::string_view version);

}  // namespace lambda_host
