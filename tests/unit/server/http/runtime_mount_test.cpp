#include "server/http/runtime_mount.h"

#include "tests/unit/server/http/http_fixture.h"

#include <doctest/doctest.h>

namespace runtime_mount_test {

// Each mount is a port on the loopback, so it is asked there.

namespace {

core::HttpHandler says(const std::string& text) {
  return [text](const core::HttpRequest& request, const core::HttpReply& reply) {
    reply({200, {}, {}, text + (request.body_too_large ? " too large" : "")});
  };
}

}  // namespace

TEST_CASE("each handler has a port of its own, until it is closed") {
  boost::asio::io_context context;
  server::http::RuntimeMount mount(context);
  const std::uint16_t first = mount.open(says("first"));
  const std::uint16_t second = mount.open(says("second"));
  CHECK(first != second);
  for (const auto& [port, text] : {std::pair(first, "first"), std::pair(second, "second")}) {
    LoopbackClient client(context, port);
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(client.receives(text));
  }
  mount.close(first);
  CHECK_THROWS_AS(LoopbackClient(context, first), boost::system::system_error);
  LoopbackClient client(context, second);
  client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(client.receives("second"));
  mount.close(first);  // again
}

TEST_CASE("a handler's answer may have six megabytes and a hundred bytes") {
  boost::asio::io_context context;
  server::http::RuntimeMount mount(context);
  const std::uint16_t port = mount.open(says("read"));
  LoopbackClient client(context, port);
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6291557\r\n\r\n");
  CHECK(client.receives("read too large"));
}

}  // namespace runtime_mount_test
