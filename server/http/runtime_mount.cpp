#include "server/http/runtime_mount.h"

namespace server::http {

std::uint16_t RuntimeMount::open(core::HttpHandler handler) {
  // A runtime asks for its next event and waits as long as it takes; only half a request ages.
  ListenerTimeouts timeouts;
  timeouts.idle = std::chrono::hours(24 * 365);
  auto listener =
      std::make_unique<Listener>(context_, "127.0.0.1", 0, std::move(handler), timeouts);
  const std::uint16_t port = listener->port();
  listeners_[port] = std::move(listener);
  return port;
}

void RuntimeMount::close(std::uint16_t port) {
  listeners_.erase(port);
}

}  // namespace server::http
