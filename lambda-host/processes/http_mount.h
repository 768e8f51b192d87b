#pragma once

#include "core/http_message.h"

#include <cstddef>
#include <cstdint>

namespace lambda_host {

// Loopback ports for the Runtime API: the server implements it, so that this module sees no socket.
// Requests may wait for hours for their reply; the mount sets them no time limit. Of a body that is
// larger than a response may be, they only say so.
class HttpMount {
 public:
  virtual ~HttpMount() = default;
  // Serves the handler on a free port of 127.0.0.1 and answers which. Throws std::runtime_error
  // when no port is to be had.
  virtual std::uint16_t open(core::HttpHandler handler) = 0;
  // Closes the port and its connections. The handler isn't called again; replies that come later
  // are dropped. May be called from within the handler or a reply.
  virtual void close(std::uint16_t port) = 0;
};

}  // namespace lambda_host
