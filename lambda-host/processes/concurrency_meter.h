#pragma once

#include "core/names.h"

#include <cstddef>
#include <map>
#include <utility>

namespace lambda_host {

// How many invocations of each function are under way, of all its versions, with those that wait
// for a process.
class ConcurrencyMeter {
 public:
  using Function = std::pair<core::Scope, core::FunctionName>;

  std::size_t count(const Function& function) const {
    const auto found = counts_.find(function);
    return found == counts_.end() ? 0 : found->second;
  }
  void begin(const Function& function) { ++counts_[function]; }
  // Needs one that began.
  void end(const Function& function) {
    const auto found = counts_.find(function);
    if (--found->second == 0) counts_.erase(found);
  }

 private:
  std::map<Function, std::size_t> counts_;
};

}  // namespace lambda_host
