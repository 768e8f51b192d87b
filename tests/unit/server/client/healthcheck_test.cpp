#include "server/client/healthcheck.h"

#include "tests/unit/server/client/answerer.h"

#include <doctest/doctest.h>

namespace healthcheck_test {

using tests::Answerer;

TEST_CASE("200 is healthy, and nothing else") {
  struct Case {
    const char* answer;
    bool healthy;
    const char* why;
  };
  const Case cases[] = {
      {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",                      true,  "it answered 200"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"init\":\"done\"}",    true,  "it answered 200"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 18\r\n\r\n{\"init\":\"running\"}", false,
       "its init scripts are running"                                                                 },
      {"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n",                   false, "it answered 201"},
      {"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n",                      false, "it answered 503"},
      {"SSH-2.0-OpenSSH\r\n",                                                 false, "bad version"    },
      {"",                                                                    false, "end of stream"  },
  };
  for (const Case& c : cases) {
    CAPTURE(c.answer);
    Answerer answerer(c.answer);
    std::string why;
    CHECK(server::client::is_healthy(answerer.url(), why) == c.healthy);
    CHECK(why == c.why);
    const std::string question = answerer.question();
    CHECK(question.starts_with("GET /_rivulet/health HTTP/1.1\r\n"));
    CHECK(question.find("\r\nHost: localhost\r\n") != std::string::npos);
  }
}

TEST_CASE("who isn't there isn't healthy") {
  boost::asio::io_context context;
  std::string url;
  {
    const Answerer::Tcp::acceptor gone(context, {boost::asio::ip::address_v4::loopback(), 0});
    url = "http://127.0.0.1:" + std::to_string(gone.local_endpoint().port());
  }
  std::string why;
  CHECK_FALSE(server::client::is_healthy(url, why));
  CHECK(why == "Connection refused");
}

}  // namespace healthcheck_test
