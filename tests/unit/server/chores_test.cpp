#include "server/chores.h"

#include "tests/support/engine.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <utility>

namespace chores_test {

using namespace std::chrono_literals;

namespace {

// Goes off when the test says so.
struct FakeAlarm : lambda_host::Alarm {
  struct State {
    core::Duration delay{};
    std::function<void()> call;
    // Runs a round; stops when a pause is set.
    void run() {
      while (call && delay < server::Chores::kPause) std::exchange(call, nullptr)();
    }
    void run_round() {
      std::exchange(call, nullptr)();
      run();
    }
  };
  explicit FakeAlarm(State& shared) : state(shared) {}
  void after(core::Duration delay, std::function<void()> to_call) override {
    state.delay = delay;
    state.call = std::move(to_call);
  }
  void cancel() override { state.call = nullptr; }
  State& state;
};

struct Fixture {
  explicit Fixture(std::vector<server::Chore> list)
      : chores(std::move(list), std::make_unique<FakeAlarm>(alarm)) {}

  FakeAlarm::State alarm;
  server::Chores chores;
};

}  // namespace

TEST_CASE("chores go round, a piece a turn, and rest between rounds") {
  std::string done;
  int pieces = 3;
  const auto a = [&](bool) {
    done += 'a';
    return --pieces > 0;
  };
  const auto b = [&](bool) {
    done += 'b';
    return false;
  };
  Fixture f({
      server::Chore{"a", a},
      server::Chore{ "b",  b, 2}
  });
  CHECK(done.empty());
  std::exchange(f.alarm.call, nullptr)();
  CHECK(done == "a");
  CHECK(f.alarm.delay == server::Chores::kPieceGap);  // others come in between
  f.alarm.run();
  CHECK(done == "aaab");
  CHECK(f.alarm.delay == server::Chores::kPause);
  f.alarm.run_round();
  CHECK(done == "aaaba");  // b is for each second round
  f.alarm.run_round();
  CHECK(done == "aaabaab");
}

TEST_CASE("a moved clock has all chores done from the beginning before it is answered") {
  std::string done;
  const auto doing = [&](char name) {
    return [&done, name](bool) {
      done += name;
      return false;
    };
  };
  Fixture f({
      server::Chore{"a",         doing('a')},
      server::Chore{ "b", doing('b'),         60}
  });
  f.alarm.run();
  std::exchange(f.alarm.call, nullptr)();  // in the middle of a round
  done.clear();
  f.chores.do_all([&] { done += '1'; });
  f.chores.do_all([&] { done += '2'; });
  f.alarm.run();
  CHECK(done == "ab12");
}

TEST_CASE("a moved clock has walks that are under way begun again") {
  // Each walk has three pieces; "A" is the first one's beginning, "a" its going on.
  std::string done;
  const auto walk = [&](char name) {
    return [&done, name, left = 0](bool first) mutable {
      if (first) left = 3;
      done += static_cast<char>(first ? name : name - 'A' + 'a');
      return --left > 0;
    };
  };
  Fixture f({
      server::Chore{"a", walk('A')},
      server::Chore{"b", walk('B')}
  });
  const auto step = [&] { std::exchange(f.alarm.call, nullptr)(); };
  for (int i = 0; i < 4; ++i) step();
  CHECK(done == "AaaB");
  f.chores.do_all([&] { done += '1'; });
  step();
  step();
  CHECK(done == "AaaBAa");
  f.chores.do_all([&] { done += '2'; });
  f.alarm.run();
  CHECK(done == "AaaBAaAaaBbb12");
  f.alarm.run_round();
  CHECK(done == "AaaBAaAaaBbb12AaaBbb");
}

TEST_CASE("a chore that fails doesn't keep the others from being done") {
  bool done = false;
  const auto fail = [](bool) -> bool { throw std::runtime_error("disk"); };
  const auto succeed = [&](bool) {
    done = true;
    return false;
  };
  Fixture f({
      server::Chore{"a", fail   },
      server::Chore{"b", succeed}
  });
  f.alarm.run();
  CHECK(done);
}

TEST_CASE("all that ages is looked after when the clock moves") {
  tests::Engine engine;
  engine.answer("CreateTable",
                R"({"TableName":"Things","BillingMode":"PAY_PER_REQUEST",)"
                R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
                R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"StreamSpecification":)"
                R"({"StreamEnabled":true,"StreamViewType":"KEYS_ONLY"}})");
  engine.answer("UpdateTimeToLive", R"({"TableName":"Things","TimeToLiveSpecification":)"
                                    R"({"Enabled":true,"AttributeName":"ttl"}})");
  const auto expires = std::to_string(core::epoch_milliseconds(engine.clock.now() + 1h) / 1000);
  engine.answer("PutItem",
                R"({"TableName":"Things","Item":{"id":{"S":"a"},"ttl":{"N":")" + expires + "\"}}}");
  engine.answer("CreateLogGroup", R"({"logGroupName":"g"})");
  engine.answer("PutRetentionPolicy", R"({"logGroupName":"g","retentionInDays":1})");
  engine.answer("CreateLogStream", R"({"logGroupName":"g","logStreamName":"s"})");
  engine.answer("PutLogEvents",
                R"({"logGroupName":"g","logStreamName":"s","logEvents":[{"timestamp":)" +
                    std::to_string(core::epoch_milliseconds(engine.clock.now())) +
                    R"(,"message":"m"}]})");
  Fixture f(
      server::ageing_chores({engine.catalog, engine.writer, engine.backups, engine.copies,
                             engine.logs, engine.stream_registry, engine.shard_log, engine.clock}));
  engine.clock.advance(25h);
  bool answered = false;
  f.chores.do_all([&] { answered = true; });
  f.alarm.run();
  engine.run_turn();
  CHECK(answered);
  const auto* stream = engine.stream_registry.list(engine.scope, "", "").front();
  REQUIRE(stream->shards.size() == 2);  // rolled
  CHECK(stream->shards[0].trimmed_to);
  CHECK_FALSE(stream->shards[1].trimmed_to);
  CHECK(engine.answer("GetItem", R"({"TableName":"Things","Key":{"id":{"S":"a"}}})") == "{}");
  CHECK(engine.answer("FilterLogEvents", R"({"logGroupName":"g"})").find("\"m\"") ==
        std::string::npos);
}

