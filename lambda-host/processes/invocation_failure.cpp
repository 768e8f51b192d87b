#include "lambda-host/processes/invocation_failure.h"

#include "core/json/writer.h"

#include <fmt/format.h>

#include <csignal>

namespace lambda_host {

InvocationFailure exit_failure(const ExitStatus& status) {
  return {"Runtime.ExitError", {}, exit_reason(status)};
}

InvocationFailure killed_failure() {
  return exit_failure({0, SIGKILL, 0});
}

InvocationFailure timeout_failure(int timeout_seconds) {
  return {
      "Sandbox.Timedout", {}, fmt::format("Task timed out after {}.00 seconds", timeout_seconds)};
}

InvocationFailure entrypoint_failure(std::string reason) {
  return {"Runtime.InvalidEntrypoint", {}, std::move(reason)};
}

std::string failure_message(const InvocationFailure& failure, std::string_view request_id) {
  return fmt::format("RequestId: {} Error: {}", request_id, failure.reason);
}

std::string failure_payload(const InvocationFailure& failure, std::string_view request_id) {
  if (!failure.payload.empty()) return failure.payload;
  core::json::Writer writer;
  writer.begin_object().member("errorType", failure.error_type);
  writer.member("errorMessage", failure_message(failure, request_id)).end_object();
  return writer.take();
}

}  // namespace lambda_host
