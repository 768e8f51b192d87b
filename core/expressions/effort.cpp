#include "core/expressions/effort.h"

#include "core/api_error.h"

#include <fmt/format.h>

namespace core::expressions {

void Effort::spend(std::size_t bytes) {
  spent_bytes_ += bytes;
  if (spent_bytes_ <= limit_bytes_) return;
  throw_validation(
      fmt::format("Conditions look through more than {} MB of what items hold. DynamoDB would; "
                  "Rivulet has this limit so that other requests needn't wait.",
                  limit_bytes_ / limits::kMegabyte));
}

}  // namespace core::expressions
