#include "server/http/runtime_mount.h"

#include "lambda-host/invoker.h"

namespace server::http {
namespace {

// A runtime's connection is idle while its handler runs, for 15 minutes at most. Waiting for the
// next event takes as long as it takes, since that is a request in flight. Nobody else has anything
// to do here: who says nothing is gone within a minute.
constexpr ListenerLimits kLimits = {.first_request = std::chrono::minutes(1),
                                    .idle = std::chrono::minutes(20),
                                    .connections = 16,
                                    .strangers_first = true};

}  // namespace

std::uint16_t RuntimeMount::open(core::HttpHandler handler) {
  auto listener = std::make_unique<Listener>(
      context_, "127.0.0.1", 0, std::move(handler), kLimits,
      SessionLimits{.max_body_bytes = [](const core::HttpRequest&) -> std::size_t {
        return lambda_host::kMaxResponseBytes;  // a handler's answer is the largest thing here
      }});
  const std::uint16_t port = listener->port();
  listeners_[port] = std::move(listener);
  return port;
}

void RuntimeMount::close(std::uint16_t port) {
  listeners_.erase(port);
}

}  // namespace server::http
