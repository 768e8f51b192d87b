#pragma once

#include "core/clock.h"
#include "lambda-host/mappings/event_source_mapping.h"

#include <optional>

namespace lambda_host {

// How long a batch that fails is tried again. Decides only, from what it is given.
struct RetryPolicy {
  int maximum_retry_attempts = -1;                   // -1: no limit
  std::optional<core::Duration> maximum_record_age;  // nullopt: as long as a stream keeps records
  bool bisect = false;                               // halve a batch that fails

  // Whether a batch was invoked as often as it may be: once, and once for each retry.
  bool is_exhausted(int failed_invocations) const;
  bool is_too_old(core::WallTime created_at, core::WallTime now) const;
};

RetryPolicy retry_policy(const EventSourceMapping& mapping);

// How long to wait after so many failures in a row (at least one). AWS doesn't document it; what
// was seen there are growing delays. 0.1 s, doubled each time, 5 s at most.
core::Duration retry_delay(int failures);

}  // namespace lambda_host
