#include "server/client/http_client.h"

#include "tests/unit/server/client/answerer.h"

#include <doctest/doctest.h>

namespace http_client_test {

using namespace std::chrono_literals;
using server::client::HttpClient;
using tests::Answerer;

TEST_CASE("a URL names a host and a port") {
  struct Case {
    const char* url;
    const char* host;
    const char* port;
  };
  const Case cases[] = {
      {"http://127.0.0.1:8000",         "127.0.0.1", "8000"},
      {"http://localhost:1/_rivulet/x", "localhost", "1"   },
      {"localhost:8000",                "localhost", "8000"},
      {"http://db",                     "db",        "80"  },
      {"http://db/a:b",                 "db",        "80"  },
      {"http://[::1]:8000",             "::1",       "8000"},
      {"http://[::1]",                  "::1",       "80"  },
      {"http://[fe80::1:2]:5/x",        "fe80::1:2", "5"   },
      {"",                              "",          "80"  },
  };
  for (const Case& c : cases) {
    CAPTURE(c.url);
    const auto address = server::client::address_of(c.url);
    CHECK(address.host == c.host);
    CHECK(address.port == c.port);
  }
}

TEST_CASE("a question is asked as it is, and its answer is what comes back") {
  Answerer answerer("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\nConnection: close\r\n\r\nnone");
  HttpClient client(answerer.url() + "/path", 10s);
  const auto answer = client.ask({"POST", "/a?b=c", {{"X-Amz-Target", "T"}}, "body"});
  CHECK(answer.status == 404);
  CHECK(answer.body == "none");
  const std::string host = answerer.url().substr(7);
  CHECK(answerer.question() == "POST /a?b=c HTTP/1.1\r\nHost: " + host +
                                   "\r\nX-Amz-Target: T\r\nContent-Length: 4\r\n\r\nbody");
}

TEST_CASE("one connection serves many questions, and a new one those that it was closed for") {
  const std::string one = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1";
  const std::string two = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2";
  const std::string bye = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\n3";
  Answerer answerer({
      {one, two}, // and then it closes without a word
      {bye  },
      {two},
  });
  HttpClient client(answerer.url(), 10s);
  const server::client::HttpQuestion question{"GET", "/"};
  std::string answers;
  for (int i = 0; i < 4; ++i) answers += client.ask(question).body;
  CHECK(answers == "1232");
}

TEST_CASE("a connection that breaks at its first question is an error") {
  Answerer answerer(std::vector<std::vector<std::string>>{{""}, {"HTTP/1.1 200 OK\r\n\r\n"}});
  HttpClient client(answerer.url(), 10s);
  const server::client::HttpQuestion question{"GET", "/"};
  CHECK_THROWS_WITH_AS(client.ask(question), "end of stream", server::client::NoAnswer);
  CHECK(client.ask(question).status == 200);
}

TEST_CASE("nobody is waited for longer than one has patience") {
  const boost::asio::ip::tcp::endpoint loopback{boost::asio::ip::address_v4::loopback(), 0};
  boost::asio::io_context context;
  const boost::asio::ip::tcp::acceptor silent(context, loopback);  // it never accepts
  HttpClient client("http://127.0.0.1:" + std::to_string(silent.local_endpoint().port()), 0s);
  CHECK_THROWS_WITH_AS(client.ask({"GET", "/"}), "no answer in time", server::client::NoAnswer);
}

}  // namespace http_client_test
