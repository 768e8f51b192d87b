#include "server/memory_purge.h"

#include "lambda-host/worker_pool.h"

#include <utility>

// The program is linked with mimalloc, its tests and the builds with sanitizers aren't.
extern "C" void mi_collect(bool force) noexcept __attribute__((weak));

namespace server {

bool PeakWatch::look() {
  const bool was_high = std::exchange(high_, memory_->take_peak() >= kPeakBytes);
  return was_high && !high_;
}

void purge_memory() {
  if (mi_collect != nullptr) mi_collect(true);
}

std::function<bool(bool)> giving_back(core::MemoryBudget& memory,
                                      lambda_host::WorkerPool& workers) {
  return [peaks = PeakWatch(memory), &workers](bool) mutable {
    if (!peaks.look()) return false;
    purge_memory();
    workers.run_on_each_idle_thread(purge_memory);
    return false;
  };
}

}  // namespace server
