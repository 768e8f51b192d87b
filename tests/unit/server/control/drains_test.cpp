#include "server/control/drains.h"

#include "storage/key_codec.h"
#include "tests/unit/server/control/control_fixture.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace drains_test {

using namespace std::chrono_literals;
using server::control::DrainResult;
using server::control::Drains;

namespace {

struct Waiter {
  explicit Waiter(ControlFixture& fixture, Drains::Wanted wanted = {{}, {}, 10s}) {
    id = fixture.drains->start(wanted, [this](const DrainResult& r) { result = r; });
  }
  bool settled() const { return result && result->settled; }

  std::optional<std::uint64_t> id;
  std::optional<DrainResult> result;
};

}  // namespace

TEST_CASE("what handlers write meanwhile is waited for, too") {
  ControlFixture f;
  f.map();
  f.put("a");
  Waiter waiter(f);
  CHECK(f.waiting() == "a");
  f.put("b");  // by the handler
  f.succeed();
  CHECK_FALSE(waiter.result);
  CHECK(f.waiting() == "b");
  f.succeed();
  CHECK(waiter.settled());
  CHECK(waiter.result->counts.delivered == 2);
}

TEST_CASE("a write that commits as the last record is done is waited for") {
  ControlFixture f;
  f.map();
  f.put("a");
  Waiter waiter(f);
  CHECK(f.waiting() == "a");
  storage::WriteRequest write;
  write.table = f.engine.catalog.find(f.engine.scope, "Things");
  write.key = {
      {"id", core::AttributeValue(std::string("b"))}
  };
  write.item_key = storage::encode_key(write.table->definition.key, write.key);
  write.write = core::PutItem{write.key, {}};
  f.engine.writer.submit(std::move(write), [](const storage::WriteResult&) {});
  f.succeed();
  CHECK_FALSE(waiter.result);
  CHECK(f.waiting() == "b");
}

TEST_CASE("asynchronous invocations are waited for and counted, but not for one mapping") {
  ControlFixture f;
  f.add_event("g");
  Waiter waiter(f);
  Waiter of_mapping(f, {{}, f.map(), 10s});
  f.settle();
  CHECK(of_mapping.settled());
  CHECK_FALSE(waiter.result);
  f.fail();
  CHECK_FALSE(waiter.result);
  f.succeed();  // a drain doesn't let the next attempt wait
  REQUIRE(waiter.settled());
  CHECK(waiter.result->counts.invocations_ok == 1);
  CHECK(waiter.result->counts.invocations_failed == 1);
  CHECK(of_mapping.result->counts.invocations_ok == 0);
  CHECK(Waiter(f).result->counts.invocations_ok == 0);  // each is told once
}

TEST_CASE("only the scopes and the mapping in question are waited for") {
  ControlFixture f;
  const auto busy = f.map();
  const auto idle = f.map(R"(,"FilterCriteria":{"Filters":[{"Pattern":"{\"x\":[1]}"}]})", "g");
  f.put("a");
  f.settle();
  CHECK(Waiter(f, {{}, idle, 10s}).settled());
  CHECK_FALSE(Waiter(f, {{}, busy, 0s}).settled());
  const core::AccountId other("000000000001");
  CHECK(Waiter(f,
               {
                   {other,                {}},
                   {                    },
                   10s
  })
            .settled());
  CHECK_THROWS_AS(Waiter(f,
                         {
                             {other, {}},
                             busy, 10s
  }),
                  core::ApiError);
}

TEST_CASE("counts are those since the last drain that settled") {
  ControlFixture f;
  f.map(R"(,"MaximumRetryAttempts":0)");
  f.put("a");
  CHECK(f.waiting() == "a");
  f.succeed();
  f.put("b");
  CHECK(f.waiting() == "b");
  Waiter impatient(f, {{}, {}, 0s});
  f.settle();
  REQUIRE(impatient.result);
  CHECK_FALSE(impatient.settled());
  CHECK(impatient.result->counts.delivered == 1);
  f.fail();
  const Waiter next(f);
  REQUIRE(next.settled());
  CHECK(next.result->counts.delivered == 1);
  CHECK(next.result->counts.discarded == 1);
  CHECK(next.result->counts.invocations_ok == 1);
  CHECK(next.result->counts.invocations_failed == 1);
  const Waiter last(f);
  CHECK(last.result->counts.delivered == 0);
  CHECK(last.result->counts.discarded == 0);
}

