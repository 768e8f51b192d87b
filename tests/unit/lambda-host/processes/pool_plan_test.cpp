#include "lambda-host/processes/pool_plan.h"

#include <doctest/doctest.h>

using lambda_host::PoolLimits;
using lambda_host::PoolLoad;

TEST_CASE("a process is started for each invocation that none will take, within the limits") {
  struct Case {
    const char* name;
    PoolLoad load;  // queued, starting, returning, processes, all
    std::size_t start;
    std::size_t evict;
  };
  const PoolLimits limits{3, 5, 100};
  const Case cases[] = {
      {"nothing waits",                 {0, 0, 0, 0, 0}, 0, 0},
      {"the first",                     {1, 0, 0, 0, 0}, 1, 0},
      {"one that starts will take it",  {1, 1, 0, 1, 1}, 0, 0},
      {"one that returns will take it", {1, 0, 1, 1, 1}, 0, 0},
      {"one more than will be free",    {3, 1, 1, 2, 2}, 1, 0},
      {"the function's limit",          {9, 0, 0, 2, 2}, 1, 0},
      {"at the function's limit",       {9, 0, 0, 3, 3}, 0, 0},
      {"others hold the places",        {1, 0, 0, 0, 5}, 0, 1},
      {"some places are left",          {3, 0, 0, 0, 4}, 1, 2},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(processes_to_start(c.load, limits) == c.start);
    CHECK(processes_to_evict(c.load, limits) == c.evict);
  }
}
