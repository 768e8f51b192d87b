#include "lambda-host/mappings/poller_set.h"

#include "tests/unit/lambda-host/mappings/mapping_fixture.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace poller_set_test {

using lambda_host::EventSourceMapping;
using lambda_host::PollerSet;
using lambda_host::ProcessingResult;
using namespace std::chrono_literals;

// Pollers without a registry: what the set itself sees to when mappings come, change and go.

namespace {

struct Fixture {
  explicit Fixture(int shards = 1) : engine(stored, shards) { engine.add_table(); }

  EventSourceMapping mapping(const char* id) {
    EventSourceMapping made;
    made.id = core::MappingId(id);
    made.function.scope = stored.scope;
    made.function.name = core::FunctionName("f");
    made.stream = engine.stream_arn();
    return made;
  }
  void settle() {
    do {
      engine.run_turn();
    } while (alarms.run_due());
  }
  void put(const char* id) {
    engine.put(id);
    settle();
  }
  std::string waiting() {
    settle();
    return invoker.invocations.empty()
               ? ""
               : MappingFixture::ids(invoker.invocations.front().request.payload);
  }
  // Ten lanes of a shard, twenty records, one a batch. Answers how many invocations run at once.
  std::size_t run_in_lanes(EventSourceMapping added) {
    added.batch_size = 1;
    added.parallelization_factor = 10;
    for (int i = 0; i < 20; ++i) put(std::to_string(i).c_str());
    pollers.add(added, {});
    settle();
    REQUIRE(invoker.invocations.size() > 2);
    REQUIRE(invoker.invocations.size() <= 10);
    return invoker.invocations.size();
  }
  // Answers the oldest invocation; settles nothing.
  void answer(lambda_host::InvocationResult::Status status) {
    lambda_host::InvocationResult result;
    result.status = status;
    result.payload = "null";
    auto invocation = std::move(invoker.invocations.front());
    invoker.invocations.pop_front();
    invocation.done(std::move(result));
  }
  void succeed() { answer(lambda_host::InvocationResult::Status::ok); }
  void fail() { answer(lambda_host::InvocationResult::Status::function_error); }

