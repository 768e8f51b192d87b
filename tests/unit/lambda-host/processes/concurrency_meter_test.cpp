#include "lambda-host/processes/concurrency_meter.h"

#include <doctest/doctest.h>

namespace concurrency_meter_test {

TEST_CASE("each function is counted for itself, until its last invocation ends") {
  const core::Scope scope{core::AccountId("000000000000"), core::Region("us-east-1")};
  const lambda_host::ConcurrencyMeter::Function f{scope, core::FunctionName("f")};
  const lambda_host::ConcurrencyMeter::Function g{scope, core::FunctionName("g")};
  lambda_host::ConcurrencyMeter meter;
  CHECK(meter.count(f) == 0);
  meter.begin(f);
  meter.begin(f);
  meter.begin(g);
  CHECK(meter.count(f) == 2);
  CHECK(meter.count(g) == 1);
  meter.end(f);
  CHECK(meter.count(f) == 1);
  meter.end(f);
  CHECK(meter.count(f) == 0);
  CHECK(meter.count(g) == 1);
}

}  // namespace concurrency_meter_test
