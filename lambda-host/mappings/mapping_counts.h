#pragma once

#include <cstdint>

namespace lambda_host {

// What became of a mapping's records, or of a queue's messages, since the process began.
struct MappingCounts {
  std::uint64_t delivered = 0;
  std::uint64_t filtered = 0;
  std::uint64_t discarded = 0;
  std::uint64_t invocations_ok = 0;
  std::uint64_t invocations_failed = 0;
};

}  // namespace lambda_host
