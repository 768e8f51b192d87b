#pragma once

#include "core/http_message.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <memory>
#include <optional>

namespace server::http {

// What one listener's connections share, and each connection's own state as its listener sees it.
struct SessionLimits {
  std::size_t max_header_bytes = 16 << 10;  // with the request line, as AWS has it
  // Lambda's uploads may have 70,167,211 bytes, and are refused in its own words when they have
  // more: a request is read as far as a client that packed too much will go.
  std::size_t max_body_bytes = 100 << 20;
};

struct Connection {
  using Clock = std::chrono::steady_clock;

  Connection(const boost::asio::io_context& io_context, boost::asio::ip::tcp::socket accepted)
      : context(io_context), socket(std::move(accepted)) {}

  const boost::asio::io_context& context;
  boost::asio::ip::tcp::socket socket;
  // Since when the peer owes us bytes or a read of ours; unset while a request is being answered.
  // The listener closes connections that stay so for too long.
  std::optional<Clock::time_point> waiting_since = Clock::now();
  bool mid_request = false;  // the peer has begun to send a request
  bool closing = false;      // answer what is in flight, then close
  bool busy = false;         // a request is with the handler
};

// Reads requests and answers them, one after another, until the peer leaves, asks for no more, or
// sends what isn't HTTP. The handler must outlive the connection.
boost::asio::awaitable<void> serve_connection(std::shared_ptr<Connection> connection,
                                              const core::HttpHandler& handler,
                                              SessionLimits limits);

}  // namespace server::http
