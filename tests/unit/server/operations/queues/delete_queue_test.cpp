#include "tests/unit/server/operations/queues/queue_fixture.h"

namespace delete_queue_test {

TEST_CASE("a deleted queue is gone, with its messages") {
  QueueWorld world;
  world.send("a");
  CHECK(world.answer("DeleteQueue", QueueWorld::about("orders")) == "{}");
  CHECK(world.error("ReceiveMessage", QueueWorld::about("orders")) ==
        "QueueDoesNotExist: The specified queue does not exist.");
  world.create("orders");
  CHECK(world.bodies().empty());
}

TEST_CASE("a purged queue is empty, messages in flight and delayed ones included") {
  QueueWorld world;
  world.send("a");
  world.receive();
  world.send("b", R"(,"DelaySeconds":1)");
  world.send("c");
  CHECK(world.answer("PurgeQueue", QueueWorld::about("orders")) == "{}");
  world.clock.advance(std::chrono::seconds(60));
  CHECK(world.bodies().empty());
  world.send("d");
  world.sweep();
  CHECK(world.bodies() == Texts{"d"});
}

TEST_CASE("a queue is purged once a minute, where statuses are delayed") {
  QueueWorld world;
  world.answer("PurgeQueue", QueueWorld::about("orders"));
  world.answer("PurgeQueue", QueueWorld::about("orders"));
  world.services.settings.delay_transient_statuses = true;
  world.clock.advance(std::chrono::milliseconds(59'999));
  CHECK(world.error("PurgeQueue", QueueWorld::about("orders")) ==
        "PurgeQueueInProgress: Only one PurgeQueue operation on orders is allowed every 60 "
        "seconds.");
  world.clock.advance(std::chrono::milliseconds(1));
  CHECK(world.error("PurgeQueue", QueueWorld::about("orders")).empty());
}

}  // namespace delete_queue_test
