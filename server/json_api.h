#pragma once

#include "core/http_message.h"
#include "server/services.h"

namespace server {

// The JSON protocols: POST / with a body of JSON and an X-Amz-Target that names the operation.
// Checks come in the order in which AWS makes them: media type, JSON, target, authentication, types,
// constraints; then the operation runs.
void serve_json_api(const core::HttpRequest& request, Services& services, core::HttpReply reply);

}  // namespace server
