#include "server/operations/queues/message_store.h"

#include "tests/unit/server/operations/queues/queue_fixture.h"

#include <utility>

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

TEST_CASE("so many queues are looked at in a piece, and as many old messages go") {
  QueueWorld world;
  auto& registry = world.queues.registry;
  const auto old_messages = [&] { return world.attribute("ApproximateNumberOfMessages", "z"); };
  const storage::TextMap attributes{
      {"MessageRetentionPeriod", "60"}
  };
  // "orders" is before, "z" behind them.
  for (int n = 0; n < 498; ++n) {
    registry.create(world.scope, "p" + std::to_string(n), attributes, {});
  }
  registry.create(world.scope, "z", attributes, {});
  for (int n = 0; n < 501; ++n) world.send("old", "", "z");
  world.clock.advance(60s);
  CHECK(world.queues.messages.remove_obsolete(true));
  CHECK(old_messages() == "1");
  CHECK(world.queues.messages.remove_obsolete(false) == false);
  CHECK(old_messages() == "0");

  registry.create(world.scope, "q", attributes, {});
  world.send("old", "", "z");
  world.clock.advance(60s);
  for (int round = 0; round < 2; ++round) {  // each begins with the first queue
    CHECK(world.queues.messages.remove_obsolete(true));
    CHECK(old_messages() == "1");
  }
  CHECK_FALSE(world.queues.messages.remove_obsolete(false));
  CHECK(old_messages() == "0");
}

