#pragma once

#include "core/http_message.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lambda_host {

// Who may come to a process's Runtime API: that process. Any page in a browser and any program on
// the machine could reach the port, take an invocation away, read it and answer in the process's
// place.
//
// A page is known by what browsers send along and no client of Amazon's does, or by a Host that
// isn't the address itself. Our own runtime clients know a secret besides, which stands in front of
// the path: AWS_LAMBDA_RUNTIME_API is "127.0.0.1:PORT/SECRET" for them. A function's own bootstrap
// gets no secret, since Amazon's clients take a host and a port there and nothing else (those for
// Node.js, Python and Rust; the ones for Go and C++ would).
class RuntimeDoor {
 public:
  // `secret` may be empty.
  RuntimeDoor(std::uint16_t port, std::string secret);

  // "127.0.0.1:PORT" with the secret: what AWS_LAMBDA_RUNTIME_API says.
  std::string address() const { return host_ + path_; }

  // The request's target without the secret, a view into it; nullopt for those who stay outside.
  std::optional<std::string_view> enter(const core::HttpRequest& request) const;

 private:
  std::string host_;
  std::string path_;  // "/SECRET", or nothing
};

// 32 digits that nobody guesses.
std::string make_secret();

}  // namespace lambda_host
