#include "server/control/drains.h"

#include <fmt/format.h>

#include <algorithm>

namespace server::control {
namespace {

using lambda_host::LaneActivity;
using lambda_host::LaneStatus;

// The lane that holds the shard up, as far as one can tell: one that failed before all others.
const LaneStatus* slowest(const lambda_host::ShardStatus& shard) {
  const LaneStatus* found = nullptr;
  for (const LaneStatus& lane : shard.lanes) {
    if (lane.activity == LaneActivity::caught_up) continue;
    if (!found || (found->last_error.empty() && !lane.last_error.empty())) found = &lane;
  }
  return found;
}

std::string trouble(const LaneStatus& lane) {
  if (lane.refused) return lane.last_error;
  if (lane.failed_attempts == 0) return "the batch before failed: " + lane.last_error;
  return fmt::format("attempt {} failed: {}", lane.failed_attempts, lane.last_error);
}

std::string work(const LaneStatus& lane) {
  switch (lane.activity) {
    case LaneActivity::invoking:
      return fmt::format("attempt {} is running", lane.failed_attempts + 1);
    case LaneActivity::discarding:
      return "the failure destination is told of records that are given up";
    case LaneActivity::gathering: return "a batch is being gathered";
    case LaneActivity::backing_off: return "it waits to be tried again";
    case LaneActivity::reading:
    case LaneActivity::caught_up: return "records are being read";
  }
  __builtin_unreachable();
}

}  // namespace

std::string waiting_reason(const lambda_host::EventSourceMapping& mapping,
                           const lambda_host::ShardStatus& shard) {
  if (!mapping.enabled) return "the mapping is disabled";
  const LaneStatus* lane = slowest(shard);
  if (!lane) return "another shard comes first";
  return lane->last_error.empty() ? work(*lane) : trouble(*lane);
}

std::string waiting_reason(const lambda_host::QueueMapping& mapping,
                           const lambda_host::QueueMappingStatus& status) {
  const lambda_host::QueuePollerStatus& poller = status.poller;
  if (!mapping.common.enabled) return "the mapping is disabled";
  if (poller.invocations == 1) return "1 invocation is running";
  if (poller.invocations > 1) return fmt::format("{} invocations are running", poller.invocations);
  if (!poller.last_error.empty()) return "the batch before failed: " + poller.last_error;
  if (poller.gathered > 0) return "a batch is being gathered";
  return "messages are being received";
}

}  // namespace server::control
