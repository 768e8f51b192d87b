#pragma once

#include <string>
#include <string_view>

namespace server {

struct ServerAddress {
  std::string host;  // an IPv6 one without its brackets
  std::string port;
};

// Of "http://host:port", with or without a path; port 80 unless it is named.
ServerAddress address_of(std::string_view url);

// Asks a running server for its health, within a few seconds: a container's health check without
// curl. True when it answers 200; else `why` says what came instead.
bool is_healthy(const std::string& url, std::string& why);

}  // namespace server
