#pragma once

#include <cstdint>

// What a keeper and the host say to each other, over a socket on the keeper's descriptor 3.
namespace lambda_host {

inline constexpr int kKeeperSocket = 3;

// From the keeper, once: how the handler process ended. The host says nothing; when it shuts its
// end down or is gone, the keeper ends everything.
struct KeeperReport {
  std::int32_t wait_status;  // as waitpid gives it
  std::int64_t peak_memory_bytes;
};

}  // namespace lambda_host
