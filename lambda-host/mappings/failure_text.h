#pragma once

#include "lambda-host/invoker.h"

#include <cstddef>
#include <string>

namespace lambda_host {

// Longer texts are cut.
inline constexpr std::size_t kMaxFailureTextBytes = 500;

// Why a batch isn't done, for people: "TypeError: x is not a function" of a failed invocation;
// of one that answered, what its answer said, given how many of the records are done by it.
std::string failure_text(const InvocationResult& result, std::size_t delivered);
// The same of a window's final invocation, which fails by its answer only when that has no state.
std::string final_failure_text(const InvocationResult& result);

}  // namespace lambda_host
