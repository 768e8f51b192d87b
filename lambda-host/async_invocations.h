#pragma once

#include "core/names.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <utility>

namespace lambda_host {

// The asynchronous invocations that aren't over yet, and how their attempts ended. Engine thread.
class AsyncInvocations {
 public:
  struct Counts {
    std::uint64_t ok = 0;
    std::uint64_t failed = 0;  // each attempt
  };
  // How many of each function aren't over; none is 0.
  using Pending = std::map<std::pair<core::Scope, core::FunctionName>, std::size_t>;

  void begin(const core::Scope& scope, const core::FunctionName& function) {
    ++pending_[{scope, function}];
  }
  void attempt_ended(const core::Scope& scope, bool ok) {
    Counts& counts = counts_[scope];
    ++(ok ? counts.ok : counts.failed);
  }
  // One that began won't be tried again.
  void end(const core::Scope& scope, const core::FunctionName& function) {
    const auto found = pending_.find({scope, function});
    if (--found->second == 0) pending_.erase(found);
    if (ended_) ended_();
  }

  const Pending& pending() const { return pending_; }
  const std::map<core::Scope, Counts>& counts() const { return counts_; }
  // Called after each end.
  void on_ended(std::function<void()> call) { ended_ = std::move(call); }

 private:
  Pending pending_;
  std::map<core::Scope, Counts> counts_;
  std::function<void()> ended_;
};

}  // namespace lambda_host
