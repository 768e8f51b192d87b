#pragma once

#include "core/clock.h"
#include "core/names.h"

#include <string>
#include <vector>

namespace lambda_host {

struct LogEvent {
  core::WallTime time;
  std::string message;

  friend bool operator==(const LogEvent&, const LogEvent&) = default;
};

// Whose lines they are, and where they go.
struct LogOrigin {
  core::Scope scope;
  std::string function;  // "F", or "F:7" of a published version
  std::string group;
  std::string stream;
};

// Where the lines of handlers go: CloudWatch Logs, as far as this module knows.
class LogSink {
 public:
  virtual ~LogSink() = default;
  // In order, all of one time; times go back only with the clock. Group and stream come into being
  // on first use.
  // Called on the engine thread, often: it must neither block nor throw. At most about a megabyte
  // a call.
  virtual void append(const LogOrigin& origin, std::vector<LogEvent> events) = 0;
  // False while more events wait to be kept than should: whoever can leave a handler's output in
  // its pipe does so, and the handler waits in its write.
  virtual bool has_room() const { return true; }
};

}  // namespace lambda_host
