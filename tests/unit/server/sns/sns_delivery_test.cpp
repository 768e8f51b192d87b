#include "server/sns/sns_delivery.h"

#include "tests/unit/server/sns/sns_fixture.h"

#include <doctest/doctest.h>

namespace sns_delivery_test {

using namespace server::sns;

namespace {

struct Fixture : SnsFixture {
  Fixture() { make_topic(); }
  void add(const std::string& queue, bool raw = false) {
    topics.store(Subscription{engine.scope, "t", "s-" + queue, "sqs",
                              "arn:aws:sqs:us-east-1:000000000000:" + queue, raw});
  }
  void deliver_one() {
    Notification notification;
    notification.messages = {
        {"default", "for all"   },
        {"sqs",     "for queues"}
    };
    notification.attributes = {
        {"colour", "String", "red"}
    };
    const Topic& topic = *topics.find_topic(engine.scope, "t");
    address(notification, topic, engine.clock);
    deliver(notification, topic, topics, engine.services, [this](bool committed) {
      ++answers;
      good = committed;
    });
  }
  int answers = 0;
  bool good = false;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "who delivers is told once, behind the commit") {
  engine.answer("CreateQueue", R"({"QueueName":"q"})");
  add("q");
  deliver_one();
  CHECK(answers == 0);
  engine.run_turn();
  CHECK(answers == 1);
  CHECK(good);
}

TEST_CASE_FIXTURE(Fixture, "a topic without subscribers takes all there is") {
  deliver_one();
  CHECK(answers == 0);
  engine.run_turn();
  CHECK(answers == 1);
  CHECK(good);
}

TEST_CASE_FIXTURE(Fixture, "a raw subscription gets text and attributes, others an envelope") {
  engine.answer("CreateQueue", R"({"QueueName":"q"})");
  add("q", true);
  deliver_one();
  engine.run_turn();
  const std::string raw = received();
  CHECK(raw.find(R"("Body":"for queues")") != std::string::npos);
  CHECK(raw.find(R"("MessageAttributes":{"colour":{"StringValue":"red","DataType":"String"}})") !=
        std::string::npos);
  add("q", false);
  deliver_one();
  engine.run_turn();
  const std::string wrapped = received();
  CHECK(wrapped.find(R"(\"Message\" : \"for queues\")") != std::string::npos);
  CHECK(wrapped.find(R"("MessageAttributes":{)") == std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "a queue that is gone keeps nothing from the others") {
  engine.answer("CreateQueue", R"({"QueueName":"q"})");
  add("gone");
  add("q");
  deliver_one();
  engine.run_turn();
  CHECK(answers == 1);
  CHECK(good);
  CHECK(received().find("for queues") != std::string::npos);
}

}  // namespace sns_delivery_test
