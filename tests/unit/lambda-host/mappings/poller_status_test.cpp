#include "tests/unit/lambda-host/mappings/mapping_fixture.h"

#include <doctest/doctest.h>

namespace poller_status_test {

using namespace lambda_host;
using namespace std::chrono_literals;

namespace {

std::vector<ShardStatus> status(MappingFixture& f, const core::MappingId& id,
                                std::size_t budget = 1000) {
  f.settle();
  return f.registry->pollers().status(id, budget);
}

bool caught_up(MappingFixture& f, const core::MappingId& id) {
  return f.registry->pollers().caught_up(id);
}

}  // namespace

TEST_CASE("a mapping is caught up when nothing that was committed is left to do") {
  MappingFixture f;
  int told = 0;
  f.registry->on_caught_up([&] { ++told; });
  const auto mapping = f.create();
  CHECK_FALSE(caught_up(f, mapping.id));  // it hasn't looked yet
  f.settle();
  CHECK(caught_up(f, mapping.id));
  told = 0;
  f.engine->put("a");
  CHECK_FALSE(caught_up(f, mapping.id));
  f.settle();
  CHECK_FALSE(caught_up(f, mapping.id));
  f.fail();
  CHECK_FALSE(caught_up(f, mapping.id));
  f.advance(100ms);
  CHECK(told == 0);
  f.succeed();
  CHECK(caught_up(f, mapping.id));
  CHECK(told > 0);
}

TEST_CASE("what arrives while a batch is under way is left to do") {
  MappingFixture f;
  const auto mapping = f.create();
  f.engine->put("a");
  f.settle();
  f.engine->put("b");
  CHECK(f.waiting() == "a");
  f.succeed();
  CHECK_FALSE(caught_up(f, mapping.id));
  CHECK(f.waiting() == "b");
  f.succeed();
  CHECK(caught_up(f, mapping.id));
}

TEST_CASE("a record of each parallel lane is left to do") {
  MappingFixture f;
  const auto mapping = f.create(R"(,"ParallelizationFactor":10,"BatchSize":1)");
  for (const char* id : {"a", "b", "c", "d", "e"}) f.engine->put(id);
  f.settle();
  CHECK(status(f, mapping.id).at(0).pending == 5);
  for (std::size_t left = 5; left > 0; --left) {
    CHECK_FALSE(caught_up(f, mapping.id));
    f.succeed();
    f.settle();
    CHECK(status(f, mapping.id).at(0).pending == left - 1);
  }
  CHECK(caught_up(f, mapping.id));
}

TEST_CASE("a shard that was rolled is done before its child") {
  MappingFixture f;
  const auto mapping = f.create();
  f.engine->put("a");
  f.settle();
  f.engine->stream_registry.replace(f.engine->stream_arn(), streams::roll_all(f.engine->stream()));
  f.engine->put("b");
  f.settle();
  const auto both = status(f, mapping.id);
  REQUIRE(both.size() == 2);
  CHECK(both[0].pending == 1);
  CHECK(both[1].pending == 1);
  CHECK(both[1].lanes.empty());
  f.succeed();
  CHECK_FALSE(caught_up(f, mapping.id));
  CHECK(status(f, mapping.id).size() == 1);  // the closed one is done with
  CHECK(f.waiting() == "b");
  f.succeed();
  CHECK(caught_up(f, mapping.id));
}

TEST_CASE("what a filter lets go by isn't left to do") {
  MappingFixture f;
  const auto mapping = f.create(R"(,"FilterCriteria":{"Filters":[{"Pattern":"{\"x\":[1]}"}]})");
  f.engine->put("a");
  f.settle();
  CHECK(caught_up(f, mapping.id));
  CHECK(f.registry->pollers().trace(mapping.id).counts().filtered == 1);
}

TEST_CASE("what a disabled mapping hasn't done is left to do") {
  MappingFixture f;
  const auto mapping = f.create(R"(,"BatchSize":1)");
  f.engine->put("a");
  f.settle();
  f.succeed();
  f.update(mapping.id, R"({"Enabled":false})");
  f.settle();
  CHECK(caught_up(f, mapping.id));
  f.engine->put("b");
  f.engine->put("c");
  CHECK_FALSE(caught_up(f, mapping.id));
  CHECK(status(f, mapping.id).at(0).pending == 2);
  f.update(mapping.id, R"({"Enabled":true})");
  CHECK_FALSE(caught_up(f, mapping.id));
  f.settle();
  f.succeed();
  f.succeed();
  CHECK(caught_up(f, mapping.id));
}