TEST_CASE("chores wait while writers are behind, and begin where they would have") {
  tests::Engine engine;
  engine.answer("CreateTable",
                R"({"TableName":"Tab","BillingMode":"PAY_PER_REQUEST",)"
                R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
                R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]})");
  std::string done;
  const auto chores = server::behind_writers(
      {
          server::Chore{"a",
                        [&](bool first) {
                          done += first ? 'A' : 'a';
                          return false;
                        }}
  },
      engine.writer);
  CHECK_FALSE(chores[0].step(true));
  CHECK(done == "A");
  for (int n = 0; n < 25; ++n) {  // more than a turn may write
    storage::WriteRequest request;
    request.table = engine.catalog.find(engine.scope, "Tab");
    request.item_key = "k" + std::to_string(n);
    request.write = core::PutItem{
        core::Item{{"id", core::AttributeValue(request.item_key)},
                   {"x", core::AttributeValue(std::string(390'000, 'x'))}},
        {                                              }
    };
    engine.writer.submit(std::move(request), [](const auto&) {});
  }
  for (auto& end : std::exchange(engine.deferred, {})) end();
  CHECK(chores[0].step(true));
  CHECK(chores[0].step(false));
  CHECK(done == "A");
  engine.run_turn();
  CHECK_FALSE(chores[0].step(false));
  CHECK_FALSE(chores[0].step(false));
  CHECK(done == "AAa");
}

TEST_CASE("logs are cut to what they may hold, each round, and stay so") {
  tests::Engine engine;
  Fixture f(server::ageing_chores({engine.catalog, engine.writer, engine.backups, engine.copies,
                                   engine.logs, engine.stream_registry, engine.shard_log,
                                   engine.clock, 3 * (1 + 26)}));
  const auto append = [&](int count) {
    const std::vector<storage::NewLogEvent> events(static_cast<std::size_t>(count), {1, "m"});
    engine.writer.transact([&] { engine.logs.append(engine.scope, "g", "s", events, 1); });
  };
  const auto held = [&] { return engine.logs.find_group(engine.scope, "g")->stored_bytes / 27; };
  for (const int count : {3, 1, 2500}) {
    append(count);
    f.chores.do_all([] {});
    f.alarm.run();
    CHECK(held() == 3);
  }
}

TEST_CASE("what is cached of a deleted table is dropped in time") {
  tests::Engine engine;
  engine.answer("CreateTable",
                R"({"TableName":"Tab","BillingMode":"PAY_PER_REQUEST",)"
                R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
                R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]})");
  for (int n = 0; n < 2000; ++n) {  // in more slots than a piece looks at
    engine.answer("PutItem",
                  R"({"TableName":"Tab","Item":{"id":{"S":")" + std::to_string(n) + R"("}}})");
  }
  engine.answer("DeleteTable", R"({"TableName":"Tab"})");
  Fixture f(
      server::ageing_chores({engine.catalog, engine.writer, engine.backups, engine.copies,
                             engine.logs, engine.stream_registry, engine.shard_log, engine.clock}));
  CHECK(engine.catalog.drop_forgotten_items());
  f.chores.do_all([] {});
  f.alarm.run();
  CHECK_FALSE(engine.catalog.drop_forgotten_items());
}

TEST_CASE("what a deleted table leaves is emptied in time") {
  tests::Engine engine;
  engine.answer("CreateTable",
                R"({"TableName":"Things","BillingMode":"PAY_PER_REQUEST",)"
                R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"N"}],)"
                R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]})");
  for (std::size_t i = 0; i <= 2 * storage::LeftoverTables::kRows; ++i) {
    engine.answer("PutItem",
                  R"({"TableName":"Things","Item":{"id":{"N":")" + std::to_string(i) + "\"}}}");
  }
  engine.answer("DeleteTable", R"({"TableName":"Things"})");
  CHECK(engine.catalog.leftovers().any());
  engine.answer("CreateTable",  // doesn't get in its way
                R"({"TableName":"Things","BillingMode":"PAY_PER_REQUEST",)"
                R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"N"}],)"
                R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]})");
  Fixture f(
      server::ageing_chores({engine.catalog, engine.writer, engine.backups, engine.copies,
                             engine.logs, engine.stream_registry, engine.shard_log, engine.clock}));
  f.chores.do_all([] {});
  f.alarm.run();
  CHECK_FALSE(engine.catalog.leftovers().any());
}

}  // namespace chores_test
