#pragma once

#include "lambda-host/processes/child_process.h"

#include <string>
#include <string_view>

namespace lambda_host {

// Why an invocation failed that the handler itself didn't answer. Said of a process, before it is
// known which invocation it fails.
struct InvocationFailure {
  std::string error_type;
  // What a runtime client posted as its own account of it; empty when there is none.
  std::string payload;
  // Otherwise: what comes behind "RequestId: ID Error: ".
  std::string reason;
};

InvocationFailure exit_failure(const ExitStatus& status);
// As if somebody had killed the process.
InvocationFailure killed_failure();
InvocationFailure timeout_failure(int timeout_seconds);
// The program couldn't be started: `reason` says why.
InvocationFailure entrypoint_failure(std::string reason);

// "RequestId: ID Error: REASON"
std::string failure_message(const InvocationFailure& failure, std::string_view request_id);
// The invocation's answer: the posted one, or {"errorType":…,"errorMessage":…}.
std::string failure_payload(const InvocationFailure& failure, std::string_view request_id);

}  // namespace lambda_host
