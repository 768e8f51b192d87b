#include "server/http/response_text.h"

#include <doctest/doctest.h>

namespace server::http::response_text_test {

TEST_CASE("a response goes over the wire with its length, or in chunks if it asks for that") {
  const std::string for_all =
      "\r\nServer: Server\r\nX-Content-Type-Options: nosniff\r\n"
      "Cross-Origin-Resource-Policy: same-origin\r\nDate: today\r\n";
  const core::HttpResponse plain{200, "text/plain", {{"X-A", "b"}}, "hello"};
  CHECK(response_text(plain, {"today", true, false}) ==
        "HTTP/1.1 200 OK" + for_all +
            "Content-Type: text/plain\r\nX-A: b\r\nContent-Length: 5\r\n"
            "Connection: keep-alive\r\n\r\nhello");
  CHECK(response_text(plain, {"today", false, true}).ends_with("Connection: close\r\n\r\n"));
  core::HttpResponse chunked{413, {}, {{"Transfer-Encoding", "chunked"}}, {}};
  CHECK(response_text(chunked, {"today", true, false})
            .ends_with(for_all + "Transfer-Encoding: chunked\r\n"
                                 "Connection: keep-alive\r\n\r\n0\r\n\r\n"));
  chunked.body = "seventeen letters";
  CHECK(response_text(chunked, {"today", true, false})
            .ends_with("\r\n\r\n11\r\nseventeen letters\r\n0\r\n\r\n"));
  CHECK(response_text({204, {}, {}, {}}, {"today", true, false}) ==
        "HTTP/1.1 204 No Content" + for_all + "Connection: keep-alive\r\n\r\n");
}

TEST_CASE("a large body isn't copied") {
  const ResponseFrame frame{"today", true, false};
  const core::HttpResponse copied{200, {}, {}, std::string(16384, 'x')};
  CHECK(response_parts(copied, frame).text == response_text(copied, frame));
  CHECK(response_parts(copied, frame).body.empty());
  CHECK(response_text(copied, frame).ends_with("\r\n\r\n" + copied.body));

  core::HttpResponse large{200, {}, {}, std::string(16385, 'x')};
  const ResponseParts parts = response_parts(large, frame);
  CHECK(parts.text.ends_with("Content-Length: 16385\r\nConnection: keep-alive\r\n\r\n"));
  CHECK(parts.body.data() == large.body.data());
  CHECK(parts.body.size() == large.body.size());
  CHECK(response_text(large, frame) == parts.text + large.body);

  CHECK(response_parts(large, {"today", true, true}).body.empty());
  large.status = 304;
  CHECK(response_parts(large, frame).body.empty());
  large.status = 200;
  large.headers = {
      {"Transfer-Encoding", "chunked"}
  };
  CHECK(response_parts(large, frame).body.empty());
  CHECK(response_text(large, frame).ends_with("\r\n4001\r\n" + large.body + "\r\n0\r\n\r\n"));
}

TEST_CASE("a handler may end the connection with its answer") {
  const core::HttpResponse closing{403, {}, {{"Connection", "close"}}, {}};
  CHECK(says_close(closing));
  CHECK_FALSE(says_close({403, {}, {{"Connection", "keep-alive"}}, {}}));
  CHECK_FALSE(says_close({403, {}, {{"X", "close"}}, {}}));
  const std::string text = response_text(closing, {"today", true, false});
  CHECK(text.ends_with("Connection: close\r\nContent-Length: 0\r\n\r\n"));
}

TEST_CASE("a header's value stays in its line") {
  const std::string value = std::string("a\r\nb\0c\x1f \x7f~\xc3\xa9", 12);
  const std::string text = response_text({200, {}, {{"X-A", value}}, {}}, {"today", true, false});
  CHECK(text.find("\r\nX-A: a  b c   ~\xc3\xa9\r\nContent-Length: 0\r\n") != std::string::npos);
  CHECK(response_text({200, value, {}, {}}, {"today", true, false})
            .find("\r\nContent-Type: a  b c   ~\xc3\xa9\r\nContent-Length: 0\r\n") !=
        std::string::npos);
}

TEST_CASE("each control character by itself becomes a blank") {
  for (const char control : {'\0', '\n', '\r', '\x1f', '\x7f'}) {
    for (const std::size_t before : {std::size_t{0}, std::size_t{7}, std::size_t{20}}) {
      const std::string plain(before, 'a');
      const std::string text =
          response_text({200, {}, {{"X-A", plain + control + "b"}}, {}}, {"today", true, false});
      CHECK(text.find("\r\nX-A: " + plain + " b\r\n") != std::string::npos);
    }
  }
}

TEST_CASE("a header whose name is none is left out") {
  const std::string every = "aZ09!#$%&'*+-.^_`|~";
  core::HttpResponse response{200, {}, {}, {}};
  for (const std::string& name :
       {every, std::string(), std::string("X:"), std::string("X Y"), std::string("X\r\nY"),
        std::string("X\0", 2), std::string("\xc3\xa9")}) {
    response.named_headers.emplace_back(name, "1");
  }
  const std::string text = response_text(response, {"today", true, false});
  CHECK(text.ends_with("\r\nDate: today\r\n" + every +
                       ": 1\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n"));
}

TEST_CASE("an answer tells the length of a body that it leaves out, or has none to tell") {
  core::HttpResponse response{200, {}, {}, {}, {{"x-amz-meta-a", "b\nc"}}, 7};
  CHECK(response_text(response, {"today", true, true})
            .ends_with(
                "\r\nx-amz-meta-a: b c\r\nContent-Length: 7\r\nConnection: keep-alive\r\n\r\n"));
  const std::string unmodified = response_text({304, {}, {}, {}}, {"today", true, false});
  CHECK(unmodified.starts_with("HTTP/1.1 304 Not Modified\r\n"));
  CHECK(unmodified.find("Content-Length") == std::string::npos);
  CHECK(response_text({206, {}, {}, "x"}, {"today", true, false})
            .starts_with("HTTP/1.1 206 Partial Content\r\n"));
  CHECK(response_text({416, {}, {}, "x"}, {"today", true, false})
            .starts_with("HTTP/1.1 416 Range Not Satisfiable\r\n"));
}

}  // namespace server::http::response_text_test
