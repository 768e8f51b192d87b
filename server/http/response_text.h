#pragma once

#include "core/http_message.h"

#include <string>
#include <string_view>

namespace server::http {

// What a response's text says beside the response.
struct ResponseFrame {
  std::string_view date;  // of the Date header
  bool keep_alive = false;
  bool to_head_request = false;
};

// Whether the handler wants the connection to end with its answer: "Connection: close".
bool says_close(const core::HttpResponse& response);

// A response as it goes over the wire: the text, then the body. The body is the response's own
// where it's too large to be copied, else it is in the text already.
struct ResponseParts {
  std::string text;
  std::string_view body = {};
};

// A body that the method forbids is left out; its length is still told. A response that brings the
// header Transfer-Encoding: chunked is sent as one chunk.
ResponseParts response_parts(const core::HttpResponse& response, const ResponseFrame& frame);

// The same as one text.
std::string response_text(const core::HttpResponse& response, const ResponseFrame& frame);

}  // namespace server::http
