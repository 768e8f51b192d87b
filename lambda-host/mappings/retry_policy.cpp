#include "lambda-host/mappings/retry_policy.h"

#include "core/limits.h"

#include <algorithm>

namespace lambda_host {
namespace {

constexpr core::Duration kFirstDelay = std::chrono::milliseconds(100);
constexpr core::Duration kLongestDelay = std::chrono::seconds(5);
constexpr int kDoublings = 6;  // 0.1 s × 2^6 is beyond the longest delay

}  // namespace

bool RetryPolicy::is_exhausted(int failed_invocations) const {
  return maximum_retry_attempts >= 0 && failed_invocations > maximum_retry_attempts;
}

bool RetryPolicy::is_too_old(core::WallTime created_at, core::WallTime now) const {
  core::Duration limit = core::limits::kStreamRetention;
  if (maximum_record_age) limit = std::min(limit, *maximum_record_age);
  return now - created_at > limit;
}

RetryPolicy retry_policy(const EventSourceMapping& mapping) {
  RetryPolicy policy;
  policy.maximum_retry_attempts = mapping.maximum_retry_attempts;
  policy.bisect = mapping.bisect_batch_on_function_error;
  if (mapping.maximum_record_age_seconds >= 0) {
    policy.maximum_record_age = std::chrono::seconds(mapping.maximum_record_age_seconds);
  }
  return policy;
}

core::Duration retry_delay(int failures) {
  const int doublings = std::clamp(failures - 1, 0, kDoublings);
  return std::min(kFirstDelay * (1 << doublings), kLongestDelay);
}

}  // namespace lambda_host
