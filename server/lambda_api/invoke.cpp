#include "core/api_error.h"
#include "core/base64.h"
#include "core/limits.h"
#include "core/uuid.h"
#include "lambda-host/constraints.h"
#include "lambda-host/events/async_invocations.h"
#include "lambda-host/functions/function_registry.h"
#include "lambda-host/invoker.h"
#include "lambda-host/trace_header.h"
#include "server/lambda_api/answer.h"
#include "server/lambda_api/client_context.h"
#include "server/lambda_api/operations.h"

#include <fmt/format.h>

namespace server::lambda_api {
namespace {

using core::ErrorCode;
using lambda_host::FunctionReference;
using lambda_host::InvocationRequest;
using lambda_host::InvocationResult;

constexpr const char* kTraceHeader = "X-Amzn-Trace-Id";

// One of the header's values, or the first when it isn't sent.
std::string choice(const core::HttpRequest& request, std::string_view header,
                   std::string_view member, std::initializer_list<std::string_view> values) {
  const auto value = request.headers.find(header);
  if (!value || value->empty()) return std::string(*values.begin());
  lambda_host::Constraints constraints;
  constraints.check_one_of(*value, member, values);
  constraints.require_none();
  return std::string(*value);
}

void refuse_unsupported(const core::HttpRequest& request) {
  for (const char* header : {"X-Amz-Tenant-Id", "X-Amz-Durable-Execution-Name"}) {
    if (!request.headers.find(header)) continue;
    throw core::ApiError(ErrorCode::invalid_parameter_value,
                         fmt::format("Rivulet doesn't support {}.", header));
  }
}

std::string client_context(const core::HttpRequest& request) {
  const auto header = request.headers.find("X-Amz-Client-Context");
  return header && !header->empty() ? parse_client_context(*header) : std::string();
}

// The front end has refused what is too large for any invocation.
void refuse_large_event(const std::string& payload) {
  if (payload.size() <= core::limits::kMaxAsyncInvocationBytes) return;
  throw core::ApiError(ErrorCode::request_too_large,
                       fmt::format("{} byte payload is too large for the Event invocation type "
                                   "(limit {} bytes)",
                                   payload.size(), core::limits::kMaxAsyncInvocationBytes));
}

// The error for a missing function names the version that would have run.
void require_function(const FunctionReference& function, Services& services) {
  services.functions.require(
      function.scope, function.name,
      function.qualifier.empty() ? lambda_host::kLatestVersion : function.qualifier);
}

std::string trace_header_of(const core::HttpRequest& request, const core::Clock& clock) {
  return lambda_host::continued_trace_header(request.headers.find(kTraceHeader).value_or(""),
                                             clock.now());
}

InvocationRequest invocation_of(const FunctionReference& function, const Call& call,
                                const core::Clock& clock) {
  InvocationRequest invocation;
  invocation.scope = function.scope;
  invocation.function = function.name;
  invocation.qualifier = function.qualifier;
  invocation.invoked_function_arn = lambda_host::qualified_arn(function);
  invocation.payload = call.request.body;
  invocation.request_id = core::random_uuid();
  invocation.trace_header = trace_header_of(call.request, clock);
  return invocation;
}

core::HttpResponse result_response(InvocationResult result, const std::string& trace,
                                   bool wants_log_tail) {
  core::HttpResponse response = json_response(200, std::move(result.payload));
  response.headers.emplace_back(kTraceHeader, trace);
  response.headers.emplace_back(kRequestIdHeader, std::move(result.request_id));
  response.headers.emplace_back("X-Amz-Executed-Version", std::move(result.executed_version));
  // Lambda no longer tells handled errors from others.
  if (result.status == InvocationResult::Status::function_error) {
    response.headers.emplace_back("X-Amz-Function-Error", "Unhandled");
  }
  if (wants_log_tail) {
    response.headers.emplace_back("X-Amz-Log-Result", core::base64_encode(result.log_tail));
  }
  return response;
}

core::HttpResponse not_stored() {
  return error_answer(
      std::make_exception_ptr(core::ApiError(core::ErrorCode::internal, "Internal server error")));
}

// Answers once the event is stored: it is done then, whatever becomes of this process.
void queue_event(InvocationRequest invocation, Services& services, core::HttpReply reply) {
  core::HttpResponse response = empty_response(202);
  response.headers.emplace_back(kRequestIdHeader, invocation.request_id);
  response.headers.emplace_back(kTraceHeader, invocation.trace_header);
  services.async_invocations.add(
      std::move(invocation),
      [response = std::move(response), reply = std::move(reply)](bool committed) mutable {
        reply(committed ? std::move(response) : not_stored());
      });
}

}  // namespace

void invoke(const Call& call, Services& services, core::HttpReply reply) {
  const core::HttpRequest& request = call.request;
  const std::string type = choice(request, "X-Amz-Invocation-Type", "invocationType",
                                  {"RequestResponse", "Event", "DryRun"});
  const bool wants_log_tail =
      choice(request, "X-Amz-Log-Type", "logType", {"None", "Tail"}) == "Tail";
  refuse_unsupported(request);
  const FunctionReference function = function_of(call);
  require_function(function, services);
  if (type == "Event") refuse_large_event(request.body);
  check_payload(call);
  InvocationRequest invocation = invocation_of(function, call, services.clock);
  invocation.client_context = client_context(request);
  if (type == "DryRun") return reply(empty_response(204));
  if (type == "Event") return queue_event(std::move(invocation), services, std::move(reply));
  invocation.wants_log_tail = wants_log_tail;
  std::string trace = invocation.trace_header;
  services.invoker.invoke(std::move(invocation),
                          [reply = std::move(reply), trace = std::move(trace),
                           wants_log_tail](InvocationResult result) {
                            reply(result_response(std::move(result), trace, wants_log_tail));
                          });
}

void invoke_async(const Call& call, Services& services, core::HttpReply reply) {
  const FunctionReference function = function_of(call);
  require_function(function, services);
  refuse_large_event(call.request.body);
  check_payload(call);
  queue_event(invocation_of(function, call, services.clock), services, std::move(reply));
}

}  // namespace server::lambda_api
