#include "server/http/session.h"

#include "server/http/listener.h"
#include "tests/unit/server/http/http_fixture.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <vector>

namespace session_test {

// One connection, with a client on the loopback: a session is all socket.

namespace {

struct Fixture {
  Fixture() {
    limits.max_body_bytes = [](const core::HttpRequest&) { return std::size_t{10}; };
  }

  void serve(core::HttpRequest request, core::HttpReply reply) {
    requests.push_back(std::string(request.method) + " " + std::string(request.target) + " " +
                       (request.body_too_large ? "too large" : request.body));
    if (replies_later) {
      later.push_back(std::move(reply));
    } else {
      reply({200, "text/plain", {}, "answer " + std::to_string(requests.size())});
    }
  }

  boost::asio::io_context context;
  server::http::SessionLimits limits;
  std::vector<std::string> requests;
  std::vector<core::HttpReply> later;
  bool replies_later = false;
};

struct Connected : Fixture {
  server::http::Listener listener{context,
                                  "127.0.0.1",
                                  0,
                                  [this](core::HttpRequest request, core::HttpReply reply) {
                                    serve(std::move(request), std::move(reply));
                                  },
                                  server::http::ListenerLimits{},
                                  limits};
  LoopbackClient client{context, listener.port()};
};

using Lines = std::vector<std::string>;

// A session without a listener, whose socket can be looked at.
struct Watched : Fixture {
  Watched() {
    limits.max_body_bytes = [](const core::HttpRequest&) { return std::size_t{1} << 20; };
    limits.memory = &memory;
    limits.answers = std::make_shared<server::http::Turnstile>(context, 100);
    replies_later = true;
    acceptor.accept(connection->socket);
    connection->socket.non_blocking(true);
    boost::asio::co_spawn(context, server::http::serve_connection(connection, handler, limits),
                          boost::asio::detached);
  }
  void await_request() {
    while (later.empty()) {
      context.restart();
      context.poll();
    }
  }

