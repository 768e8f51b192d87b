#include "lambda-host/processes/pool_plan.h"

#include <doctest/doctest.h>

namespace pool_plan_test {

using lambda_host::PoolLimits;
using lambda_host::PoolLoad;
using namespace std::chrono_literals;

TEST_CASE("a process is wanted for each invocation that none will take, within the limit") {
  struct Case {
    const char* name;
    PoolLoad load;  // queued, starting, returning, processes
    bool wanted;
  };
  const PoolLimits limits{3, 5, 100};
  const Case cases[] = {
      {"nothing waits",                 {0, 0, 0, 0}, false},
      {"the first",                     {1, 0, 0, 0}, true },
      {"one that starts will take it",  {1, 1, 0, 1}, false},
      {"one that returns will take it", {1, 0, 1, 1}, false},
      {"both will take one",            {2, 1, 1, 2}, false},
      {"one more than will be free",    {3, 1, 1, 2}, true },
      {"below the function's limit",    {9, 0, 0, 2}, true },
      {"at the function's limit",       {9, 0, 0, 3}, false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(wants_process(c.load, limits) == c.wanted);
  }
}

TEST_CASE("a free process makes room at once when it has nothing to do, else after a second") {
  CHECK(lambda_host::makes_room(0, 0s, 0s));
  CHECK_FALSE(lambda_host::makes_room(1, 0s, 1s));
  CHECK_FALSE(lambda_host::makes_room(1, 1s - 1us, 1s));
  CHECK_FALSE(lambda_host::makes_room(1, 1s, 1s - 1us));
  CHECK(lambda_host::makes_room(1, 1s, 1s));
}

TEST_CASE("what nobody waits for leaves as many places as one function may have") {
  const PoolLimits limits{3, 5, 100};
  CHECK(lambda_host::has_room_ahead(0, limits));
  CHECK(lambda_host::has_room_ahead(1, limits));
  CHECK_FALSE(lambda_host::has_room_ahead(2, limits));
  CHECK_FALSE(lambda_host::has_room_ahead(5, limits));
}

}  // namespace pool_plan_test
