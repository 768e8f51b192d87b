#include "server/sns/own_notifications.h"

#include "tests/unit/server/sns/sns_fixture.h"

#include <doctest/doctest.h>

namespace own_notifications_test {

using namespace server::sns;

TEST_CASE_FIXTURE(SnsFixture, "the program publishes messages of its own, with attributes") {
  make_topic();
  engine.answer("CreateQueue", R"({"QueueName":"q"})");
  subscribe(kQueue);
  int told = 0;
  publish_own_message(*topics.find_topic(engine.scope, "t"), topics, engine.services, "document",
                      {
                          {"ErrorCode", "Number", "200"}
  },
                      [&](bool committed) { told += committed ? 1 : 100; });
  CHECK(told == 0);
  engine.run_turn();
  CHECK(told == 1);
  const std::string message = received();
  CHECK(message.find(R"(\"Message\" : \"document\")") != std::string::npos);
  CHECK(message.find(R"(\"TopicArn\" : \"arn:aws:sns:us-east-1:000000000000:t\")") !=
        std::string::npos);
  CHECK(message.find(R"(\"ErrorCode\" : {\"Type\":\"Number\",\"Value\":\"200\"})") !=
        std::string::npos);
}

}  // namespace own_notifications_test
