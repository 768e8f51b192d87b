#include "server/operations/queues/message_dating.h"

#include "tests/support/failing_commit.h"
#include "tests/unit/server/operations/queues/queue_fixture.h"

#include <doctest/doctest.h>

#include <optional>

namespace message_dating_test {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

namespace {

struct World : QueueWorld {
  server::operations::MessageDating& dating = queues.dating;

  int finish(std::size_t piece = server::operations::MessageDating::kPiece) {
    int steps = 0;
    while (dating.step(piece)) ++steps;
    return steps;
  }
};

}  // namespace

TEST_CASE_FIXTURE(World, "messages come again when the clock goes back behind them") {
  finish();
  clock.advance(1h);
  send("later");
  clock.set(clock.now() - 1h);
  CHECK(finish() == 0);
  CHECK(bodies().empty());
  dating.begin();
  finish();
  CHECK(bodies() == Texts{"later"});
  CHECK(bodies().empty());
  clock.set(clock.now() + 30s);
  CHECK(bodies() == Texts{"later"});
}

TEST_CASE_FIXTURE(World, "so do those that an earlier process left ahead of the clock") {
  clock.advance(1h);
  send("later");
  clock.set(clock.now() - 1h);
  finish();
  CHECK(bodies() == Texts{"later"});
}

TEST_CASE_FIXTURE(World, "a step dates so many, and begins again when the clock goes back again") {
  clock.advance(1h);
  for (const char* body : {"one", "two", "three"}) send(body);
  clock.set(clock.now() - 1h);
  CHECK(dating.step(2));
  CHECK(bodies(R"(,"MaxNumberOfMessages":10,"VisibilityTimeout":0)") == Texts{"one", "two"});
  clock.set(clock.now() - 1h);
  dating.begin();
  CHECK(finish(2) == 1);
  CHECK(bodies() == Texts{"one", "two", "three"});
}

TEST_CASE_FIXTURE(World, "whoever waits for a message gets one that was dated") {
  clock.advance(1h);
  send("later");
  clock.set(clock.now() - 1h);
  std::optional<std::size_t> received;
  queues.polls.receive(
      *queues.registry.find(scope, "orders"), {1, 30s}, 20s, nullptr,
      [&](const auto& result) { received = result->messages.size(); }, [] {});
  run_turn();
  CHECK_FALSE(received);
  finish();
  run_turn();
  CHECK(received == 1U);
}

TEST_CASE_FIXTURE(World, "a piece that can't be stored is dated later") {
  clock.advance(1h);
  send("later");
  clock.set(clock.now() - 1h);
  {
    const tests::FailingCommit failing(connection);
    CHECK_THROWS(dating.step());
  }
  CHECK(bodies().empty());
  finish();
  CHECK(bodies() == Texts{"later"});
}

}  // namespace message_dating_test
