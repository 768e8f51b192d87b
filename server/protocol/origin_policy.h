#pragma once

#include "core/http_message.h"

#include <optional>
#include <string>
#include <vector>

namespace server::protocol {

// Keeps web pages out, since whoever reaches the port can run code: a browser's request from
// another origin is refused unless that origin is allowed, and so is a Host that a foreign site's
// DNS could have led here (DNS rebinding).
class OriginPolicy {
 public:
  // Origins as browsers send them ("http://localhost:3000"), or "*" for all.
  explicit OriginPolicy(std::vector<std::string> allowed_origins);

  // Why the request is refused; nullopt when it may pass.
  std::optional<std::string> refuse(const core::HttpRequest& request) const;

  // The Access-Control-* headers for the request's answer; none without an allowed Origin.
  void add_headers(const core::HttpRequest& request, core::HttpResponse& response) const;

  // The answer to a preflight request (OPTIONS with an Origin); nullopt for other requests.
  std::optional<core::HttpResponse> preflight(const core::HttpRequest& request) const;

 private:
  bool allows(std::string_view origin) const;

  std::vector<std::string> allowed_origins_;
};

// Whether the Host is a name that public DNS can't point here: an IP address, localhost, a name
// without a dot (a container's), or one below a domain that is reserved for private use.
bool is_local_host(std::string_view host);

}  // namespace server::protocol
