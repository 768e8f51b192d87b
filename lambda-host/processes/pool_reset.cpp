#include "lambda-host/processes/handler_pool.h"

#include <utility>

namespace lambda_host {
namespace {

void fail_waiting(Invocation invocation) {
  const InvocationFailure failure = killed_failure();
  InvocationResult result;
  result.status = InvocationResult::Status::function_error;
  result.request_id = invocation.request.request_id;
  result.error_type = failure.error_type;
  result.payload = failure_payload(failure, result.request_id);
  invocation.done(std::move(result));
}

}  // namespace

std::size_t HandlerPool::end_all(const core::ScopeFilter& scopes) {
  std::vector<Invocation> waiting = take_waiting(scopes);
  // Who is told of a failure may invoke again, which adds environments.
  std::vector<ExecutionEnvironment*> ending;
  for (const auto& environment : environments_) {
    if (environment->holds_place() &&
        scopes.covers(environment->deployment()->configuration.scope)) {
      ending.push_back(environment.get());
    }
  }
  for (ExecutionEnvironment* environment : ending) environment->abort();
  for (Invocation& invocation : waiting) fail_waiting(std::move(invocation));
  return ending.size();
}

std::vector<Invocation> HandlerPool::take_waiting(const core::ScopeFilter& scopes) {
  std::vector<Invocation> waiting;
  for (auto& [id, group] : groups_) {
    if (group.queue.empty() || !scopes.covers(group.deployment->configuration.scope)) continue;
    leave_line(group);
    group.queued_bytes = 0;
    for (Invocation& invocation : std::exchange(group.queue, {})) {
      waiting.push_back(std::move(invocation));
    }
  }
  return waiting;
}

}  // namespace lambda_host
