#include "server/http/listener.h"

#include "tests/unit/server/http/http_fixture.h"

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <vector>

namespace listener_test {

// Ports and connections on the loopback: nothing else is a listener's.

namespace {

using server::http::Listener;

struct Fixture {
  void listen(const std::string& host = "127.0.0.1", std::uint16_t port = 0) {
    listener.emplace(
        context, host, port,
        [this](const core::HttpRequest&, core::HttpReply reply) {
          if (holds) {
            held.push_back(std::move(reply));
          } else {
            reply({200, {}, {}, "ok"});
          }
        },
        limits, server::http::SessionLimits{.max_body_bytes = [](const core::HttpRequest&) {
          return std::size_t{100};
        }});
  }
  std::unique_ptr<LoopbackClient> client() {
    return std::make_unique<LoopbackClient>(context, listener->port());
  }

  static constexpr const char* kGet = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

  boost::asio::io_context context;
  server::http::ListenerLimits limits;
  bool holds = false;
  std::vector<core::HttpReply> held;
  std::optional<Listener> listener;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "port 0 is a free one, and no two listeners have the same") {
  listen();
  CHECK(listener->port() != 0);
  CHECK(listener->is_on_loopback());
  const std::uint16_t taken = listener->port();
  Fixture other;
  CHECK_THROWS_AS(other.listen("127.0.0.1", taken), boost::system::system_error);
  listener.reset();
  other.listen("127.0.0.1", taken);
  CHECK(other.listener->port() == taken);
}

TEST_CASE_FIXTURE(Fixture, "what isn't an address of ours can't be listened on") {
  CHECK_THROWS_AS(listen("192.0.2.1"), boost::system::system_error);  // TEST-NET-1
}

TEST_CASE_FIXTURE(Fixture, "all addresses are more than the loopback") {
  listen("0.0.0.0");
  CHECK_FALSE(listener->is_on_loopback());
  const auto asks = client();
  asks->send(kGet);
  CHECK(asks->receives("ok"));
}

TEST_CASE_FIXTURE(Fixture, "several connections are served beside each other") {
  listen();
  const auto first = client();
  const auto second = client();
  second->send(kGet);
  CHECK(second->receives("ok"));
  first->send(kGet);
  CHECK(first->receives("ok"));
  CHECK(listener->busy() == 0);
}

TEST_CASE_FIXTURE(Fixture, "one connection more than there may be ends the longest idle one") {
  limits.connections = 2;
  listen();
  std::vector<std::unique_ptr<LoopbackClient>> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(client());
    clients.back()->send(kGet);
    CHECK(clients.back()->receives("ok"));
  }
  clients[0]->await_end();
  for (std::size_t i = 1; i < 3; ++i) {
    clients[i]->received.clear();
    clients[i]->send(kGet);
    CHECK(clients[i]->receives("ok"));
  }
}

TEST_CASE_FIXTURE(Fixture, "stopping ends idle connections, and busy ones with their answers") {
  holds = true;
  listen();
  const auto idle = client();
  const auto busy = client();
  busy->send(kGet);
  while (held.empty()) context.poll();
  CHECK(listener->busy() == 1);
  listener->stop();
  idle->await_end();
  CHECK(idle->received.empty());
  CHECK(listener->busy() == 1);
  held[0]({200, {}, {}, "late"});
  busy->await_end();
  CHECK(busy->received.ends_with("late"));
  CHECK(listener->busy() == 0);
  CHECK_THROWS_AS(client(), boost::system::system_error);
}

TEST_CASE_FIXTURE(Fixture, "of many answers at once, some are sent at once and all soon") {
  holds = true;
  listen();
  std::vector<std::unique_ptr<LoopbackClient>> clients;
  for (std::size_t i = 0; i < 150; ++i) {
    clients.push_back(client());
    clients.back()->send(kGet);
    while (held.size() <= i) context.poll();
  }
  for (const auto& reply : held) reply({200, {}, {}, "ok"});
  CHECK(listener->busy() == 50);
  context.poll();
  CHECK(listener->busy() == 0);
  for (const auto& each : clients) CHECK(each->receives("ok"));
}

}  // namespace listener_test
