#include "server/operations/queues/queue_registry.h"

#include "tests/unit/server/operations/queues/queue_fixture.h"

using server::operations::Queue;
using server::operations::Queues;

TEST_CASE("queues and messages are what they were after a restart") {
  QueueWorld world(R"({"VisibilityTimeout":"5"})");
  world.send("a");
  world.receive();
  Queues again(world.connection, world.writer, world.clock, world.alarms.maker()());
  Queue* queue = again.registry.find(world.scope, "orders");
  REQUIRE(queue);
  CHECK(queue->settings.visibility_timeout == std::chrono::seconds(5));
  CHECK(queue->stored.name.get() == "orders");
  CHECK(again.registry.find(queue->stored.id) == queue);
  CHECK(again.messages.count(*queue).in_flight == 1);
  std::size_t received = 0;
  world.clock.advance(std::chrono::seconds(5));
  again.messages.receive(*queue, {},
                         [&](const auto& result) { received = result->messages.size(); });
  world.run_turn();
  CHECK(received == 1);
}

TEST_CASE("a queue is found by an ARN of its scope") {
  QueueWorld world;
  auto& registry = world.queues.registry;
  CHECK(registry.find_by_arn(world.scope, QueueWorld::arn("orders")));
  CHECK_FALSE(registry.find_by_arn(world.scope, QueueWorld::arn("other")));
  CHECK_FALSE(registry.find_by_arn(world.scope, "arn:aws:sns:us-east-1:000000000000:orders"));
  CHECK_FALSE(registry.find_by_arn(world.scope, "arn:aws:sqs:us-east-1:111111111111:orders"));
  CHECK_FALSE(registry.find_by_arn(world.scope, "orders"));
}