TEST_CASE("messages that are too old are never received, and go in time") {
  QueueWorld world(R"({"MessageRetentionPeriod":"60"})");
  world.send("old");
  world.clock.advance(60s);
  world.send("new");
  CHECK(world.attribute("ApproximateNumberOfMessages") == "2");
  CHECK_FALSE(world.queues.messages.remove_obsolete(true));
  CHECK(world.attribute("ApproximateNumberOfMessages") == "1");
  CHECK(world.bodies() == Texts{"new"});
  world.clock.advance(59'999ms);
  CHECK_FALSE(world.queues.messages.remove_obsolete(true));
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

TEST_CASE("one receive sets only so many bytes of messages aside") {
  QueueWorld world(R"({"MessageRetentionPeriod":"60"})");
  for (int i = 0; i < 5; ++i) world.send(std::string(1 << 20, 'x'));
  world.clock.advance(60s);
  world.send("new");
  for (const char* left : {"4", "2"}) {
    CHECK(world.bodies().empty());
    CHECK(world.attribute("ApproximateNumberOfMessages") == left);
  }
  CHECK(world.bodies() == Texts{"new"});
}

TEST_CASE("a receive takes as many messages as have a megabyte together, at least one") {
  QueueWorld world;
  const auto sizes = [&] {
    std::vector<std::size_t> found;
    for (const std::string& body : world.bodies()) found.push_back(body.size());
    return found;
  };
  for (const std::size_t size : {524'288, 524'288, 1, 1'048'576, 1'048'576, 2}) {
    world.send(std::string(size, 'x'));
  }
  CHECK(sizes() == std::vector<std::size_t>{524'288, 524'288});
  CHECK(world.attribute("ApproximateNumberOfMessages") == "4");
  CHECK(sizes() == std::vector<std::size_t>{1});
  CHECK(sizes() == std::vector<std::size_t>{1'048'576});
  CHECK(sizes() == std::vector<std::size_t>{1'048'576});
  CHECK(sizes() == std::vector<std::size_t>{2});
}

TEST_CASE("a piece of a removal has so many bytes of messages") {
  QueueWorld world(R"({"MessageRetentionPeriod":"60"})");
  for (int i = 0; i < 3; ++i) world.send(std::string(1 << 20, 'x'));
  SUBCASE("too old") {
    world.clock.advance(60s);
  }
  SUBCASE("purged") {
    world.answer("PurgeQueue", QueueWorld::about("orders"));
  }
  const auto left = [&] {
    auto count = world.connection.prepare("SELECT count(*) FROM message");
    auto run = count.run();
    return run.next() ? run.whole(0) : -1;
  };
  CHECK(world.queues.messages.remove_obsolete(true));
  CHECK(left() == 1);
  world.queues.messages.remove_obsolete(false);
  CHECK(left() == 0);
}

TEST_CASE("many messages are counted in later turns, those of one count a turn") {
  QueueWorld world;
  world.connection.execute(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50001) "
      "INSERT INTO message (bucket, sent_at, visible_at, receive_count) "
      "SELECT 1, 1734480000000, 1734480000000, 0 FROM n");
  std::string done;
  const auto count = [&](char name) {
    world.queues.messages.count(*world.queues.registry.find(world.scope, "orders"),
                                [&done, name](const storage::MessageCounts& counts) {
                                  if (counts.visible == 50001) done += name;
                                });
  };
  count('a');
  count('b');
  for (const char* expected : {"", "a", "a", "ab"}) {
    CHECK(done == expected);
    for (const auto& end : std::exchange(world.deferred, {})) end();
  }
  CHECK(world.deferred.empty());
  count('c');
  world.run_turn();
  CHECK(done == "abc");
}

// In bytes of a turn.
namespace {

constexpr std::size_t kMessage = 4 << 10;  // also a look for messages

using server::operations::Queue;

void send_two(QueueWorld& world, Queue& queue) {
  std::vector<server::operations::OutgoingMessage> messages(2);
  messages[0].body = "body";
  messages[1].attributes = "{}";
  world.queues.messages.send(queue, std::move(messages), [](bool) {});
}

void receive_two(QueueWorld& world, Queue& queue) {
  world.queues.messages.receive(queue, {10, 30s}, [](const auto&) {});
}

void count_and_receive_two(QueueWorld& world, Queue& queue) {
  world.connection.execute(
      "INSERT INTO message (bucket, sent_at, visible_at, receive_count) "
      "VALUES (1, 1, 1734480900000, 1), (1, 1, 1734480900000, 0)");
  queue.in_flight_at_most.reset();
  receive_two(world, queue);
}

void erase_two(QueueWorld& world, Queue& queue) {
  world.queues.messages.erase(queue, {1, 2}, [](bool) {});
}

void hand_one_back(QueueWorld& world, Queue& queue) {
  world.queues.messages.hand_back(queue, {
                                             {queue.stored.id, 1, 1}
  });
}

void change_two(QueueWorld& world, Queue& queue) {
  std::vector<server::operations::VisibilityChange> changes(2);
  world.queues.messages.change_visibility(queue, std::move(changes), [](const auto&) {});
}

}  // namespace

TEST_CASE("messages count for what a turn may do") {
  struct Case {
    void (*submit)(QueueWorld&, Queue&);
    std::size_t bytes;
  };
  const Case cases[] = {
      {send_two,              2 * kMessage + 6         },
      {receive_two,           3 * kMessage + 4 * 3     },
      {count_and_receive_two, 3 * kMessage + 4 * 3 + 32},
      {erase_two,             2 * kMessage + 3         },
      {hand_one_back,         kMessage                 },
      {change_two,            2 * kMessage             },
  };
  for (const Case& c : cases) {
    for (const std::size_t missing : {0, 1}) {
      CAPTURE(c.bytes);
      CAPTURE(missing);
      QueueWorld world;
      world.send("a");
      world.send("bc");
      const std::size_t before = storage::Writer::kMaxTurnBytes - c.bytes - missing;
      world.writer.submit([&] { world.writer.count(before); }, {});
      c.submit(world, *world.queues.registry.find(world.scope, "orders"));
      bool next = false;
      world.writer.submit([] {}, [&](bool) { next = true; });
      for (const auto& end : std::exchange(world.deferred, {})) end();
      CHECK(next == (missing == 1));
      world.run_turn();
      CHECK(next);
    }
  }
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
