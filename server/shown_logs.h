#pragma once

#include "lambda-host/logs/log_sink.h"

#include <functional>
#include <memory>
#include <string>

namespace server {

// Shows the lines of handlers to whoever watches the server, besides keeping them.
class ShownLogs : public lambda_host::LogSink {
 public:
  // Gets whole lines; must neither block nor throw.
  using Print = std::function<void(const std::string& lines)>;

  // `kept` must outlive this.
  ShownLogs(lambda_host::LogSink& kept, bool in_colour, Print print)
      : kept_(kept), in_colour_(in_colour), print_(std::move(print)) {}

  void append(const lambda_host::LogOrigin& origin,
              std::vector<lambda_host::LogEvent> events) override;
  // Who watches makes no handler wait.
  bool has_room() const override { return kept_.has_room(); }

 private:
  lambda_host::LogSink& kept_;
  bool in_colour_;
  Print print_;
};

// Shows them on standard error, in colour if that is a terminal for which nobody wants none, and at
// the pace at which it is read: LinePrinter has the limits. `kept` must outlive the answer.
std::unique_ptr<lambda_host::LogSink> shown_on_standard_error(lambda_host::LogSink& kept);

}  // namespace server