TEST_CASE("a mapping whose poller is being replaced isn't settled") {
  ControlFixture f;
  const auto id = f.map();
  f.put("a");
  CHECK(f.waiting() == "a");
  const auto body = core::json::Document::parse(R"({"BatchSize":1})");
  f.mappings->update(f.engine.scope, id.get(), body.root().object());
  Waiter waiter(f);
  f.settle();
  CHECK_FALSE(waiter.result);
  f.succeed();
  CHECK(waiter.settled());
}

TEST_CASE("a mapping that goes isn't waited for any more") {
  ControlFixture f;
  const auto id = f.map();
  f.put("a");
  Waiter waiter(f);
  f.settle();
  f.mappings->erase(f.engine.scope, id.get());
  f.settle();
  CHECK(waiter.settled());
}

TEST_CASE("what a disabled mapping has left is waited for until it is done") {
  ControlFixture f;
  const auto id = f.map(R"(,"Enabled":false)");
  f.settle();
  CHECK(Waiter(f).settled());
  f.put("a");
  Waiter waiter(f);
  Waiter impatient(f, {{}, {}, 0s});
  f.settle();
  CHECK_FALSE(waiter.result);
  REQUIRE(impatient.result);
  REQUIRE(impatient.result->waiting.size() == 1);
  CHECK(impatient.result->waiting[0].reason == "the mapping is disabled");
  CHECK(impatient.result->waiting[0].pending == 1);
  const auto body = core::json::Document::parse(R"({"Enabled":true})");
  f.mappings->update(f.engine.scope, id.get(), body.root().object());
  CHECK(f.waiting() == "a");
  f.succeed();
  CHECK(waiter.settled());
}

TEST_CASE("mappings hurry as long as somebody waits for them, those made meanwhile, too") {
  ControlFixture f;
  constexpr const char* kWindow = R"(,"MaximumBatchingWindowInSeconds":300)";
  f.map(kWindow);
  f.put("a");
  CHECK(f.waiting() == "");
  Waiter first(f);
  Waiter second(f);
  CHECK(f.waiting() == "a");
  f.drains->cancel(*first.id);
  f.put("b");
  f.succeed();
  CHECK(f.waiting() == "b");  // the second is still there
  f.map(kWindow, "g");
  f.settle();
  CHECK(f.invoker.invocations.size() == 2);
  f.succeed();
  f.succeed();
  CHECK(second.settled());
  CHECK_FALSE(first.result);
  f.put("c");
  CHECK(f.waiting() == "");
  f.drains->cancel(*first.id);  // is over
}

TEST_CASE("only so many wait at a time") {
  ControlFixture f;
  f.map();
  f.put("a");
  std::vector<std::unique_ptr<Waiter>> waiters;
  for (std::size_t i = 0; i < Drains::kMax; ++i) waiters.push_back(std::make_unique<Waiter>(f));
  CHECK_THROWS_AS(Waiter{f}, core::ApiError);
  f.settle();
  f.succeed();
  CHECK(std::all_of(waiters.begin(), waiters.end(), [](const auto& w) { return w->settled(); }));
  CHECK(Waiter(f).settled());
}