TEST_CASE("the status names the batch, its failures and when it goes on") {
  MappingFixture f;
  const auto mapping = f.create(R"(,"BatchSize":2,"MaximumBatchingWindowInSeconds":9)");
  f.engine->put("a");
  auto lane = status(f, mapping.id).at(0).lanes.at(0);
  CHECK(lane.activity == LaneActivity::gathering);
  CHECK(lane.batch_records == 1);
  CHECK(lane.continues_in == 9s);
  CHECK_FALSE(lane.refused);
  f.engine->put("b");
  f.engine->put("c");
  lane = status(f, mapping.id).at(0).lanes.at(0);
  CHECK(lane.activity == LaneActivity::invoking);
  CHECK(lane.batch_records == 2);
  CHECK(lane.batch_first == lane.checkpoint);
  CHECK(lane.batch_last.get() == lane.batch_first.get() + 1);
  CHECK(lane.failed_attempts == 0);
  CHECK(lane.continues_in == std::nullopt);
  f.fail();
  lane = status(f, mapping.id).at(0).lanes.at(0);
  CHECK(lane.activity == LaneActivity::backing_off);
  CHECK(lane.failed_attempts == 1);
  CHECK(lane.last_error == "Unhandled");
  CHECK(lane.continues_in == 100ms);
  f.invoker.missing = true;
  f.advance(100ms);
  lane = status(f, mapping.id).at(0).lanes.at(0);
  CHECK(lane.refused);
  CHECK(lane.last_error == "Function not found: f");
  f.invoker.missing = false;
  f.advance(200ms);
  f.succeed();
  lane = status(f, mapping.id).at(0).lanes.at(0);
  CHECK(lane.activity == LaneActivity::gathering);
  CHECK(lane.last_error == "");
  CHECK_FALSE(lane.refused);
}

TEST_CASE("pending records are counted as far as the budget goes") {
  MappingFixture f;
  const auto mapping = f.create(R"(,"Enabled":false)");
  for (int i = 0; i < 5; ++i) f.engine->put("a" + std::to_string(i));
  const auto known = status(f, mapping.id, 5);
  CHECK(known.at(0).pending == 5);
  CHECK_FALSE(known.at(0).more_pending);
  const auto cut = status(f, mapping.id, 4);
  CHECK(cut.at(0).pending == 4);
  CHECK(cut.at(0).more_pending);
  CHECK_FALSE(cut.at(0).caught_up);
  std::size_t budget = 9;
  f.registry->pollers().status(mapping.id, budget);
  CHECK(budget == 2);  // a shard costs two
}

TEST_CASE("a shard that is done costs as little of the budget as one may") {
  MappingFixture f;
  const auto mapping = f.create(R"(,"Enabled":false)");
  for (int i = 0; i < 9; ++i) {
    f.engine->stream_registry.replace(f.engine->stream_arn(),
                                      streams::roll_all(f.engine->stream()));
  }
  f.engine->put("a");
  std::size_t budget = 100;
  CHECK(f.registry->pollers().status(mapping.id, budget).size() == 1);
  CHECK(budget == 100 - 10 * 2 - 1);
}

TEST_CASE("a shard's tip is its newest record, and its age the oldest one's that is left") {
  MappingFixture f;
  const auto mapping = f.create();
  CHECK(status(f, mapping.id).at(0).tip == std::nullopt);
  f.engine->put("a");
  const core::WallTime first = f.stored.clock.now();
  f.advance(5s);
  f.engine->put("b");
  const auto shown = status(f, mapping.id).at(0);
  CHECK(shown.tip->get() == shown.checkpoint.get() + 1);
  CHECK(shown.oldest == first);
}

TEST_CASE("a record's event can be had as long as the stream keeps it") {
  MappingFixture f;
  const auto mapping = f.create();
  f.engine->put("a");
  const auto shown = status(f, mapping.id).at(0);
  const auto& pollers = f.registry->pollers();
  const auto event = pollers.event(mapping.id, shown.number, *shown.tip);
  REQUIRE(event);
  CHECK(f.waiting() == "a");
  CHECK(f.invoker.invocations.front().request.payload == R"({"Records":[)" + *event + "]}");
  CHECK(pollers.event(mapping.id, shown.number, core::SequenceNumber(1)) == std::nullopt);
  CHECK(pollers.event(mapping.id, shown.number + 1, *shown.tip) == std::nullopt);
}

TEST_CASE("records that wait for an open batch are seen by whoever asks what became of them") {
  MappingFixture f;
  const auto mapping = f.create(
      R"(,"MaximumBatchingWindowInSeconds":300,"BatchSize":1000,"FilterCriteria":{"Filters":)"
      R"([{"Pattern":"{\"dynamodb\":{\"Keys\":{\"id\":{\"S\":[{\"prefix\":\"k\"}]}}}}"}]})");
  auto& pollers = f.registry->pollers();
  for (const char* id : {"k1", "k2", "x", "k3"}) {
    f.engine->put(id);
    f.settle();
  }
  CHECK(pollers.trace(mapping.id).records({}, 10).size() == 1);  // the first opened the batch
  CHECK(status(f, mapping.id)[0].pending == 4);
  pollers.fill_batches(mapping.id);
  CHECK(pollers.trace(mapping.id).records({}, 10).size() == 4);
  CHECK(pollers.trace(mapping.id).counts().filtered == 1);
  CHECK(status(f, mapping.id)[0].lanes[0].batch_records == 3);
  f.engine->put("k4");
  f.advance(299s);
  CHECK(f.waiting().empty());
  f.advance(1s);
  CHECK(f.waiting() == "k1,k2,k3,k4");
  pollers.fill_batches(mapping.id);
}

TEST_CASE("a mapping that is disabled has no batches to fill") {
  MappingFixture f;
  const auto mapping = f.create(R"(,"Enabled":false)");
  f.engine->put("a");
  f.registry->pollers().fill_batches(mapping.id);
  CHECK(f.registry->pollers().trace(mapping.id).records({}, 10).empty());
}

}  // namespace poller_status_test