  tests::StoredState stored;
  tests::StreamFixture engine;
  ManualAlarms alarms{stored.clock};
  FakeInvoker invoker;
  tests::FakeDestination destination;
  std::vector<storage::Checkpoint> checkpoints;
  std::vector<ProcessingResult> results;
  int maybe_caught_up = 0;
  PollerSet pollers{
      {engine.source,      invoker,                                                        stored.clock, alarms.maker(),                                          destination},
      {[this](const auto&, const auto& checkpoint) { checkpoints.push_back(checkpoint); },
       [this](const auto&,                                                                               ProcessingResult result) { results.push_back(result); },
       [this] { ++maybe_caught_up; }                                                                                                                                         }
  };
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a mapping is delivered to, and tells how far it is") {
  put("a");
  const auto added = mapping("1");
  pollers.add(added, {});
  CHECK(waiting() == "a");
  CHECK_FALSE(pollers.caught_up(added.id));
  succeed();
  settle();
  CHECK(pollers.caught_up(added.id));
  CHECK(results == std::vector{ProcessingResult::ok});
  CHECK(pollers.trace(added.id).counts().delivered == 1);
  REQUIRE_FALSE(checkpoints.empty());
  CHECK(maybe_caught_up > 1);
}

TEST_CASE_FIXTURE(Fixture, "a mapping goes on at the checkpoints it is added with") {
  put("a");
  pollers.add(mapping("1"), {});
  CHECK(waiting() == "a");
  succeed();
  settle();
  put("b");
  pollers.add(mapping("2"), {checkpoints.back()});
  settle();
  REQUIRE(invoker.invocations.size() == 2);
  CHECK(MappingFixture::ids(invoker.invocations[1].request.payload) == "b");
}

TEST_CASE_FIXTURE(Fixture, "a disabled mapping doesn't begin until it is changed") {
  auto added = mapping("1");
  added.enabled = false;
  put("a");
  pollers.add(added, {});
  CHECK(waiting().empty());
  CHECK_FALSE(pollers.caught_up(added.id));
  added.enabled = true;
  pollers.change(added);
  CHECK(waiting() == "a");
}

TEST_CASE_FIXTURE(Fixture,
                  "a change waits for the running invocation, and for a turn of the loop") {
  auto added = mapping("1");
  added.batch_size = 1;
  put("a");
  put("b");
  put("c");
  pollers.add(added, {});
  CHECK(waiting() == "a");
  added.batch_size = 2;
  pollers.change(added);
  pollers.change(added);
  CHECK(invoker.invocations.size() == 1);
  succeed();
  CHECK(invoker.invocations.empty());
  CHECK(waiting() == "b,c");
}

TEST_CASE_FIXTURE(Fixture, "a removed mapping tells nothing more, but is awaited") {
  const auto added = mapping("1");
  put("a");
  pollers.add(added, {});
  CHECK(waiting() == "a");
  const auto before = checkpoints.size();
  const int told = maybe_caught_up;
  pollers.remove(added.id);
  CHECK(maybe_caught_up == told + 1);
  bool stopped = false;
  pollers.stop([&] { stopped = true; });
  settle();
  CHECK_FALSE(stopped);
  SUBCASE("when it succeeds") {
    succeed();
  }
  SUBCASE("when it fails") {
    fail();
  }
  CHECK_FALSE(stopped);
  settle();
  CHECK(stopped);
  CHECK(results.empty());
  CHECK(checkpoints.size() == before);
}

TEST_CASE_FIXTURE(Fixture, "stopping awaits each lane that is running, whichever ends last") {
  const auto added = mapping("1");
  const std::size_t running = run_in_lanes(added);
  bool stopped = false;
  pollers.stop([&] { stopped = true; });
  for (std::size_t left = running; left > 0; --left) {
    CAPTURE(left);
    settle();
    CHECK_FALSE(stopped);
    if (left % 2 == 0)
      std::rotate(invoker.invocations.begin(), invoker.invocations.begin() + 1,
                  invoker.invocations.end());
    left % 3 == 0 ? fail() : succeed();
  }
  settle();
  CHECK(stopped);
  CHECK(invoker.invocations.empty());
}

TEST_CASE_FIXTURE(Fixture,
                  "a mapping that is set back while lanes run goes on once all have ended") {
  const auto added = mapping("1");
  const std::size_t running = run_in_lanes(added);
  for (int round = 0; round < 2; ++round) {
    pollers.rewind(added.id, {});
    for (std::size_t left = running; left > 0; --left) {
      settle();
      CHECK(invoker.invocations.size() == left);
      succeed();
    }
    settle();
    CHECK(invoker.invocations.size() == running);
  }
}

TEST_CASE_FIXTURE(Fixture, "what was abandoned and ended before the stop isn't counted twice") {
  const auto added = mapping("1");
  const std::size_t running = run_in_lanes(added);
  pollers.abandon(core::ScopeFilter());
  succeed();
  pollers.remove(added.id);
  bool stopped = false;
  pollers.stop([&] { stopped = true; });
  for (std::size_t left = running - 1; left > 0; --left) {
    settle();
    CHECK_FALSE(stopped);
    succeed();
  }
  settle();
  CHECK(stopped);
}

TEST_CASE_FIXTURE(Fixture, "who isn't there is removed, hurried and released for nothing") {
  const core::MappingId nobody("9");
  pollers.remove(nobody);
  pollers.hurry(nobody);
  pollers.release(nobody);
  CHECK(maybe_caught_up == 0);
}

TEST_CASE_FIXTURE(Fixture, "stopping an idle set is done with at once or in the next turn") {
  bool stopped = false;
  SUBCASE("without mappings") {
    pollers.stop([&] { stopped = true; });
    CHECK(stopped);
  }
  SUBCASE("with one that waits for records") {
    pollers.add(mapping("1"), {});
    settle();
    pollers.stop([&] { stopped = true; });
    CHECK_FALSE(stopped);
    settle();
    CHECK(stopped);
  }
  SUBCASE("nothing begins behind it") {
    put("a");
    pollers.stop([&] { stopped = true; });
    pollers.add(mapping("1"), {});
    CHECK(waiting().empty());
    CHECK(stopped);
  }
}

TEST_CASE_FIXTURE(Fixture, "haste lasts until everybody who hurried has released") {
  auto added = mapping("1");
  added.batching_window_seconds = 300;
  pollers.add(added, {});
  pollers.hurry(added.id);
  pollers.hurry(added.id);
  pollers.release(added.id);
  put("a");
  CHECK(waiting() == "a");
  succeed();
  pollers.release(added.id);
  put("b");
  CHECK(waiting().empty());
}

// 2,600 lanes each.
struct ManyLanes : Fixture {
  ManyLanes() : Fixture(260) {
    for (const char* id : {"1", "2", "3", "4", "5"}) {
      auto made = mapping(id);
      made.parallelization_factor = 10;
      made.batching_window_seconds = 60;
      pollers.add(made, {});
    }
    settle();
  }
};

TEST_CASE_FIXTURE(ManyLanes, "pollers with many lanes are destroyed in several turns") {
  const int before = maybe_caught_up;
  for (const char* id : {"1", "2", "3", "4", "5"}) pollers.remove(core::MappingId(id));
  CHECK(maybe_caught_up == before + 5);
  settle();
  CHECK(maybe_caught_up == before + 5 + 2);
  bool stopped = false;
  pollers.stop([&] { stopped = true; });
  CHECK(stopped);
}

TEST_CASE_FIXTURE(ManyLanes, "many lanes hear of a moved clock in several turns") {
  put("a");
  CHECK(invoker.invocations.empty());
  stored.clock.set(stored.clock.now() + 60s);
  pollers.clock_jumped();
  CHECK(alarms.run_due());
  CHECK(invoker.invocations.empty());  // that one went on to tell lanes
  settle();
  CHECK(invoker.invocations.size() == 5);
}

TEST_CASE_FIXTURE(Fixture, "large batches that are due together are made events in several turns") {
  for (const char* id : {"1", "2", "3", "4", "5", "6"}) {
    auto made = mapping(id);
    made.batching_window_seconds = 60;
    pollers.add(made, {});
  }
  for (int i = 0; i < 12; ++i) engine.put(std::to_string(i), std::string(350'000, 'x'));
  settle();
  CHECK(invoker.invocations.empty());
  stored.clock.advance(60s);
  settle();
  CHECK(invoker.invocations.size() == 6);
}

TEST_CASE_FIXTURE(Fixture, "status counts pending records down from the budget") {
  auto added = mapping("1");
  added.enabled = false;
  pollers.add(added, {});
  put("a");
  put("b");
  put("c");
  std::size_t budget = 7;
  auto shards = pollers.status(added.id, budget);
  REQUIRE(shards.size() == 1);
  CHECK(shards[0].pending == 3);
  CHECK_FALSE(shards[0].more_pending);
  CHECK_FALSE(shards[0].caught_up);
  CHECK(shards[0].lanes.empty());
  CHECK(budget == 2);
  shards = pollers.status(added.id, budget);
  CHECK(shards.at(0).pending == 2);
  CHECK(shards.at(0).more_pending);
  CHECK(budget == 0);
}

}  // namespace poller_set_test
