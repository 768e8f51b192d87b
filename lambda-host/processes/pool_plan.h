#pragma once

#include "core/clock.h"
#include "lambda-host/processes/host_options.h"

#include <cstddef>

namespace lambda_host {

// The processes of one function's deployment.
struct PoolLoad {
  std::size_t queued = 0;     // invocations without a process
  std::size_t starting = 0;   // processes that will soon take one
  std::size_t returning = 0;  // likewise: they answered and are about to ask for the next
  std::size_t processes = 0;  // all that there are
};

// Whether another process should be started, so that each queued invocation has one that will take
// it.
bool wants_process(const PoolLoad& load, const PoolLimits& limits);

// Whether there may be one more than `processes` that no invocation waits for: as many places as
// one function may have are left for those that some do.
bool has_room_ahead(std::size_t processes, const PoolLimits& limits);

// Whether a process that has become free ends, so that another function, which has no place for a
// process and has waited for so long, gets one. `queued` are the invocations of its own function:
// without any it ends at once; with some it goes on until the other has waited and it has served
// for a while, or functions that share too few places would start a process for each invocation.
bool makes_room(std::size_t queued, core::Duration rival_waits, core::Duration serves);

}  // namespace lambda_host
