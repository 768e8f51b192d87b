#pragma once

#include "core/clock.h"
#include "lambda-host/functions/function.h"
#include "lambda-host/logs/log_lines.h"

#include <string>
#include <string_view>
#include <vector>

namespace lambda_host {

// What the init phase of a process is part of.
struct InitPhase {
  bool provisioned = false;        // it is kept for provisioned concurrency
  bool within_invocation = false;  // the first init took too long
};

struct InitReport {
  core::Duration duration{};
  std::string_view status = "success";  // "timeout", "error"
  std::string_view error_type;          // with status "error"
};

// Lambda's own lines as a function wants them: text, or, where its LogFormat is JSON, `platform.*`
// events of its SystemLogLevel or above (Lambda guide, "System log level event mapping", and
// "Telemetry API event schema reference" for the members). What a level keeps out is an empty text.
// Both given must outlive it.
class SystemLog {
 public:
  SystemLog(const FunctionConfiguration& function, const core::Clock& clock)
      : function_(function), clock_(clock) {}

  // `instance_id`: the process's log stream.
  std::string init_start(const InitPhase& phase, std::string_view instance_id) const;
  // One line or two, none in text if all went well.
  std::vector<std::string> init_end(const InitPhase& phase, const InitReport& report) const;
  std::string start(std::string_view request_id, std::string_view invoked_arn) const;
  // In text it says no more than that the invocation is over.
  std::string end(std::string_view request_id, const InvocationReport& report) const;
  std::string report(std::string_view request_id, const InvocationReport& report) const;
  // What comes before the end of an invocation that the runtime didn't answer. None in JSON, where
  // the end has it.
  std::string timed_out(std::string_view request_id) const;
  std::string exited(std::string_view error_message, std::string_view error_type) const;

 private:
  enum class Level { debug, info, warn };

  bool is_text() const { return function_.logging.format == LogFormat::text; }
  bool shows(Level level) const;
  // {"time":…,"type":…,"record":RECORD}, or nothing below the function's level.
  std::string event(Level level, std::string_view type, const std::string& record) const;

  const FunctionConfiguration& function_;
  const core::Clock& clock_;
};

}  // namespace lambda_host
