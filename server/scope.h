#pragma once

#include "server/protocol/request_scope.h"
#include "server/services.h"

namespace server {

// Whose resources the request is about: what its credential says, unless all share one scope.
inline core::Scope scope_of(const core::HttpRequest& request, const Settings& settings) {
  if (settings.shared_scope) return settings.default_scope;
  return protocol::request_scope(request, settings.default_scope);
}

}  // namespace server
