#pragma once

#include "core/http_message.h"
#include "server/services.h"

namespace server {

// Whether the request names its operation in a header, as clients of the JSON protocols do and no
// others.
bool speaks_json(const core::HttpRequest& request);

// The JSON protocols: POST / with a body of JSON and an X-Amz-Target that names the operation.
// Checks come in the order in which AWS makes them: size, media type, JSON, target, authentication,
// whether there is a body, types, constraints; then the operation runs. Bodies may come as gzip or
// deflate, and large answers leave so when the request accepts it.
// Of a batch, `unprocessed` of the last requests are left undone: somebody asked for that.
void serve_json_api(core::HttpRequest request, Services& services, core::HttpReply reply,
                    std::size_t unprocessed = 0);

}  // namespace server
