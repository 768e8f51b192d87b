// How MessageStore keeps count of what is in flight.
#include "server/operations/queues/message_store.h"
#include "tests/support/failing_commit.h"
#include "tests/unit/server/operations/queues/queue_fixture.h"

#include <limits>

namespace message_store_in_flight_test {

using namespace std::chrono_literals;

TEST_CASE("120,000 messages may be in flight, and no more") {
  QueueWorld world;
  world.connection.execute(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 119999) "
      "INSERT INTO message (bucket, sent_at, visible_at, receive_count) "
      "SELECT 1, 1734480000000, 1734480010000, 1 FROM n");
  world.queues.registry.find(world.scope, "orders")->in_flight_at_most.reset();
  world.send("a");
  world.send("b");
  CHECK(world.bodies(R"(,"MaxNumberOfMessages":1,"VisibilityTimeout":100)") == Texts{"a"});
  CHECK(world.error("ReceiveMessage", QueueWorld::about("orders")) ==
        "OverLimit: The maximum number of in flight messages is reached: 120000.");
  world.clock.advance(10s);
  CHECK(world.error("ReceiveMessage", QueueWorld::about("orders")).empty());
}

// As many in flight as may be, counted: the first becomes visible in ten seconds.
namespace {

struct FullWorld : QueueWorld {
  FullWorld() : QueueWorld(R"({"MessageRetentionPeriod":"60"})") {
    connection.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120000) "
        "INSERT INTO message (bucket, sent_at, visible_at, receive_count, last_received_at) "
        "SELECT 1, 1734480000000 - (i = 1), 1734480010000 + i, 1, 1734480000000 FROM n");
    connection.execute(
        "INSERT INTO message_content SELECT id, '', '', '', '', '', '' FROM message");
    queue().in_flight_at_most.reset();
    send("a");
    CHECK_FALSE(receives());
  }
  server::operations::Queue& queue() { return *queues.registry.find(scope, "orders"); }
  bool receives() {
    return error("ReceiveMessage", about("orders", R"(,"VisibilityTimeout":0)")).empty();
  }
  // Behind the store's back.
  void erase_one() { connection.execute("DELETE FROM message WHERE id = 120000"); }
};

}  // namespace

TEST_CASE("messages in flight are counted again when one becomes visible, and not before") {
  FullWorld world;
  world.erase_one();
  world.clock.advance(10s);
  CHECK_FALSE(world.receives());
  world.clock.advance(1ms);
  CHECK(world.receives());
}

TEST_CASE("messages in flight are counted again when one may have left") {
  FullWorld world;
  auto& messages = world.queues.messages;
  SUBCASE("erased") {
    messages.erase(world.queue(), {7}, [](bool) {});
  }
  SUBCASE("visible at once") {
    messages.change_visibility(world.queue(),
                               {
                                   {7, 0s}
    },
                               [](const auto&) {});
  }
  SUBCASE("handed back") {
    messages.hand_back(world.queue(), {
                                          {world.queue().stored.id, 7, 1}
    });
  }
  SUBCASE("too old") {
    world.clock.set(world.clock.now() + 60s - 1ms);
    world.connection.execute("UPDATE message SET visible_at = visible_at + 60000");
    world.queue().in_flight_until = std::numeric_limits<std::int64_t>::max();
    CHECK_FALSE(messages.remove_obsolete(true));
  }
  SUBCASE("the clock went back") {
    world.clock.set(world.clock.now() - 1ms);
    world.erase_one();
    world.queues.dating.begin();
    world.clock.set(world.clock.now() + 1ms);
  }
  SUBCASE("a commit failed") {
    world.erase_one();
    const tests::FailingCommit failing(world.connection);
    messages.receive(world.queue(), {1, 0s}, [](const auto&) {});
    world.run_turn();
  }
  world.run_turn();
  CHECK(world.receives());
}

TEST_CASE("what is received for a moment counts as in flight for that moment") {
  QueueWorld world;
  world.send("a");
  auto& queue = *world.queues.registry.find(world.scope, "orders");
  queue.in_flight_at_most = 119'999;
  queue.in_flight_until = std::numeric_limits<std::int64_t>::max();
  CHECK(world.bodies(R"(,"VisibilityTimeout":0)") == Texts{"a"});
  CHECK(world.bodies(R"(,"VisibilityTimeout":0)") == Texts{"a"});
}

TEST_CASE("a message that was visible and is hidden by its old receipt is in flight") {
  QueueWorld world;
  world.send("a");
  auto& queue = *world.queues.registry.find(world.scope, "orders");
  const auto change = [&](core::Duration timeout) {
    world.queues.messages.change_visibility(queue,
                                            {
                                                {1, timeout}
    },
                                            [](const auto&) {});
    world.run_turn();
  };
  world.bodies(R"(,"VisibilityTimeout":1)");
  CHECK(queue.in_flight_at_most == 1);
  change(2s);
  CHECK(queue.in_flight_at_most == 1);
  world.clock.advance(2s);
  change(1s);
  CHECK(queue.in_flight_at_most == 2);
}

}  // namespace message_store_in_flight_test
