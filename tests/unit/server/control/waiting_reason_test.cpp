#include "server/control/drains.h"

#include <doctest/doctest.h>

namespace waiting_reason_test {

using lambda_host::LaneActivity;
using lambda_host::LaneStatus;
using server::control::waiting_reason;

namespace {

LaneStatus lane(LaneActivity activity, int failed_attempts = 0, const char* last_error = "",
                bool refused = false) {
  LaneStatus status;
  status.activity = activity;
  status.failed_attempts = failed_attempts;
  status.last_error = last_error;
  status.refused = refused;
  return status;
}

}  // namespace

TEST_CASE("a reason says what a shard waits for") {
  const struct {
    const char* reason;
    std::vector<LaneStatus> lanes;
  } cases[] = {
      {"another shard comes first",                                    {}                                                           },
      {"records are being read",                                       {lane(LaneActivity::reading)}                                },
      {"a batch is being gathered",                                    {lane(LaneActivity::gathering)}                              },
      {"attempt 1 is running",                                         {lane(LaneActivity::invoking)}                               },
      {"attempt 4 failed: Error: no",                                  {lane(LaneActivity::backing_off, 4, "Error: no")}            },
      {"attempt 4 failed: Error: no",                                  {lane(LaneActivity::invoking, 4, "Error: no")}               },
      {"Function not found: f",
       {lane(LaneActivity::backing_off, 2, "Function not found: f", true)}                                                          },
      {"the batch before failed: Error: no",                           {lane(LaneActivity::invoking, 0, "Error: no")}               },
      {"attempt 1 is running",                                         {lane(LaneActivity::caught_up), lane(LaneActivity::invoking)}},
      {"the failure destination is told of records that are given up",
       {lane(LaneActivity::discarding)}                                                                                             },
      {"attempt 2 failed: Error: no",
       {lane(LaneActivity::invoking), lane(LaneActivity::backing_off, 2, "Error: no")}                                              },
  };
  for (const auto& each : cases) {
    CAPTURE(each.reason);
    lambda_host::ShardStatus shard;
    shard.lanes = each.lanes;
    CHECK(waiting_reason({}, shard) == each.reason);
    lambda_host::EventSourceMapping disabled;
    disabled.enabled = false;
    CHECK(waiting_reason(disabled, shard) == "the mapping is disabled");
  }
}

}  // namespace waiting_reason_test
