#pragma once

#include "core/http_message.h"
#include "server/services.h"

#include <cstddef>
#include <string_view>

// Lambda's REST control plane: functions, invocations, event source mappings, tags. Errors are
// Lambda's own; an operation that Rivulet lacks says so.
namespace server::lambda_api {

// Whether the path is Lambda's (they begin with their version's date: "/2015-03-31/…") or that of a
// function's or a layer's code as answers name it.
bool serves(std::string_view path);

// How large the body of a request to it may be.
std::size_t max_body_bytes(std::string_view method, std::string_view target);

// Replies at once or later, always on the engine thread.
void serve_lambda_api(core::HttpRequest request, Services& services, core::HttpReply reply);

}  // namespace server::lambda_api
