#pragma once

#include "core/clock.h"
#include "core/names.h"
#include "core/shared_text.h"

#include <functional>
#include <optional>
#include <string>

// Invoking a function: what the Invoke operation and the event source mappings see of the host.
namespace lambda_host {

// The largest answer of a handler (Lambda quotas: 6 MB; measured limit).
inline constexpr std::size_t kMaxResponseBytes = 6291556;
// How much of the log X-Amz-Log-Result shows.
inline constexpr std::size_t kLogTailBytes = 4096;

// What ends an invocation as soon as its process would have the event, which its handler then never
// sees: somebody asked for that.
enum class Interruption { none, timeout, kill };

struct InvocationRequest {
  core::Scope scope;
  core::FunctionName function;
  std::string qualifier;             // empty: $LATEST
  std::string invoked_function_arn;  // as the caller named it; empty: the unqualified ARN
  core::SharedText payload;          // JSON, not checked again; an empty one is {}
  std::string request_id;            // empty: a fresh one. Repeated by retries of an event
  std::string client_context;        // JSON text, already decoded from base64
  std::string trace_header;          // as trace_header.h has it; empty: a fresh one
  bool wants_log_tail = false;
  Interruption interruption = Interruption::none;
};

struct InvocationResult {
  enum class Status { ok, function_error };

  Status status = Status::ok;
  std::string payload;
  std::string error_type;        // "Runtime.ExitError", "TypeError"; empty when ok
  std::string log_tail;          // the last 4 KB, START to REPORT, if asked for
  std::string executed_version;  // "$LATEST"
  std::string request_id;
  core::Duration duration{};  // without the init phase
  std::string log_group;      // where its START line is, if it ran
  std::string log_stream;
};

using InvocationDone = std::function<void(InvocationResult)>;

class Invoker {
 public:
  virtual ~Invoker() = default;
  // Calls `done` exactly once, on the engine thread, never before returning; only the end of the
  // whole host leaves invocations unanswered. A handler that fails,
  // hangs or dies is an outcome. Throws ApiError, and then never calls `done`, when there is no
  // such function (resource_not_found), when its payload isn't JSON (invalid_request_content), and
  // when too many invocations wait already (too_many_requests).
  virtual void invoke(InvocationRequest request, InvocationDone done) = 0;
  // Invocations are likely to come: a host may have a process ready by then. Of a function that
  // isn't there nothing is said.
  virtual void warm(const core::Scope&, const core::FunctionName&,
                    const std::string& /*qualifier*/) {}
};

}  // namespace lambda_host
