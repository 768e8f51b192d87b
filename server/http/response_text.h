#pragma once

#include "core/http_message.h"

#include <string>

namespace server::http {

// The response as it goes over the wire. A body that the method forbids is left out; its length is
// still told. A response that brings the header Transfer-Encoding: chunked is sent as one chunk.
std::string response_text(const core::HttpResponse& response, bool keep_alive,
                          bool to_head_request = false);

}  // namespace server::http
