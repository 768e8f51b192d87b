#include "lambda-host/logs/system_log.h"

#include "core/json/writer.h"
#include "core/time_text.h"
#include "lambda-host/functions/runtime.h"

#include <fmt/format.h>

#include <cstdint>

namespace lambda_host {
namespace {

using core::json::Writer;

// Thousandths, as far as there are some: 5000.0, 11.185 (recorded).
void write_milliseconds(Writer& writer, std::string_view name, core::Duration duration) {
  std::string text =
      fmt::format("{:.3f}", std::chrono::duration<double, std::milli>(duration).count());
  const auto last = text.find_last_not_of('0');
  text.resize(text[last] == '.' ? last + 2 : last + 1);
  writer.key(name).raw(text);
}

void write_status(Writer& writer, std::string_view status, std::string_view error_type) {
  writer.member("status", status);
  if (status == "error") writer.member("errorType", error_type);
}

std::string_view status_of(const InvocationReport& report) {
  return report.status.empty() ? "success" : report.status;
}

void begin_init_record(Writer& writer, const InitPhase& phase) {
  writer.begin_object();
  writer.member("initializationType", phase.provisioned ? "provisioned-concurrency" : "on-demand");
  writer.member("phase", phase.within_invocation ? "invoke" : "init");
}

void write_report_metrics(Writer& writer, const InvocationReport& report) {
  writer.key("metrics").begin_object();
  write_milliseconds(writer, "durationMs", report.duration);
  writer.member("billedDurationMs", billed_milliseconds(report.duration));
  writer.member("memorySizeMB", report.memory_megabytes);
  writer.member("maxMemoryUsedMB", megabytes(report.peak_memory_bytes));
  if (report.init_duration) write_milliseconds(writer, "initDurationMs", *report.init_duration);
  writer.end_object();
}

std::vector<std::string> present(std::vector<std::string> lines) {
  std::erase_if(lines, [](const std::string& line) { return line.empty(); });
  return lines;
}

}  // namespace

bool SystemLog::shows(Level level) const {
  const std::string wanted = function_.logging.system_log_level.value_or("INFO");
  if (wanted == "WARN") return level == Level::warn;
  return wanted == "DEBUG" || level != Level::debug;
}

std::string SystemLog::event(Level level, std::string_view type, const std::string& record) const {
  if (!shows(level)) return {};
  Writer writer;
  writer.begin_object().member("time", core::iso_milliseconds(clock_.now()) + "Z");
  writer.member("type", type).key("record").raw(record).end_object();
  return writer.take() + "\n";
}

std::string SystemLog::init_start(const InitPhase& phase, std::string_view instance_id) const {
  if (is_text()) return init_start_line(function_);
  Writer record;
  begin_init_record(record, phase);
  record.member("runtimeVersion", runtime_label(function_.runtime) + ".v1");
  record.member("runtimeVersionArn",
                runtime_version_arn(function_.scope.region, function_.runtime));
  record.member("functionName", function_.name.get());
  record.member("functionVersion", function_.version).member("instanceId", instance_id);
  record.member("instanceMaxMemory", std::int64_t{function_.memory_megabytes} << 20).end_object();
  return event(Level::info, "platform.initStart", record.take());
}

std::vector<std::string> SystemLog::init_end(const InitPhase& phase,
                                             const InitReport& report) const {
  const bool failed = report.status != "success";
  if (is_text()) {
    if (!failed) return {};
    return {init_report_line(report.duration, phase.within_invocation ? "invoke" : "init",
                             report.status, report.error_type)};
  }
  Writer record;
  begin_init_record(record, phase);
  write_status(record, report.status, report.error_type);
  const std::string done = record.end_object().take();
  begin_init_record(record, phase);
  write_status(record, report.status, report.error_type);
  record.key("metrics").begin_object();
  write_milliseconds(record, "durationMs", report.duration);
  record.end_object().end_object();
  const Level of_report = phase.provisioned ? Level::info : Level::debug;
  return present({event(failed ? Level::warn : Level::debug, "platform.initRuntimeDone", done),
                  event(failed ? Level::warn : of_report, "platform.initReport", record.take())});
}

std::string SystemLog::start(std::string_view request_id, std::string_view invoked_arn) const {
  if (is_text()) return start_line(request_id, function_.version);
  Writer record;
  record.begin_object().member("requestId", request_id).member("functionArn", invoked_arn);
  record.member("version", function_.version).end_object();
  return event(Level::info, "platform.start", record.take());
}

std::string SystemLog::end(std::string_view request_id, const InvocationReport& report) const {
  if (is_text()) return end_line(request_id);
  Writer record;
  record.begin_object().member("requestId", request_id);
  write_status(record, status_of(report), report.error_type);
  record.key("metrics").begin_object();
  write_milliseconds(record, "durationMs", report.duration);
  record.member("producedBytes", report.produced_bytes).end_object().end_object();
  return event(report.status.empty() ? Level::debug : Level::warn, "platform.runtimeDone",
               record.take());
}

std::string SystemLog::report(std::string_view request_id, const InvocationReport& report) const {
  if (is_text()) return report_line(request_id, report);
  Writer record;
  record.begin_object().member("requestId", request_id);
  write_report_metrics(record, report);
  write_status(record, status_of(report), report.error_type);
  record.end_object();
  return event(report.status.empty() ? Level::info : Level::warn, "platform.report", record.take());
}

std::string SystemLog::timed_out(std::string_view request_id) const {
  if (!is_text()) return {};
  return timed_out_line(clock_.now(), request_id, function_.timeout_seconds);
}

std::string SystemLog::exited(std::string_view error_message, std::string_view error_type) const {
  return is_text() ? exit_line(error_message, error_type) : std::string();
}

}  // namespace lambda_host
