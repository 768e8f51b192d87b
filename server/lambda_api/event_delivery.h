#pragma once

#include "lambda-host/async_invocations.h"
#include "lambda-host/invoker.h"

namespace server::lambda_api {

// Whether an event is to be invoked again after so many attempts, the last with this result. Lambda
// tries an event three times (Lambda guide, "Asynchronous invocation").
bool retries_event(const lambda_host::InvocationResult& result, int attempts);

// An asynchronous invocation: repeated by the rule above under the same request id. AWS waits one
// minute, then two; we don't, since a developer looks at the outcome. Throws as Invoker::invoke
// does when the event can't even be queued. Takes note in `pending`; the references must
// outlive the invoker's callbacks.
void deliver_event(lambda_host::Invoker& invoker, lambda_host::AsyncInvocations& pending,
                   const lambda_host::InvocationRequest& request);

}  // namespace server::lambda_api
