#pragma once

#include "core/http_message.h"
#include "server/protocol/host_policy.h"

#include <optional>
#include <string>
#include <vector>

namespace server::protocol {

// Keeps web pages out, since whoever reaches the port can run code, or at least tell by what loads
// and what doesn't which functions there are. A browser's request from another origin is refused
// unless that origin is allowed, whether it has an Origin or only the Sec-Fetch-Site that goes with
// images and scripts; and so is a Host by which a foreign site could have led it here.
class OriginPolicy {
 public:
  // Origins as browsers send them ("http://localhost:3000"), or "*" for all.
  explicit OriginPolicy(std::vector<std::string> allowed_origins, HostPolicy hosts = HostPolicy());

  // Why the request is refused; nullopt when it may pass.
  std::optional<std::string> refuse(const core::HttpRequest& request) const;

  // The Access-Control-* headers for the request's answer; none without an allowed Origin.
  void add_headers(const core::HttpRequest& request, core::HttpResponse& response) const;

  // The answer to a preflight request (OPTIONS with an Origin); nullopt for other requests.
  std::optional<core::HttpResponse> preflight(const core::HttpRequest& request) const;

 private:
  bool allows(std::string_view origin) const;

  std::vector<std::string> allowed_origins_;
  HostPolicy hosts_;
};

}  // namespace server::protocol
