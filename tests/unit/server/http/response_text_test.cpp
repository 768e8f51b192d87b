#include "server/http/response_text.h"

#include <doctest/doctest.h>

namespace server::http {

TEST_CASE("a response goes over the wire with its length, or in chunks if it asks for that") {
  const core::HttpResponse plain{200, "text/plain", {{"X-A", "b"}}, "hello"};
  CHECK(response_text(plain, true) ==
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-A: b\r\nContent-Length: 5\r\n"
        "Connection: keep-alive\r\n\r\nhello");
  CHECK(response_text(plain, false, true).ends_with("Connection: close\r\n\r\n"));
  core::HttpResponse chunked{413, {}, {{"Transfer-Encoding", "chunked"}}, {}};
  CHECK(response_text(chunked, true) ==
        "HTTP/1.1 413 Request Entity Too Large\r\nTransfer-Encoding: chunked\r\n"
        "Connection: keep-alive\r\n\r\n0\r\n\r\n");
  chunked.body = "seventeen letters";
  CHECK(response_text(chunked, true).ends_with("\r\n\r\n11\r\nseventeen letters\r\n0\r\n\r\n"));
  CHECK(response_text({204, {}, {}, {}}, true) ==
        "HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n\r\n");
}

}  // namespace server::http
