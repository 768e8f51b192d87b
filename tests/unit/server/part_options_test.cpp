#include "server/part_options.h"

#include "core/memory_budget.h"

#include <doctest/doctest.h>

namespace part_options_test {

TEST_CASE("no function may wait with more than half of what all may") {
  core::MemoryBudget memory(1000);
  server::Options told;
  const auto options = server::host_options(told, {100, 7}, memory);
  CHECK(options.limits.queued_bytes_per_function == 500);
  CHECK(options.memory == &memory);
}

TEST_CASE("operations are told whose requests are whose") {
  server::Options told;
  told.shared_scope = true;
  told.scope.region = core::Region("eu-west-1");
  const auto settings = server::settings_of(told);
  CHECK(settings.shared_scope);
  CHECK_FALSE(settings.delay_transient_statuses);
  CHECK(settings.default_scope.region.get() == "eu-west-1");
}

}  // namespace part_options_test
