#include "tests/unit/server/operations/queues/queue_fixture.h"

namespace delete_message_test {

using namespace std::chrono_literals;

namespace {

std::string with_handle(const std::string& handle, const std::string& queue = "orders") {
  return QueueWorld::about(queue, R"(,"ReceiptHandle":")" + handle + "\"");
}

}  // namespace

TEST_CASE("a message goes by any of its handles, and may be gone already") {
  QueueWorld world(R"({"VisibilityTimeout":"1"})");
  world.send("a");
  const std::string first = world.handle();
  world.clock.advance(1s);
  const std::string second = world.handle();
  CHECK(first != second);
  CHECK(world.answer("DeleteMessage", with_handle(first)) == "{}");
  world.clock.advance(1s);
  CHECK(world.bodies().empty());
  CHECK(world.answer("DeleteMessage", with_handle(second)) == "{}");
}

TEST_CASE("a handle that nobody gave out, or for another queue, is told apart") {
  QueueWorld world;
  world.create("other");
  world.send("a");
  const std::string handle = world.handle();
  CHECK(world.error("DeleteMessage", with_handle("fake")) ==
        "ReceiptHandleIsInvalid: The input receipt handle \"fake\" is not a valid receipt handle.");
  CHECK(world.error("DeleteMessage", with_handle(handle, "other")) ==
        "ReceiptHandleIsInvalid: The receipt handle \"" + handle +
            "\" is not valid for this queue.");
  CHECK(world.error("DeleteMessage", QueueWorld::about("orders")) ==
        "MissingRequiredParameterException: The request must contain the parameter ReceiptHandle.");
  world.answer("PurgeQueue", QueueWorld::about("orders"));
  CHECK(world.answer("DeleteMessage", with_handle(handle)) == "{}");
}

TEST_CASE("a batch deletes what it can") {
  QueueWorld world(R"({"VisibilityTimeout":"1"})");
  world.send("a");
  world.send("b");
  const std::string handle = world.handle();
  CHECK(world.answer(
            "DeleteMessageBatch",
            QueueWorld::about("orders", R"(,"Entries":[{"Id":"1","ReceiptHandle":")" + handle +
                                            R"("},{"Id":"2","ReceiptHandle":"x"}])")) ==
        R"({"Successful":[{"Id":"1"}],"Failed":[{"Code":"ReceiptHandleIsInvalid","Id":"2",)"
        R"("Message":"The input receipt handle \"x\" is not a valid receipt handle.",)"
        R"("SenderFault":true}]})");
  world.clock.advance(1s);
  CHECK(world.bodies() == Texts{"b"});
}

}  // namespace delete_message_test
