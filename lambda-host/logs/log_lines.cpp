#include "lambda-host/logs/log_lines.h"

#include "core/time_text.h"
#include "lambda-host/functions/runtime.h"

#include <fmt/format.h>

namespace lambda_host {
namespace {

double milliseconds(core::Duration duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

}  // namespace

std::int64_t billed_milliseconds(core::Duration duration) {
  return std::chrono::ceil<std::chrono::milliseconds>(duration).count();
}

std::int64_t megabytes(std::int64_t bytes) {
  return (bytes + (1 << 20) - 1) >> 20;
}

std::string runtime_label(std::string_view runtime) {
  const auto name_end = std::min(runtime.find_first_of("0123456789."), runtime.size());
  std::string_view version = runtime.substr(name_end);
  if (version.starts_with('.')) version.remove_prefix(1);
  if (version.ends_with(".x")) version.remove_suffix(2);
  return fmt::format("{}:{}", runtime.substr(0, name_end), version);
}

std::string init_start_line(const FunctionConfiguration& configuration) {
  return fmt::format("INIT_START Runtime Version: {}.v1\tRuntime Version ARN: {}\n",
                     runtime_label(configuration.runtime),
                     runtime_version_arn(configuration.scope.region, configuration.runtime));
}

std::string init_report_line(core::Duration duration, std::string_view phase,
                             std::string_view status, std::string_view error_type) {
  std::string line = fmt::format("INIT_REPORT Init Duration: {:.2f} ms\tPhase: {}\tStatus: {}",
                                 milliseconds(duration), phase, status);
  if (!error_type.empty()) line += fmt::format("\tError Type: {}", error_type);
  return line + "\n";
}

std::string start_line(std::string_view request_id, std::string_view version) {
  return fmt::format("START RequestId: {} Version: {}\n", request_id, version);
}

std::string end_line(std::string_view request_id) {
  return fmt::format("END RequestId: {}\n", request_id);
}

std::string report_line(std::string_view request_id, const InvocationReport& report) {
  std::string line = fmt::format(
      "REPORT RequestId: {}\tDuration: {:.2f} ms\tBilled Duration: {} ms\tMemory Size: {} MB\tMax "
      "Memory Used: {} MB\t",
      request_id, milliseconds(report.duration), billed_milliseconds(report.duration),
      report.memory_megabytes, megabytes(report.peak_memory_bytes));
  if (report.init_duration) {
    line += fmt::format("Init Duration: {:.2f} ms\t", milliseconds(*report.init_duration));
  }
  if (!report.status.empty()) line += fmt::format("Status: {}", report.status);
  if (report.status == "error") line += fmt::format("\tError Type: {}", report.error_type);
  return line + "\n";
}

std::string timed_out_line(core::WallTime now, std::string_view request_id, int timeout_seconds) {
  return fmt::format("{}Z {} Task timed out after {}.00 seconds\n\n", core::iso_milliseconds(now),
                     request_id, timeout_seconds);
}

std::string exit_line(std::string_view error_message, std::string_view error_type) {
  return fmt::format("{}\n{}\n", error_message, error_type);
}

}  // namespace lambda_host
