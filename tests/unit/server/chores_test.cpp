#include "server/chores.h"

#include "tests/support/engine.h"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace std::chrono_literals;

namespace {

// Goes off when the test says so.
struct FakeAlarm : lambda_host::Alarm {
  struct State {
    core::Duration delay{};
    std::function<void()> call;
    // Runs what is set for this turn; stops when a pause is.
    void run() {
      while (call && delay == core::Duration::zero()) std::exchange(call, nullptr)();
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
  const auto a = [&] {
    done += 'a';
    return --pieces > 0;
  };
  const auto b = [&] {
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
    return [&done, name] {
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

TEST_CASE("a chore that fails doesn't keep the others from being done") {
  bool done = false;
  const auto fail = []() -> bool { throw std::runtime_error("disk"); };
  const auto succeed = [&] {
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
  Fixture f(server::ageing_chores({engine.catalog, engine.writer, engine.logs,
                                   engine.stream_registry, engine.shard_log, engine.clock}));
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
