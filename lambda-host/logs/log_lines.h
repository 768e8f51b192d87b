#pragma once

#include "core/clock.h"
#include "lambda-host/functions/function.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The lines Lambda itself writes into a function's log, each ending in a newline.
namespace lambda_host {

// What the REPORT line of an invocation tells.
struct InvocationReport {
  core::Duration duration{};
  int memory_megabytes = 0;
  std::int64_t peak_memory_bytes = 0;
  std::optional<core::Duration> init_duration;  // the first invocation of a process
  std::string_view status;                      // "timeout", "error"; empty when all went well
  std::string_view error_type;                  // with status "error"
  std::int64_t produced_bytes = 0;              // what the runtime answered
};

std::int64_t billed_milliseconds(core::Duration duration);
// Whole megabytes, rounded up.
std::int64_t megabytes(std::int64_t bytes);
// "nodejs20.x" → "nodejs:20", "python3.12" → "python:3.12", "provided.al2023" → "provided:al2023"
std::string runtime_label(std::string_view runtime);

std::string init_start_line(const FunctionConfiguration& configuration);
// phase: "init", or "invoke" when the process was started again within an invocation.
std::string init_report_line(core::Duration duration, std::string_view phase,
                             std::string_view status, std::string_view error_type);
std::string start_line(std::string_view request_id, std::string_view version);
std::string end_line(std::string_view request_id);
std::string report_line(std::string_view request_id, const InvocationReport& report);
std::string timed_out_line(core::WallTime now, std::string_view request_id, int timeout_seconds);
// A process that went away: `RequestId: ID Error: Runtime exited …` and its type.
std::string exit_line(std::string_view error_message, std::string_view error_type);

}  // namespace lambda_host
