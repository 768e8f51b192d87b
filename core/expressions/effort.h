#pragma once

#include "core/limits.h"

#include <cstddef>

namespace core::expressions {

// How many bytes the conditions of one request have looked through, where that takes long: for a
// part of a text, for the members of documents, each of which counts for some more. An expression
// of 4 KB may do so 150 times, in items of 400 KB each, and meanwhile everybody waits. AWS has no
// such limit.
class Effort {
 public:
  explicit Effort(std::size_t limit_bytes = limits::kMaxConditionEffortBytes)
      : limit_bytes_(limit_bytes) {}

  // Throws ApiError(validation) beyond the limit.
  void spend(std::size_t bytes);
  std::size_t spent_bytes() const { return spent_bytes_; }

 private:
  std::size_t limit_bytes_;
  std::size_t spent_bytes_ = 0;
};

}  // namespace core::expressions
