#include "server/healthcheck.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <doctest/doctest.h>

#include <string>
#include <thread>

namespace {

using boost::asio::ip::tcp;

// Answers one question on the loopback, as somebody else's server might: with these bytes.
class Answerer {
 public:
  explicit Answerer(std::string answer) : thread_([this, answer] { serve(answer); }) {}

  std::string url() const {
    return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port());
  }
  // What was asked; to be looked at once it was answered.
  const std::string& question() {
    thread_.join();
    return question_;
  }

 private:
  void serve(const std::string& answer) {
    tcp::socket socket = acceptor_.accept();
    boost::asio::streambuf buffer;
    boost::system::error_code ignored;
    boost::asio::read_until(socket, buffer, "\r\n\r\n", ignored);
    question_ = std::string(boost::asio::buffers_begin(buffer.data()),
                            boost::asio::buffers_end(buffer.data()));
    boost::asio::write(socket, boost::asio::buffer(answer), ignored);
  }

  boost::asio::io_context context_;
  tcp::acceptor acceptor_{
      context_, {boost::asio::ip::address_v4::loopback(), 0}
  };
  std::string question_;
  std::jthread thread_;
};

}  // namespace

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
    const auto address = server::address_of(c.url);
    CHECK(address.host == c.host);
    CHECK(address.port == c.port);
  }
}

TEST_CASE("200 is healthy, and nothing else") {
  struct Case {
    const char* answer;
    bool healthy;
    const char* why;
  };
  const Case cases[] = {
      {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",    true,  "it answered 200"},
      {"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n", false, "it answered 201"},
      {"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n",    false, "it answered 503"},
      {"SSH-2.0-OpenSSH\r\n",                               false, "bad version"    },
      {"",                                                  false, "end of stream"  },
  };
  for (const Case& c : cases) {
    CAPTURE(c.answer);
    Answerer answerer(c.answer);
    std::string why;
    CHECK(server::is_healthy(answerer.url(), why) == c.healthy);
    CHECK(why == c.why);
    CHECK(answerer.question().starts_with("GET /_rivulet/health HTTP/1.1\r\n"));
  }
}

TEST_CASE("who isn't there isn't healthy") {
  boost::asio::io_context context;
  std::string url;
  {
    const tcp::acceptor gone(context, {boost::asio::ip::address_v4::loopback(), 0});
    url = "http://127.0.0.1:" + std::to_string(gone.local_endpoint().port());
  }
  std::string why;
  CHECK_FALSE(server::is_healthy(url, why));
  CHECK(why == "Connection refused");
}
