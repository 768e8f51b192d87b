#include "server/http/response_text.h"

#include <doctest/doctest.h>

namespace server::http {

TEST_CASE("a response goes over the wire with its length, or in chunks if it asks for that") {
  const std::string begin = "HTTP/1.1 200 OK\r\nServer: Server\r\nDate: today\r\n";
  const core::HttpResponse plain{200, "text/plain", {{"X-A", "b"}}, "hello"};
  CHECK(response_text(plain, {"today", true, false}) ==
        begin +
            "Content-Type: text/plain\r\nX-A: b\r\nContent-Length: 5\r\n"
            "Connection: keep-alive\r\n\r\nhello");
  CHECK(response_text(plain, {"today", false, true}).ends_with("Connection: close\r\n\r\n"));
  core::HttpResponse chunked{413, {}, {{"Transfer-Encoding", "chunked"}}, {}};
  CHECK(response_text(chunked, {"today", true, false})
            .ends_with("Date: today\r\nTransfer-Encoding: chunked\r\n"
                       "Connection: keep-alive\r\n\r\n0\r\n\r\n"));
  chunked.body = "seventeen letters";
  CHECK(response_text(chunked, {"today", true, false})
            .ends_with("\r\n\r\n11\r\nseventeen letters\r\n0\r\n\r\n"));
  CHECK(response_text({204, {}, {}, {}}, {"today", true, false}) ==
        "HTTP/1.1 204 No Content\r\nServer: Server\r\nDate: today\r\n"
        "Connection: keep-alive\r\n\r\n");
}

}  // namespace server::http
