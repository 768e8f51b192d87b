#pragma once

#include "core/http_message.h"
#include "server/services.h"

#include <string_view>

// Lambda's REST control plane: functions, invocations, event source mappings, tags. Errors are
// Lambda's own; an operation that Rivulet lacks says so.
namespace server::lambda_api {

// Whether the path is Lambda's (they begin with their version's date: "/2015-03-31/…") or that of a
// function's code as GetFunction names it.
bool serves(std::string_view path);

// Replies at once or later, always on the engine thread.
void serve_lambda_api(const core::HttpRequest& request, Services& services, core::HttpReply reply);

}  // namespace server::lambda_api
