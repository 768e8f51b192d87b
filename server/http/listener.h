#pragma once

#include "core/http_message.h"
#include "server/http/session.h"

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace server::http {

// One port with its connections. Everything runs on the io_context's thread.
//
// There may be `limits.connections` at once. One more closes the longest idle ones, and so does a
// descriptor that isn't to be had: those who come are served, and those who only hold on go. The
// log says so once a minute.
class Listener {
 public:
  // Binds at once, to the host's first address; port 0 takes a free one. Throws
  // boost::system::system_error.
  Listener(boost::asio::io_context& context, const std::string& host, std::uint16_t port,
           core::HttpHandler handler, const ListenerLimits& limits, SessionLimits session_limits);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  std::uint16_t port() const;
  // Whether only this machine reaches it.
  bool is_on_loopback() const;

  // Accepts no more, closes idle connections; those with a request in flight close after it.
  void stop();
  // Connections that still have a request in flight.
  std::size_t busy() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace server::http
