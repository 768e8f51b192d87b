#include "lambda-host/processes/pool_plan.h"

#include <chrono>

namespace lambda_host {
namespace {

// How long a function waits behind the invocations of one that has a process: some times what it
// takes to start one.
constexpr core::Duration kPatience = std::chrono::seconds(1);

}  // namespace

bool wants_process(const PoolLoad& load, const PoolLimits& limits) {
  return load.queued > load.starting + load.returning && load.processes < limits.per_function;
}

bool has_room_ahead(std::size_t processes, const PoolLimits& limits) {
  return processes + limits.per_function < limits.total;
}

bool makes_room(std::size_t queued, core::Duration rival_waits, core::Duration serves) {
  return queued == 0 || (rival_waits >= kPatience && serves >= kPatience);
}

}  // namespace lambda_host
