#pragma once

#include "core/http_message.h"

#include <string>
#include <string_view>
#include <vector>

namespace server::protocol {

// By which names a request may find this server. A browser that a foreign site's DNS led here (DNS
// rebinding) says that site's name in the Host; none of those below is one that a site can bind:
//
// - an IP address, which needs no DNS; localhost and what is below it (RFC 6761); no Host at all,
//   which no browser sends
// - the address that we were told to listen on
// - a name without a dot, such as a container's, when we listen to more than this machine
// - an AWS endpoint of the region and by a client that signed the request with that name
// - what --allowed-host adds
class HostPolicy {
 public:
  // `listening` is the value of --host. Of the allowed ones "*.example" is any name below
  // "example", and "*" any name.
  explicit HostPolicy(std::string_view listening = "127.0.0.1",
                      std::vector<std::string> allowed = {});

  bool allows(const core::HttpRequest& request) const;

 private:
  bool is_ours(std::string_view name) const;

  std::string listening_;
  bool serves_others_;  // than this machine
  std::vector<std::string> allowed_;
};

// Whether the Host is a name of this machine alone: to these, browsers say whose page asks.
bool names_loopback(const core::HttpRequest& request);

}  // namespace server::protocol
