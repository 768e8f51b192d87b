#pragma once

#include "core/memory_budget.h"

#include <cstddef>
#include <functional>

namespace lambda_host {
class WorkerPool;
}

namespace server {

// Tells when a peak of memory is over: so many bytes of the budget were in use, and then, between
// one look and the next, weren't any more. The budget must outlive it.
class PeakWatch {
 public:
  static constexpr std::size_t kPeakBytes = 4 << 20;

  explicit PeakWatch(core::MemoryBudget& memory) : memory_(&memory) {}
  // True once after each peak.
  bool look();

 private:
  core::MemoryBudget* memory_;
  bool high_ = false;
};

// Gives the system back what the allocator keeps of this thread's for later; each thread has its
// own. Does nothing in builds without mimalloc.
void purge_memory();

// The step of a chore: after each peak gives back what this thread and the idle workers keep. Both
// must outlive it.
std::function<bool(bool)> giving_back(core::MemoryBudget& memory, lambda_host::WorkerPool& workers);

}  // namespace server
