#include "server/operations/queues/message_store.h"

#include "tests/unit/server/operations/queues/queue_fixture.h"

namespace message_store_test {

using namespace std::chrono_literals;

namespace {

// "orders" with a dead-letter queue that takes what was received so often.
struct RedriveWorld : QueueWorld {
  explicit RedriveWorld(int count) {
    create("dead");
    answer("SetQueueAttributes",
           about("orders", R"(,"Attributes":{"VisibilityTimeout":"1","RedrivePolicy":)"
                           R"("{\"deadLetterTargetArn\":\")" +
                               arn("dead") + R"(\",\"maxReceiveCount\":)" + std::to_string(count) +
                               R"(}"})"));
  }
};

}  // namespace

TEST_CASE("a message that was received too often moves to the dead-letter queue") {
  RedriveWorld world(2);
  world.send("poison");
  for (int i = 0; i < 2; ++i) {
    CHECK(world.bodies() == Texts{"poison"});
    CHECK(world.bodies("", "dead").empty());
    world.clock.advance(1s);
  }
  world.send("good");
  CHECK(world.bodies() == Texts{"good"});
  const std::string dead = world.receive(R"(,"MessageSystemAttributeNames":["All"])", "dead");
  CHECK(QueueWorld::members(dead, "Body") == Texts{"poison"});
  CHECK(QueueWorld::members(dead, "Attributes") ==
        Texts{R"({"SenderId":"AIDAXRVJUWVDEPNT4IQ3C",)"
              R"("ApproximateFirstReceiveTimestamp":"1734480000000",)"
              R"("ApproximateReceiveCount":"3","SentTimestamp":"1734480000000",)"
              R"("DeadLetterQueueSourceArn":"arn:aws:sqs:us-east-1:000000000000:orders"})"});
}

TEST_CASE("a receive that is handed back doesn't count, and the message has its old place") {
  RedriveWorld world(1);
  world.send("first");
  world.clock.advance(1ms);
  world.send("second");
  auto& queue = *world.queues.registry.find(world.scope, "orders");
  const auto receive = [&] {
    std::vector<server::operations::ReceiptHandle> handles;
    world.queues.messages.receive(queue, {1, 30s}, [&](const auto& result) {
      const auto& state = result->messages.at(0).state;
      handles.push_back({queue.stored.id, state.id, state.receive_count});
    });
    world.run_turn();
    return handles;
  };
  const auto handles = receive();
  CHECK(world.attribute("ApproximateNumberOfMessagesNotVisible") == "1");
  world.queues.messages.hand_back(queue, handles);
  world.run_turn();
  CHECK(world.attribute("ApproximateNumberOfMessages") == "2");
  const std::string received = world.receive(R"(,"MessageSystemAttributeNames":["All"])");
  CHECK(QueueWorld::members(received, "Body") == Texts{"first"});
  CHECK(received.find(R"("ApproximateReceiveCount":"1")") != std::string::npos);
  CHECK(received.find(R"("ApproximateFirstReceiveTimestamp":"1734480000001")") !=
        std::string::npos);
}

TEST_CASE("a later receive that is handed back leaves what the earlier one said") {
  QueueWorld world;
  world.send("a");
  world.bodies(R"(,"VisibilityTimeout":1)");
  world.clock.advance(1s);
  world.send("b");
  auto& queue = *world.queues.registry.find(world.scope, "orders");
  std::vector<server::operations::ReceiptHandle> handles;
  world.queues.messages.receive(queue, {1, 30s}, [&](const auto& result) {
    const auto& state = result->messages.at(0).state;
    handles.push_back({queue.stored.id, state.id, state.receive_count});
  });
  world.run_turn();
  SUBCASE("unless it was received again") {
    world.clock.advance(30s);
    CHECK(world.bodies().size() == 2);
    world.queues.messages.hand_back(queue, handles);
    world.run_turn();
    CHECK(world.bodies().empty());
  }
  SUBCASE("behind those that are visible") {
    world.clock.advance(1ms);
    world.queues.messages.hand_back(queue, handles);
    world.run_turn();
    CHECK(world.bodies(R"(,"MaxNumberOfMessages":1)") == Texts{"b"});
    const std::string received = world.receive(R"(,"MessageSystemAttributeNames":["All"])");
    CHECK(received.find(R"("ApproximateReceiveCount":"2")") != std::string::npos);
    CHECK(received.find(R"("ApproximateFirstReceiveTimestamp":"1734480000000")") !=
          std::string::npos);
  }
}

TEST_CASE("without its dead-letter queue, a message stays") {
  RedriveWorld world(1);
  world.send("poison");
  CHECK(world.bodies() == Texts{"poison"});
  world.answer("DeleteQueue", QueueWorld::about("dead"));
  world.clock.advance(1s);
  CHECK(world.bodies() == Texts{"poison"});
}

TEST_CASE("messages that are too old are never received, and go in time") {
  QueueWorld world(R"({"MessageRetentionPeriod":"60"})");
  world.send("old");
  world.clock.advance(60s);
  world.send("new");
  CHECK(world.attribute("ApproximateNumberOfMessages") == "2");
  CHECK_FALSE(world.queues.messages.remove_obsolete());
  CHECK(world.attribute("ApproximateNumberOfMessages") == "1");
  CHECK(world.bodies() == Texts{"new"});
  world.clock.advance(59'999ms);
  CHECK_FALSE(world.queues.messages.remove_obsolete());
  CHECK(world.bodies() == Texts{"new"});
  world.clock.advance(1ms);
  CHECK(world.bodies().empty());
}

TEST_CASE("one receive sets only some messages aside") {
  QueueWorld world(R"({"MessageRetentionPeriod":"60"})");
  for (int i = 0; i < 120; ++i) world.send("old");
  world.clock.advance(60s);
  world.send("new");
  CHECK(world.bodies().empty());
  CHECK(world.bodies() == Texts{"new"});
}

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

TEST_CASE("messages come again when the clock goes back behind them") {
  QueueWorld world;
  world.clock.advance(1h);
  world.send("later");
  world.clock.set(world.clock.now() - 1h);
  CHECK(world.bodies().empty());
  world.queues.messages.date_back();
  CHECK(world.bodies() == Texts{"later"});
  CHECK(world.bodies().empty());
  world.clock.set(world.clock.now() + 30s);
  CHECK(world.bodies() == Texts{"later"});
}

TEST_CASE("visible messages are counted up to a number") {
  QueueWorld world;
  const auto count = [&](std::size_t most) {
    return world.queues.messages.count_visible(*world.queues.registry.find(world.scope, "orders"),
                                               most);
  };
  CHECK(count(10) == 0);
  for (int i = 0; i < 3; ++i) world.send("m");
  CHECK(count(10) == 3);
  CHECK(count(2) == 2);
  world.bodies();
  CHECK(count(10) == 0);
}

}  // namespace message_store_test
