#include "server/lambda_api/event_delivery.h"

#include "core/api_error.h"

#include <spdlog/spdlog.h>

namespace server::lambda_api {
namespace {

using lambda_host::AsyncInvocations;
using lambda_host::InvocationRequest;
using lambda_host::InvocationResult;
using lambda_host::Invoker;

constexpr int kMaxAttempts = 3;

// What all attempts of an event share.
struct Event {
  Invoker& invoker;
  AsyncInvocations& pending;
  InvocationRequest request;
};

void attempt(const Event& event, int number);

// Whether there will be another attempt.
bool retry(const Event& event, int number, const InvocationResult& result) {
  const InvocationRequest& request = event.request;
  if (!retries_event(result, number)) {
    spdlog::warn("event {} for {} is dropped after {} attempts: {}", request.request_id,
                 request.function.get(), number, result.error_type);
    return false;
  }
  try {
    attempt(event, number + 1);
    return true;
  } catch (const core::ApiError& error) {  // deleted meanwhile, or too busy
    spdlog::warn("event {} for {} can't be retried: {}", request.request_id, request.function.get(),
                 error.message());
    return false;
  }
}

void end_attempt(const Event& event, int number, const InvocationResult& result) {
  const bool ok = result.status == InvocationResult::Status::ok;
  event.pending.attempt_ended(event.request.scope, ok);
  if (ok || !retry(event, number, result)) {
    event.pending.end(event.request.scope, event.request.function);
  }
}

void attempt(const Event& event, int number) {
  event.invoker.invoke(event.request, [event, number](const InvocationResult& result) {
    end_attempt(event, number, result);
  });
}

}  // namespace

bool retries_event(const InvocationResult& result, int attempts) {
  return result.status == InvocationResult::Status::function_error && attempts < kMaxAttempts;
}

void deliver_event(Invoker& invoker, AsyncInvocations& pending, const InvocationRequest& request) {
  attempt({invoker, pending, request}, 1);
  pending.begin(request.scope, request.function);
}

}  // namespace server::lambda_api
