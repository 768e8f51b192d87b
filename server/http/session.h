#pragma once

#include "core/http_message.h"
#include "core/memory_budget.h"
#include "server/http/connection_state.h"
#include "server/http/turnstile.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <memory>

namespace server::http {

// What one listener's connections share. The listener gives the turnstile.
struct SessionLimits {
  std::size_t max_header_bytes = 16 << 10;  // with the request line, as AWS has it
  core::BodyLimit max_body_bytes;
  // For bodies that come in pieces and answers that aren't read at once; nullptr: no limit.
  core::MemoryBudget* memory = nullptr;
  std::shared_ptr<Turnstile> answers = {};  // those that didn't come at once
};

struct Connection {
  Connection(const boost::asio::io_context& io_context, boost::asio::ip::tcp::socket accepted)
      : context(io_context), socket(std::move(accepted)) {}

  const boost::asio::io_context& context;
  boost::asio::ip::tcp::socket socket;
  ConnectionState state;
};

// Reads requests and answers them, one after another, until the peer leaves, asks for no more, or
// sends what isn't HTTP. A read that the listener cancelled because the state is `timed_out` is
// answered with 408. What the memory budget has no room for is refused by the handler, or is
// answered with a bare 503 if it is the answer; the connection ends then. The handler and the
// limits must outlive the connection.
boost::asio::awaitable<void> serve_connection(std::shared_ptr<Connection> connection,
                                              const core::HttpHandler& handler,
                                              const SessionLimits& limits);

}  // namespace server::http
