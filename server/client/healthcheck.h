#pragma once

#include <string>

namespace server::client {

// Asks a running server for its health, within a few seconds: a container's health check without
// curl. True when it answers 200, and no
// init scripts are running; else `why` says what came instead.
bool is_healthy(const std::string& url, std::string& why);

}  // namespace server::client
