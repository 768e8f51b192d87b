#pragma once

#include "lambda-host/worker_pool.h"

#include <cstddef>
#include <functional>
#include <vector>

namespace server {

// Deletes in the background, some entries at a time on the worker pool, so that uploads get their
// turn in between. What isn't done when the program ends is found by the next one.
class Cleaner {
 public:
  // Deletes so many entries at most, on a worker thread; true when there is more to delete.
  using Step = std::function<bool(std::size_t entries)>;

  // The pool must outlive the cleaner, and what the steps use the pool.
  Cleaner(lambda_host::WorkerPool& workers, std::vector<Step> steps);

  // Takes the steps, one after the other, until none has more. On the engine thread.
  void wake();

 private:
  void run(std::size_t step);

  lambda_host::WorkerPool& workers_;
  std::vector<Step> steps_;
  bool running_ = false;
  bool woken_ = false;  // while it ran: something may have come to a step that was done
};

}  // namespace server
