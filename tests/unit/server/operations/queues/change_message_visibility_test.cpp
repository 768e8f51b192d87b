#include "tests/unit/server/operations/queues/queue_fixture.h"

namespace change_message_visibility_test {

using namespace std::chrono_literals;

namespace {

std::string change(const std::string& handle, const std::string& seconds) {
  return QueueWorld::about(
      "orders", R"(,"ReceiptHandle":")" + handle + R"(","VisibilityTimeout":)" + seconds);
}

}  // namespace

TEST_CASE("the timeout of a message counts from its change") {
  QueueWorld world;
  world.send("a");
  const std::string handle = world.handle();
  world.clock.advance(20s);
  CHECK(world.answer("ChangeMessageVisibility", change(handle, "20")) == "{}");
  world.clock.advance(19'999ms);
  CHECK(world.bodies().empty());
  world.clock.advance(1ms);
  CHECK(world.bodies() == Texts{"a"});
  world.answer("ChangeMessageVisibility", change(handle, "0"));
  CHECK(world.bodies() == Texts{"a"});
}

TEST_CASE("a timeout is twelve hours at most, all together") {
  QueueWorld world;
  world.send("a");
  const std::string handle = world.handle();
  const std::string error = "InvalidParameterValueException: Value ";
  for (const std::string seconds : {"-1", "43201"}) {
    CHECK(world.error("ChangeMessageVisibility", change(handle, seconds)) ==
          error + seconds +
              " for parameter VisibilityTimeout is invalid. Reason: VisibilityTimeout must be an "
              "integer between 0 and 43200.");
  }
  CHECK(world.answer("ChangeMessageVisibility", change(handle, "43200")) == "{}");
  world.clock.advance(1s);
  CHECK(world.answer("ChangeMessageVisibility", change(handle, "43199")) == "{}");
  CHECK(world.error("ChangeMessageVisibility", change(handle, "43200")) ==
        error +
            "43200 for parameter VisibilityTimeout is invalid. Reason: Total "
            "VisibilityTimeout for the message is beyond the limit [43200 seconds]");
}

TEST_CASE("a message that is gone can't be changed") {
  QueueWorld world;
  world.send("a");
  const std::string handle = world.handle();
  world.answer("DeleteMessage",
               QueueWorld::about("orders", R"(,"ReceiptHandle":")" + handle + "\""));
  CHECK(world.error("ChangeMessageVisibility", change(handle, "1")) ==
        "InvalidParameterValueException: Value " + handle +
            " for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not "
            "available for visibility timeout change.");
  CHECK(world.error("ChangeMessageVisibility", change("fake", "1")) ==
        "ReceiptHandleIsInvalid: The input receipt handle \"fake\" is not a valid receipt handle.");
  CHECK(world.error("ChangeMessageVisibility",
                    QueueWorld::about("orders", R"(,"ReceiptHandle":")" + handle + "\"")) ==
        "MissingRequiredParameterException: The request must contain the parameter "
        "VisibilityTimeout.");
}

TEST_CASE("a batch changes what it can") {
  QueueWorld world;
  world.send("a");
  const std::string handle = world.handle();
  const std::string entry = R"(,"ReceiptHandle":")" + handle + R"(","VisibilityTimeout":)";
  CHECK(world.answer(
            "ChangeMessageVisibilityBatch",
            QueueWorld::about("orders", R"(,"Entries":[{"Id":"1")" + entry + R"(0},{"Id":"2")" +
                                            entry + R"(43201},{"Id":"3","ReceiptHandle":"x"}])")) ==
        R"({"Successful":[{"Id":"1"}],"Failed":[{"Code":"InvalidParameterValue","Id":"2",)"
        R"("Message":"Value 43201 for parameter VisibilityTimeout is invalid. Reason: )"
        R"(VisibilityTimeout must be an integer between 0 and 43200.","SenderFault":true},)"
        R"({"Code":"ReceiptHandleIsInvalid","Id":"3","Message":"The input receipt handle \"x\" )"
        R"(is not a valid receipt handle.","SenderFault":true}]})");
  CHECK(world.bodies() == Texts{"a"});
}

}  // namespace change_message_visibility_test
