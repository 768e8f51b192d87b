#pragma once

#include <sys/types.h>

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

namespace bench {

// A server started for a benchmark; it tells its port in its first line of output ("… http://
// 127.0.0.1:PORT …"). Ended with the object.
class ServerProcess {
 public:
  // Throws std::runtime_error when it doesn't start.
  explicit ServerProcess(std::vector<std::string> command);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  std::uint16_t port() const { return port_; }

 private:
  pid_t pid_ = -1;
  std::FILE* output_ = nullptr;
  std::uint16_t port_ = 0;
};

}  // namespace bench
