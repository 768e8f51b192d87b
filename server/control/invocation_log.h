#pragma once

#include "core/clock.h"
#include "core/names.h"
#include "storage/log_table.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace server::control {

// The log events of one invocation: from its START line to its REPORT line, or from platform.start
// to platform.report. Where the function's level keeps these out, those that name the request.
struct InvocationLog {
  struct Event {
    std::int64_t timestamp = 0;  // milliseconds since the epoch
    std::int64_t id = 0;
  };
  std::optional<Event> first;
  std::optional<Event> last;
  std::vector<std::string> lines;  // as far as they were asked for
};

struct InvocationLogQuery {
  core::Scope scope;
  std::string_view group;
  std::string_view stream;
  std::string_view request_id;
  core::WallTime started;     // none of its lines is older
  std::size_t max_lines = 0;  // to answer with
};

// Reads the stream from there on, but no more than `budget` events, which it takes away from that;
// one of several kilobytes counts as so many.
// What isn't found by then is missing in the answer.
InvocationLog read_invocation_log(storage::LogTable& logs, const InvocationLogQuery& query,
                                  std::size_t& budget);

}  // namespace server::control