  core::MemoryBudget memory{1 << 20};
  boost::asio::ip::tcp::acceptor acceptor{
      context, {boost::asio::ip::address_v4::loopback(), 0}
  };
  LoopbackClient client{context, acceptor.local_endpoint().port()};
  std::shared_ptr<server::http::Connection> connection =
      std::make_shared<server::http::Connection>(context, boost::asio::ip::tcp::socket(context));
  std::function<void(core::HttpRequest&)> look = [](core::HttpRequest&) {};
  core::HttpHandler handler = [this](core::HttpRequest request, core::HttpReply reply) {
    look(request);
    serve(std::move(request), std::move(reply));
  };
};

const std::string kAhead =
    "POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 30000\r\n\r\n" + std::string(30000, 'b');

}  // namespace

TEST_CASE_FIXTURE(Watched, "what is sent ahead of an answer waits in the socket") {
  client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n" + kAhead);
  await_request();
  CHECK(connection->socket.available() > 25'000);
  replies_later = false;
  later[0]({204, {}, {}, {}});
  CHECK(client.receives("answer 2"));
}

TEST_CASE_FIXTURE(Watched, "a body is counted, even if it came at once, until it is answered") {
  client.send(kAhead);
  await_request();
  CHECK(memory.used() >= 30'000);
  later[0]({204, {}, {}, {}});
  CHECK(memory.used() == 0);
  CHECK(client.receives("204 No Content"));
}

TEST_CASE_FIXTURE(Watched, "who leaves is missed, even if something was sent ahead") {
  bool gone = false;
  look = [&](core::HttpRequest& request) { request.peer->on_gone([&] { gone = true; }); };
  client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n" + kAhead);
  client.leave();
  await_request();
  while (!gone) {
    context.restart();
    context.poll();
  }
  CHECK(later.size() == 1);
  later[0]({204, {}, {}, {}});
}

TEST_CASE_FIXTURE(Connected, "requests are answered one after another, those sent ahead, too") {
  client.send(
      "GET /a HTTP/1.1\r\nHost: x\r\n\r\nPOST /b HTTP/1.1\r\nHost: x\r\nContent-Length: "
      "2\r\n\r\nhi");
  CHECK(client.receives("answer 2"));
  CHECK(client.received.find("answer 1") < client.received.find("answer 2"));
  CHECK(client.received.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(requests == Lines{"GET /a ", "POST /b hi"});
  client.send("GET /c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  client.await_end();
  CHECK(client.received.ends_with("answer 3"));
}

TEST_CASE_FIXTURE(Connected, "a request may come in pieces") {
  client.send("PUT /a HTTP/1.1\r\nHo");
  context.poll();
  client.send("st: x\r\nContent-Length: 4\r\n\r\nab");
  context.poll();
  CHECK(requests.empty());
  client.send("cd");
  CHECK(client.receives("answer 1"));
  CHECK(requests == Lines{"PUT /a abcd"});
}

TEST_CASE_FIXTURE(Connected, "the next request waits for the reply to the one before") {
  replies_later = true;
  client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n");
  while (later.empty()) context.poll();
  context.poll();
  CHECK(requests.size() == 1);
  CHECK(listener.busy() == 1);
  later[0]({204, {}, {}, {}});
  later[0]({500, {}, {}, {}});  // only the first one counts
  CHECK(client.receives("HTTP/1.1 204 No Content\r\n"));
  while (later.size() < 2) {
    context.restart();
    context.poll();
  }
  CHECK(client.received.find("500") == std::string::npos);
}

TEST_CASE_FIXTURE(Connected, "a handler that goes without a reply is a service that isn't there") {
  replies_later = true;
  client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
  while (later.empty()) context.poll();
  later.clear();
  CHECK(client.receives("HTTP/1.1 503 Service Unavailable\r\n"));
}

TEST_CASE_FIXTURE(Connected, "what isn't HTTP is refused, and ends the connection") {
  client.send("hello there\r\n\r\n");
  CHECK(client.receives("HTTP/1.1 400 Bad Request\r\n"));
  client.leave();
  client.await_end();
  CHECK(requests.empty());
}

TEST_CASE_FIXTURE(Connected, "a coding that isn't known is refused by its own name") {
  client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n");
  CHECK(client.receives("HTTP/1.1 501 Not Implemented\r\n"));
}

TEST_CASE_FIXTURE(Connected, "of a body as large as may be all is read, of a larger one nothing") {
  client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n0123456789");
  CHECK(client.receives("answer 1"));
  client.send("POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n0123456789a");
  CHECK(client.receives("answer 2"));
  CHECK(requests == Lines{"POST /a 0123456789", "POST /b too large"});
  client.leave();
  client.await_end();
}

TEST_CASE_FIXTURE(Connected, "who waits to be told to go on is told once") {
  client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  CHECK(client.receives("HTTP/1.1 100 Continue\r\n\r\n"));
  client.send("h");
  context.poll();
  client.send("i");
  CHECK(client.receives("answer 1"));
  CHECK(client.received.rfind("100 Continue") == client.received.find("100 Continue"));
}

TEST_CASE_FIXTURE(Connected, "who has no body to send is told to go on, too") {
  client.send("PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nExpect: 100-continue\r\n\r\n");
  CHECK(client.receives("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"));
}

TEST_CASE_FIXTURE(Connected, "who has sent the body needn't be told") {
  client.send("PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\nhi");
  CHECK(client.receives("answer 1"));
  CHECK(client.received.starts_with("HTTP/1.1 200 OK\r\n"));
}

TEST_CASE_FIXTURE(Connected, "the answer to HEAD has no body") {
  client.send("HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  client.await_end();
  CHECK(client.received.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(client.received.find("Content-Length: 8\r\n") != std::string::npos);
  CHECK(client.received.ends_with("\r\n\r\n"));
}

}  // namespace session_test
