#include "lambda-host/functions/concurrency.h"

#include "core/untyped_error.h"
#include "tests/unit/lambda-host/functions/registry_fixture.h"

#include <doctest/doctest.h>

namespace concurrency_test {

using namespace registry_fixture;

TEST_CASE_FIXTURE(Fixture, "a reservation takes its share of the account's limit") {
  create();
  const core::FunctionName other("g");
  create(other);
  CHECK_FALSE(reserved_concurrency(*registry, kScope, kName));
  CHECK(unreserved_concurrency(*registry, kScope) == 1000);
  reserve_concurrency(*registry, kScope, kName, 0);
  CHECK(reserved_concurrency(*registry, kScope, kName) == 0);
  reserve_concurrency(*registry, kScope, kName, 900);
  CHECK(unreserved_concurrency(*registry, kScope) == 100);
  const std::string refused =
      "InvalidParameterValueException: Specified ReservedConcurrentExecutions for function "
      "decreases account's UnreservedConcurrentExecution below its minimum value of [100].";
  CHECK(error_of([&] { reserve_concurrency(*registry, kScope, other, 1); }) == refused);
  CHECK(error_of([&] { reserve_concurrency(*registry, kScope, kName, 901); }) == refused);
  CHECK_THROWS_AS(reserve_concurrency(*registry, kScope, other, 1), core::UntypedError);
  reserve_concurrency(*registry, kScope, kName, 850);
  reserve_concurrency(*registry, kScope, other, 50);
  reload();
  CHECK(reserved_concurrency(*registry, kScope, kName) == 850);
  reserve_concurrency(*registry, kScope, kName, std::nullopt);
  CHECK_FALSE(reserved_concurrency(*registry, kScope, kName));
  CHECK(unreserved_concurrency(*registry, kScope) == 950);
}

}  // namespace concurrency_test
