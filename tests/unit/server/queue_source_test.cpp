#include "server/queue_source.h"

#include "tests/unit/server/operations/queues/queue_fixture.h"

namespace queue_source_test {

using lambda_host::SourceMessage;

namespace {

struct SourceWorld : QueueWorld {
  std::unique_ptr<lambda_host::MessageSource::Receive> wait() {
    return source.receive(arn("orders"), 10, [this](std::vector<SourceMessage> messages) {
      ++calls;
      received = std::move(messages);
    });
  }
  void settle() {
    do run_turn();
    while (alarms.run_due());
    run_turn();
  }

  server::QueueSource source{queues};
  int calls = 0;
  std::vector<SourceMessage> received;
};

}  // namespace

TEST_CASE("messages come as events show them, and go when they are erased") {
  SourceWorld world;
  const auto waiting = world.wait();
  world.settle();
  CHECK(world.calls == 0);
  world.send("msg", R"(,"MessageAttributes":{"Foo":{"DataType":"String","StringValue":"Bar"}})");
  world.settle();
  REQUIRE(world.received.size() == 1);
  const SourceMessage& message = world.received[0];
  CHECK(message.body == "msg");
  CHECK(message.md5_of_body == "6e2baaf3b97dbeef01c0043275f9a0e7");
  CHECK(message.md5_of_message_attributes == "ae7155c6026991b6d54b11589678bf9c");
  CHECK(message.message_attributes == R"({"Foo":{"StringValue":"Bar","DataType":"String"}})");
  CHECK(message.attributes.find(R"("ApproximateReceiveCount":"1")") != std::string::npos);
  CHECK(message.receipt_handle.starts_with("AQEB"));
  CHECK(world.attribute("ApproximateNumberOfMessagesNotVisible") == "1");
  world.source.erase(QueueWorld::arn("orders"), {message.handle});
  world.run_turn();
  CHECK(world.attribute("ApproximateNumberOfMessagesNotVisible") == "0");
}

TEST_CASE("a receive that is given up takes nothing") {
  SourceWorld world;
  auto waiting = world.wait();
  world.settle();
  waiting.reset();
  CHECK(world.queues.polls.waiting() == 0);
  world.send("a");
  world.settle();
  CHECK(world.calls == 0);
  CHECK(world.bodies() == Texts{"a"});
}

TEST_CASE("a receive that is given up while it takes a message leaves no trace of it") {
  SourceWorld world;
  world.answer("CreateQueue", R"({"QueueName":"dead"})");
  world.answer("SetQueueAttributes",
               QueueWorld::about("orders", R"(,"Attributes":{"RedrivePolicy":)"
                                           R"("{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:)"
                                           R"(000000000000:dead\",\"maxReceiveCount\":1}"})"));
  world.send("a");
  auto waiting = world.wait();  // which looks in this turn of the loop
  waiting.reset();
  world.settle();
  CHECK(world.calls == 0);
  CHECK(world.attribute("ApproximateNumberOfMessagesNotVisible") == "0");
  const std::string received = world.receive(R"(,"AttributeNames":["All"])");
  CHECK(received.find(R"("Body":"a")") != std::string::npos);
  CHECK(received.find(R"("ApproximateReceiveCount":"1")") != std::string::npos);
}

TEST_CASE("the same of one that waited when the message came") {
  SourceWorld world;
  auto waiting = world.wait();
  world.settle();
  auto& queue = *world.queues.registry.find(world.scope, "orders");
  world.queues.messages.send(queue,
                             {
                                 {"id", "a", "", "", "", "", {}}
  },
                             [&](bool) {
                               // In the commit with which the message is taken.
                               world.writer.submit([] {}, [&](bool) { waiting.reset(); });
                             });
  world.settle();
  CHECK(world.calls == 0);
  CHECK(world.bodies() == Texts{"a"});
}

TEST_CASE("messages that are handed back are received again at once, others' aren't") {
  SourceWorld world;
  for (const char* body : {"a", "b", "c"}) world.send(body);
  const auto waiting = world.wait();
  world.settle();
  REQUIRE(world.received.size() == 3);
  const auto taken = world.received;
  world.source.erase(QueueWorld::arn("orders"), {taken[0].handle});
  world.run_turn();
  world.clock.advance(std::chrono::seconds(30));
  REQUIRE(world.bodies(R"(,"MaxNumberOfMessages":1)") == Texts{"b"});
  world.source.hand_back(QueueWorld::arn("orders"), taken);
  world.run_turn();
  CHECK(world.bodies() == Texts{"c"});
  world.source.hand_back(QueueWorld::arn("none"), taken);
}

TEST_CASE("a receive ends with nothing when its time is over or its queue goes") {
  SourceWorld world;
  auto waiting = world.wait();
  world.settle();
  world.clock.advance(std::chrono::seconds(20));
  world.settle();
  CHECK(world.calls == 1);
  CHECK(world.received.empty());
  waiting = world.wait();
  world.settle();
  world.answer("DeleteQueue", QueueWorld::about("orders"));
  CHECK(world.calls == 2);
}

TEST_CASE("what isn't a queue of ours is none") {
  SourceWorld world;
  CHECK(world.source.visibility_timeout(QueueWorld::arn("orders")) == std::chrono::seconds(30));
  for (const char* arn : {"", "arn:aws:sqs:us-east-1:000000000000:nope",
                          "arn:aws:sqs:us-east-1:111111111111:orders"}) {
    CHECK_FALSE(world.source.visibility_timeout(arn));
    CHECK(world.source.receive(arn, 1, [](const auto&) {}) == nullptr);
  }
}

TEST_CASE("visible messages are counted by the queue's ARN, and none of what is no queue") {
  SourceWorld world;
  world.send("a");
  world.send("b");
  CHECK(world.source.visible(SourceWorld::arn("orders"), 10) == 2);
  CHECK(world.source.visible(SourceWorld::arn("orders"), 1) == 1);
  CHECK(world.source.visible(SourceWorld::arn("none"), 10) == 0);
  CHECK(world.source.visible("x", 10) == 0);
}

}  // namespace queue_source_test
