#include "tests/unit/server/operations/queues/queue_fixture.h"

namespace receive_message_test {

using namespace std::chrono_literals;

TEST_CASE("messages come in the order in which they were sent, as many as are wanted") {
  QueueWorld world;
  for (const char* body : {"a", "b", "c"}) world.send(body);
  CHECK(world.bodies("") == Texts{"a"});
  CHECK(world.bodies(R"(,"MaxNumberOfMessages":2)") == Texts{"b", "c"});
  CHECK(world.receive() == "{}");
}

TEST_CASE("a message that was received is visible again after the timeout") {
  QueueWorld world;
  world.send("a");
  CHECK(world.bodies() == Texts{"a"});
  world.clock.advance(29'999ms);
  CHECK(world.bodies().empty());
  world.clock.advance(1ms);
  CHECK(world.bodies(R"(,"VisibilityTimeout":5)") == Texts{"a"});
  world.clock.advance(5s);
  CHECK(world.bodies(R"(,"VisibilityTimeout":0)") == Texts{"a"});
  CHECK(world.bodies(R"(,"VisibilityTimeout":0,"MaxNumberOfMessages":10)") == Texts{"a"});
}

TEST_CASE("one receive has each message once, be it visible still") {
  QueueWorld world;
  for (const char* body : {"a", "b", "c"}) world.send(body);
  world.clock.advance(1ms);
  CHECK(world.bodies(R"(,"VisibilityTimeout":0,"MaxNumberOfMessages":10)") == Texts{"a", "b", "c"});
  world.clock.advance(1ms);
  CHECK(world.bodies(R"(,"VisibilityTimeout":0,"MaxNumberOfMessages":2)") == Texts{"a", "b"});
}

TEST_CASE("a receiver sees the system attributes that it asks for") {
  QueueWorld world;
  world.send("a", R"(,"MessageSystemAttributes":{"AWSTraceHeader":)"
                  R"({"DataType":"String","StringValue":"Root=1"}})");
  world.clock.advance(5s);
  const auto attributes = [&](const std::string& more) {
    return QueueWorld::members(world.receive(more), "Attributes").at(0);
  };
  CHECK(attributes(R"(,"AttributeNames":["All"])") ==
        R"({"SenderId":"AIDAXRVJUWVDEPNT4IQ3C","ApproximateFirstReceiveTimestamp":"1734480005000",)"
        R"("ApproximateReceiveCount":"1","SentTimestamp":"1734480000000",)"
        R"("AWSTraceHeader":"Root=1"})");
  world.clock.advance(30s);
  CHECK(attributes(R"(,"MessageSystemAttributeNames":["ApproximateReceiveCount"],)"
                   R"("AttributeNames":["ApproximateFirstReceiveTimestamp"])") ==
        R"({"ApproximateFirstReceiveTimestamp":"1734480005000","ApproximateReceiveCount":"2"})");
  world.clock.advance(30s);
  CHECK(attributes("") == "none");
  CHECK(world.error("ReceiveMessage",
                    QueueWorld::about("orders", R"(,"AttributeNames":["Color"])")) ==
        "InvalidAttributeName: Unknown Attribute Color.");
}

TEST_CASE("a receiver sees the message attributes that it asks for, and their digest") {
  QueueWorld world(R"({"VisibilityTimeout":"0"})");
  world.send("msg", R"(,"MessageAttributes":{"Hello":{"DataType":"String","StringValue":"There"},)"
                    R"("General":{"DataType":"String","StringValue":"Kenobi"}})");
  const std::string some = world.receive(R"(,"MessageAttributeNames":["Hello"])");
  CHECK(QueueWorld::members(some, "MessageAttributes") ==
        Texts{R"({"Hello":{"StringValue":"There","DataType":"String"}})"});
  CHECK(QueueWorld::members(some, "MD5OfMessageAttributes") ==
        Texts{"a311262e065454b75da111d535b8dacd"});
  CHECK(QueueWorld::members(world.receive(R"(,"MessageAttributeNames":["All"])"),
                            "MD5OfMessageAttributes") == Texts{"fca026605781cb4126a1e9044df24232"});
  CHECK(QueueWorld::members(world.receive(), "MD5OfMessageAttributes") == Texts{"none"});
  CHECK(QueueWorld::members(world.receive(), "MD5OfBody") ==
        Texts{"6e2baaf3b97dbeef01c0043275f9a0e7"});
}

TEST_CASE("what a receiver asks for lies within bounds") {
  struct Case {
    const char *name, *value, *reason;
  };
  QueueWorld world;
  for (const Case& c : {
           Case{"MaxNumberOfMessages", "0",     "Must be between 1 and 10, if provided." },
           {"MaxNumberOfMessages", "11",    "Must be between 1 and 10, if provided." },
           {"WaitTimeSeconds",     "-1",    "Must be >= 0 and <= 20, if provided."   },
           {"WaitTimeSeconds",     "21",    "Must be >= 0 and <= 20, if provided."   },
           {"VisibilityTimeout",   "-1",    "Must be >= 0 and <= 43200, if provided."},
           {"VisibilityTimeout",   "43201", "Must be >= 0 and <= 43200, if provided."}
  }) {
    CHECK(world.error("ReceiveMessage",
                      QueueWorld::about("orders", std::string(",\"") + c.name + "\":" + c.value)) ==
          std::string("InvalidParameterValueException: Value ") + c.value + " for parameter " +
              c.name + " is invalid. Reason: " + c.reason);
  }
  CHECK(world.receive(R"(,"MaxNumberOfMessages":10,"VisibilityTimeout":43200)") == "{}");
}

}  // namespace receive_message_test
