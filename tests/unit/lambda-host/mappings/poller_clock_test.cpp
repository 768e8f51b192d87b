#include "lambda-host/mappings/poller.h"
#include "tests/unit/lambda-host/mappings/mapping_fixture.h"

#include <doctest/doctest.h>

namespace poller_clock_test {

using namespace std::chrono_literals;

TEST_CASE("a batching window goes with a clock that is moved") {
  MappingFixture f;
  f.create(R"(,"MaximumBatchingWindowInSeconds":60)");
  f.engine->put("a");
  f.advance(30s);
  f.jump(29s);
  CHECK(f.waiting().empty());
  f.jump(1s);
  CHECK(f.waiting() == "a");
  f.succeed();
  f.engine->put("b");
  f.advance(30s);
  f.jump(-1h);
  f.advance(59s);
  CHECK(f.waiting().empty());
  f.advance(1s);
  CHECK(f.waiting() == "b");
}

TEST_CASE("a clock that stands still just before a window's end costs no turns of the loop") {
  MappingFixture f;
  f.create(R"(,"MaximumBatchingWindowInSeconds":5)");
  f.engine->put("a");
  f.settle();
  f.stored.clock.set(f.stored.clock.now() + 5s - 1us);
  f.registry->clock_jumped();
  f.settle();
  CHECK(*f.alarms.next() == f.stored.clock.steady_now() + 1ms);
}

TEST_CASE("a moved clock hastens no retry, and begins nothing while a batch is under way") {
  MappingFixture f;
  f.create(R"(,"MaximumBatchingWindowInSeconds":1)");
  f.engine->put("a");
  f.advance(1s);
  CHECK(f.waiting() == "a");
  f.jump(1h);
  CHECK(f.invoker.invocations.size() == 1);
  f.fail();
  f.jump(1h);
  CHECK(f.waiting().empty());
  f.advance(100ms);
  CHECK(f.waiting() == "a");
}

TEST_CASE("a record of a clock that ran ahead ages from when it was moved back") {
  MappingFixture f;
  f.create(R"(,"MaximumRecordAgeInSeconds":60)");
  f.jump(24h);
  f.engine->put("a");
  CHECK(f.waiting() == "a");
  f.jump(-24h);
  f.fail();
  f.jump(61s);
  f.advance(100ms);
  CHECK(f.waiting().empty());
  f.engine->put("b");
  CHECK(f.waiting() == "b");
}

TEST_CASE("a record that is read after the clock was moved back ages from then") {
  MappingFixture f;
  f.jump(24h);
  f.engine->put("a");
  f.jump(-24h);
  f.create(R"(,"MaximumRecordAgeInSeconds":60)");
  CHECK(f.waiting() == "a");
  f.fail();
  f.jump(61s);
  f.advance(100ms);
  CHECK(f.waiting().empty());
}

}  // namespace poller_clock_test
