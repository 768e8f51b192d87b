#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace bench {

struct Load {
  std::uint16_t port = 0;
  int connections = 1;
  double seconds = 1;
  // The body of the n-th request; each connection sends the next when its answer has come.
  std::function<std::string(std::uint64_t n)> body;
  std::string target;  // X-Amz-Target
  // What each answer's body must contain: a wrong answer is not a fast one.
  std::string expected;
};

struct LoadResult {
  std::uint64_t requests = 0;
  double seconds = 0;
  double p50_ms = 0;
  double p99_ms = 0;

  double per_second() const { return static_cast<double>(requests) / seconds; }
};

// Sends one request and gives the answer's text, headers and all. Throws as run_load does.
std::string call(std::uint16_t port, const std::string& target, const std::string& body);

// Loads 127.0.0.1:port over keep-alive connections from one thread. Throws std::runtime_error for
// any answer but a 200 with what was expected.
LoadResult run_load(const Load& load);

}  // namespace bench
