#include "server/lambda_api/event_delivery.h"

#include "core/api_error.h"

#include <spdlog/spdlog.h>

namespace server::lambda_api {
namespace {

using lambda_host::InvocationRequest;
using lambda_host::InvocationResult;
using lambda_host::Invoker;

constexpr int kMaxAttempts = 3;

void attempt(Invoker& invoker, const InvocationRequest& request, int number);

void end_attempt(Invoker& invoker, const InvocationRequest& request, int number,
                 const InvocationResult& result) {
  if (result.status == InvocationResult::Status::ok) return;
  if (!retries_event(result, number)) {
    spdlog::warn("event {} for {} is dropped after {} attempts: {}", request.request_id,
                 request.function.get(), number, result.error_type);
    return;
  }
  try {
    attempt(invoker, request, number + 1);
  } catch (const core::ApiError& error) {  // deleted meanwhile, or too busy
    spdlog::warn("event {} for {} can't be retried: {}", request.request_id, request.function.get(),
                 error.message());
  }
}

void attempt(Invoker& invoker, const InvocationRequest& request, int number) {
  invoker.invoke(request, [&invoker, request, number](const InvocationResult& result) {
    end_attempt(invoker, request, number, result);
  });
}

}  // namespace

bool retries_event(const InvocationResult& result, int attempts) {
  return result.status == InvocationResult::Status::function_error && attempts < kMaxAttempts;
}

void deliver_event(Invoker& invoker, const InvocationRequest& request) {
  attempt(invoker, request, 1);
}

}  // namespace server::lambda_api
