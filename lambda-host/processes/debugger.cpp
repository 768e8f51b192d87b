#include "lambda-host/processes/debugger.h"

#include <netinet/in.h>

#include <arpa/inet.h>
#include <cstdio>
#include <fstream>
#include <string>

namespace lambda_host {
namespace {

constexpr unsigned kEstablished = 1;  // TCP_ESTABLISHED of the kernel's tcp_states.h

// "   0: 0100007F:240D 0100007F:D2F4 01 …": an address is as it lies in memory.
bool is_connection(const std::string& line, std::uint16_t port) {
  unsigned address = 0;
  unsigned local_port = 0;
  unsigned state = 0;
  const int read =
      std::sscanf(line.c_str(), " %*u: %8X:%4X %*8X:%*4X %2X", &address, &local_port, &state);
  return read == 3 && address == ::htonl(INADDR_LOOPBACK) && local_port == port &&
         state == kEstablished;
}

}  // namespace

std::optional<std::uint16_t> inspector_port(const HostOptions& options,
                                            const FunctionConfiguration& configuration) {
  if (options.inspected.empty()) return std::nullopt;
  const auto found = options.inspected.find(version_key(configuration));
  return found == options.inspected.end() ? std::nullopt : std::optional(found->second);
}

bool has_debugger(std::uint16_t port) {
  std::ifstream table("/proc/net/tcp");
  return has_connection(table, port);
}

bool has_connection(std::istream& table, std::uint16_t port) {
  for (std::string line; std::getline(table, line);) {
    if (is_connection(line, port)) return true;
  }
  return false;
}

}  // namespace lambda_host
