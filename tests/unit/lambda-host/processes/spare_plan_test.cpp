#include "lambda-host/processes/spare_plan.h"

#include <doctest/doctest.h>

namespace spare_plan_test {

using lambda_host::PoolLimits;
using lambda_host::SpareLoad;
using lambda_host::SparePlan;

namespace {

const PoolLimits kLimits{3, 10, 100};

}  // namespace

TEST_CASE("a spare is started beside nothing that comes up, and leaves a function's places") {
  struct Case {
    const char* name;
    SpareLoad load;  // spares, starting, processes
    bool wanted;
  };
  const Case cases[] = {
      {"the first",                       {0, 0, 0}, true },
      {"the second",                      {1, 0, 1}, true },
      {"there are enough",                {2, 0, 2}, false},
      {"there are more than enough",      {3, 0, 3}, false},
      {"a handler comes up",              {0, 1, 1}, false},
      {"the last one that leaves places", {0, 0, 6}, true },
      {"one function's places are left",  {0, 0, 7}, false},
  };
  SparePlan plan(2);
  plan.wake();
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(plan.wants_spare(c.load, kLimits) == c.wanted);
  }
}

TEST_CASE("no function, no spares; nor when the last one wasn't used, until a function is") {
  SparePlan plan(1);
  CHECK_FALSE(plan.wants_spare({}, kLimits));
  CHECK_FALSE(plan.lacks(0));
  plan.wake();
  CHECK(plan.wants_spare({}, kLimits));
  CHECK(plan.lacks(0));
  CHECK_FALSE(plan.lacks(1));
  plan.rest();
  CHECK_FALSE(plan.wants_spare({}, kLimits));
  plan.wake();
  CHECK(plan.wants_spare({}, kLimits));
}

TEST_CASE("none are started when none are wanted") {
  SparePlan plan(0);
  plan.wake();
  CHECK_FALSE(plan.wants_spare({}, kLimits));
  CHECK_FALSE(plan.lacks(0));
}

}  // namespace spare_plan_test
