#include "lambda-host/processes/pool_plan.h"

#include <algorithm>

namespace lambda_host {
namespace {

std::size_t difference(std::size_t from, std::size_t what) {
  return from > what ? from - what : 0;
}

std::size_t processes_wanted(const PoolLoad& load, const PoolLimits& limits) {
  return std::min(difference(load.queued, load.starting + load.returning),
                  difference(limits.per_function, load.processes));
}

}  // namespace

std::size_t processes_to_start(const PoolLoad& load, const PoolLimits& limits) {
  return std::min(processes_wanted(load, limits), difference(limits.total, load.all_processes));
}

std::size_t processes_to_evict(const PoolLoad& load, const PoolLimits& limits) {
  return difference(processes_wanted(load, limits), difference(limits.total, load.all_processes));
}

}  // namespace lambda_host
