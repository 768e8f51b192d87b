#include "tests/unit/lambda-host/mappings/mapping_fixture.h"

#include <doctest/doctest.h>

namespace poller_haste_test {

using namespace std::chrono_literals;

// Mappings for which somebody waits: PollerSet::hurry.

TEST_CASE("in haste a batching window closes at once, as long as somebody waits") {
  MappingFixture f;
  const auto mapping = f.create(R"(,"MaximumBatchingWindowInSeconds":300)");
  auto& pollers = f.registry->pollers();
  f.engine->put("a");
  CHECK(f.waiting().empty());
  pollers.hurry(mapping.id);
  pollers.hurry(mapping.id);
  CHECK(f.waiting() == "a");
  f.succeed();
  pollers.release(mapping.id);
  f.engine->put("b");
  CHECK(f.waiting() == "b");
  f.succeed();
  pollers.release(mapping.id);
  f.engine->put("c");
  CHECK(f.waiting().empty());
  f.advance(300s);
  CHECK(f.waiting() == "c");
}

TEST_CASE("in haste a delay ends at once, and limited attempts follow without any") {
  MappingFixture f;
  const auto mapping = f.create(R"(,"MaximumRetryAttempts":30)");
  f.engine->put("a");
  CHECK(f.waiting() == "a");
  f.fail();
  CHECK(f.waiting().empty());
  f.registry->pollers().hurry(mapping.id);
  for (int attempt = 2; attempt <= 31; ++attempt) {
    CAPTURE(attempt);
    REQUIRE(f.waiting() == "a");
    f.fail();
  }
  CHECK(f.waiting().empty());
  CHECK(f.registry->pollers().caught_up(mapping.id));
}

TEST_CASE("in haste attempts without a limit are made at once ten times, and then as ever") {
  MappingFixture f;
  const auto mapping = f.create();
  f.registry->pollers().hurry(mapping.id);
  f.engine->put("a");
  for (int attempt = 1; attempt <= 11; ++attempt) {
    CAPTURE(attempt);
    REQUIRE(f.waiting() == "a");
    f.fail();
  }
  CHECK(f.waiting().empty());
  f.advance(100ms);
  CHECK(f.waiting() == "a");
}

TEST_CASE("in haste a function that isn't there is asked for with delays all the same") {
  MappingFixture f;
  const auto mapping = f.create(R"(,"MaximumRetryAttempts":5)");
  f.invoker.missing = true;
  f.engine->put("a");
  f.settle();
  f.registry->pollers().hurry(mapping.id);
  f.settle();
  CHECK(f.invoker.refused == 2);
  f.advance(1ms);
  CHECK(f.invoker.refused == 2);
}

TEST_CASE("haste outlives a change of the mapping") {
  MappingFixture f;
  const auto mapping = f.create(R"(,"MaximumBatchingWindowInSeconds":300)");
  f.registry->pollers().hurry(mapping.id);
  f.settle();
  f.update(mapping.id, R"({"BatchSize":5})");
  f.engine->put("a");
  CHECK(f.waiting() == "a");
}

TEST_CASE("nobody is hurried that is no mapping any more") {
  MappingFixture f;
  f.registry->pollers().hurry(core::MappingId("x"));
  f.registry->pollers().release(core::MappingId("x"));
}

}  // namespace poller_haste_test