TEST_CASE("one look at a mapping serves all who wait, and the first is told what was done") {
  ControlFixture f;
  const auto id = f.map_queue(R"(,"Enabled":false)");
  f.queue.send("a");
  std::vector<std::unique_ptr<Waiter>> waiters;
  for (int i = 0; i < 50; ++i) waiters.push_back(std::make_unique<Waiter>(f));
  const Drains::Wanted of_region{
      {{},      f.engine.scope.region},
      {       },
      10s
  };
  for (int i = 0; i < 40; ++i) waiters.push_back(std::make_unique<Waiter>(f, of_region));
  f.settle();
  const std::size_t before = f.queue.looks;
  f.drains->begin_anew({core::AccountId("000000000001"), {}});  // an occasion to look
  f.settle();
  CHECK(f.queue.looks - before == 1);
  f.queue_mappings->update(*f.queue_mappings->find(id),
                           core::json::Document::parse(R"({"Enabled":true})").root().object());
  f.settle();
  f.succeed();
  CHECK(f.queue.looks - before < 20);
  std::uint64_t delivered = 0;
  for (const auto& waiter : waiters) {
    REQUIRE(waiter->settled());
    delivered += waiter->result->counts.delivered;
  }
  CHECK(delivered == 1);
  CHECK(waiters.front()->result->counts.delivered == 1);
}

TEST_CASE("many mappings are looked at in several turns, and again before all is settled") {
  ControlFixture f;
  f.map();
  f.put("a");
  const auto id = f.map_queue();
  for (std::size_t i = 1; i < 2 * Drains::kMaxLooked; ++i) {
    f.queue_mappings->restore(*f.queue_mappings->find(id));
  }
  Waiter waiter(f);
  CHECK(f.waiting() == "a");
  f.drains->begin_anew({core::AccountId("000000000001"), {}});  // an occasion to look
  std::vector<std::size_t> looks;
  for (bool runs = true; runs && looks.size() < 2;) {
    const std::size_t before = f.queue.looks;
    runs = f.alarms.run_due();
    if (f.queue.looks > before) looks.push_back(f.queue.looks - before);
  }
  CHECK(looks == std::vector<std::size_t>(2, Drains::kMaxLooked));
  f.queue.send("b");  // to those that were seen to be quiet; the stream's mapping wasn't yet
  f.succeed();
  CHECK_FALSE(waiter.result);
  REQUIRE(f.invoker.invocations.size() == 1);
  f.succeed();
  REQUIRE(waiter.settled());
  CHECK(waiter.result->counts.delivered == 2);
}

TEST_CASE("messages of queues that mappings read are waited for, in haste") {
  ControlFixture f;
  const auto id = f.map_queue(R"(,"MaximumBatchingWindowInSeconds":300)");
  f.queue.send("a");
  Waiter waiter(f);
  Waiter of_mapping(f, {{}, id, 10s});
  f.settle();
  CHECK_FALSE(waiter.result);
  REQUIRE(f.invoker.invocations.size() == 1);  // its window isn't waited for
  f.queue.send("b");
  f.succeed();
  CHECK_FALSE(waiter.result);
  REQUIRE(f.invoker.invocations.size() == 1);
  f.succeed();
  REQUIRE(waiter.settled());
  CHECK(of_mapping.settled());
  CHECK(waiter.result->counts.delivered == 2);
  CHECK(waiter.result->counts.invocations_ok == 2);
  f.queue.send("c");
  f.settle();
  CHECK(f.invoker.invocations.empty());  // nobody waits any more
}

TEST_CASE("what messages wait for is told") {
  ControlFixture f;
  const auto id = f.map_queue(R"(,"BatchSize":1)");
  const auto reason = [&] {
    Waiter impatient(f, {{}, {}, 0s});
    f.settle();
    REQUIRE(impatient.result);
    REQUIRE(impatient.result->waiting.size() == 1);
    const auto& waiting = impatient.result->waiting.front();
    CHECK(waiting.mapping == id);
    CHECK(waiting.function.get() == "f");
    CHECK_FALSE(waiting.shard);
    CHECK_FALSE(waiting.more_pending);
    return std::to_string(waiting.pending) + ": " + waiting.reason;
  };
  f.queue.send("a");
  f.settle();
  CHECK(reason() == "1: 1 invocation is running");
  f.queue.send("b");
  f.settle();
  CHECK(reason() == "2: 2 invocations are running");
  f.succeed();
  f.succeed();
  f.queue_mappings->update(*f.queue_mappings->find(id),
                           core::json::Document::parse(R"({"Enabled":false})").root().object());
  f.queue.send("c");
  CHECK(reason() == "1: the mapping is disabled");
}

}  // namespace drains_test
