#pragma once

#include "core/clock.h"

#include <string>
#include <string_view>

// What X-Ray knows a request by as it passes from service to service, the value of X-Amzn-Trace-Id:
// "Root=1-67e55044-10b1426f2247bb823e1a5f2c;Parent=53995c3f42cd8ad8;Sampled=0" (X-Ray guide,
// "Tracing header"). Nothing is sent to X-Ray; runtimes pass the header on.
namespace lambda_host {

// A trace that begins here, which nobody samples.
std::string new_trace_header(core::WallTime now);
// An invocation's part of the trace that its caller sent: with the same root, and sampled if that
// is. A new one for a text without a root of the right form.
std::string continued_trace_header(std::string_view header, core::WallTime now);

}  // namespace lambda_host
