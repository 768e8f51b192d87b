#include "tests/support/engine.h"

#include <doctest/doctest.h>

namespace describe_limits_test {

using tests::Engine;

TEST_CASE("limits are those of an account that never asked for more") {
  Engine engine;
  CHECK(engine.answer("DescribeLimits", "{}") ==
        R"({"AccountMaxReadCapacityUnits":80000,"AccountMaxWriteCapacityUnits":80000,)"
        R"("TableMaxReadCapacityUnits":40000,"TableMaxWriteCapacityUnits":40000})");
}

TEST_CASE("the endpoint is our own, as long as a client doesn't say how it found us") {
  Engine engine;
  CHECK(engine.answer("DescribeEndpoints", "{}") ==
        R"({"Endpoints":[{"Address":"localhost","CachePeriodInMinutes":1440}]})");
}

}  // namespace describe_limits_test
