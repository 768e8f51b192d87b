#pragma once

#include "lambda-host/processes/host_options.h"

#include <cstddef>

namespace lambda_host {

struct SpareLoad {
  std::size_t spares = 0;     // of the interpreter, those that nobody has taken
  std::size_t starting = 0;   // processes of the interpreter in their init phase
  std::size_t processes = 0;  // of all functions, and all spares
};

// When to start spare processes of one interpreter. There are some from the first function that it
// runs; when they were of no use for too long or can't run, there are none until a function is made
// or started again.
class SparePlan {
 public:
  // 0: never any.
  explicit SparePlan(std::size_t wanted) : wanted_(wanted) {}

  // A function of the interpreter is made, or a process of one starts.
  void wake() { awake_ = true; }
  // A spare has ended, and nobody had taken it.
  void rest() { awake_ = false; }

  bool lacks(std::size_t spares) const { return awake_ && spares < wanted_; }
  // Whether to start one now. A handler that comes up has the machine for itself, and as many
  // places as one function may have are left for handlers.
  bool wants_spare(const SpareLoad& load, const PoolLimits& limits) const;

 private:
  std::size_t wanted_;
  bool awake_ = false;
};

}  // namespace lambda_host
