#pragma once

#include "lambda-host/functions/runtime.h"
#include "lambda-host/processes/host_options.h"
#include "lambda-host/processes/opt_namespace.h"

#include <compare>
#include <cstddef>

namespace lambda_host {

// What a spare can be used for.
struct SpareKind {
  auto operator<=>(const SpareKind&) const = default;

  RuntimeFamily family;
  bool enclosed = false;  // it has a mount namespace, for a function with layers (opt_namespace.h)
};

// That of a function's processes.
SpareKind spare_kind(const Deployment& deployment, OptNamespace& opt);

struct SpareLoad {
  std::size_t spares = 0;     // of the kind, those that nobody has taken
  std::size_t starting = 0;   // processes of the interpreter in their init phase
  std::size_t processes = 0;  // of all functions, and all spares
};

// When to start spare processes of one kind. There are some from the first function that they are
// for; when they were of no use for too long or can't run, there are none until a function is made
// or started again.
class SparePlan {
 public:
  // 0: never any.
  explicit SparePlan(std::size_t wanted) : wanted_(wanted) {}

  // Such a function is made, or a process of one starts.
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
