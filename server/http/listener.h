#pragma once

#include "core/http_message.h"
#include "server/http/session.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <list>
#include <memory>
#include <string>

namespace server::http {

struct ListenerTimeouts {
  std::chrono::seconds idle{300};    // between requests
  std::chrono::seconds request{60};  // a request that has begun must come, and an answer leave
};

// One port with its connections. Everything runs on the io_context's thread.
class Listener {
 public:
  // Binds at once, to the host's first address; port 0 takes a free one. Throws
  // boost::system::system_error.
  Listener(boost::asio::io_context& context, const std::string& host, std::uint16_t port,
           core::HttpHandler handler, ListenerTimeouts timeouts = {});
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
