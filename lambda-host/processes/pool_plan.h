#pragma once

#include "lambda-host/processes/host_options.h"

#include <cstddef>

namespace lambda_host {

// The processes of one function's deployment, and of all.
struct PoolLoad {
  std::size_t queued = 0;     // invocations without a process
  std::size_t starting = 0;   // processes that will soon take one
  std::size_t returning = 0;  // likewise: they answered and are about to ask for the next
  std::size_t processes = 0;
  std::size_t all_processes = 0;
};

// How many processes to start, so that each queued invocation has one that will take it.
std::size_t processes_to_start(const PoolLoad& load, const PoolLimits& limits);

// How many idle processes of other functions have to end first.
std::size_t processes_to_evict(const PoolLoad& load, const PoolLimits& limits);

}  // namespace lambda_host
