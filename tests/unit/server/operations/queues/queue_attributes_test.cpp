#include "tests/unit/server/operations/queues/queue_fixture.h"

namespace queue_attributes_test {

namespace {

std::string all_attributes(QueueWorld& world) {
  return world.answer("GetQueueAttributes",
                      QueueWorld::about("orders", R"(,"AttributeNames":["All"])"));
}

std::string set(QueueWorld& world, const std::string& attributes) {
  return world.error("SetQueueAttributes",
                     QueueWorld::about("orders", R"(,"Attributes":)" + attributes));
}

}  // namespace

TEST_CASE("a new queue's attributes are AWS's defaults") {
  QueueWorld world;
  CHECK(all_attributes(world) ==
        R"({"Attributes":{"ApproximateNumberOfMessages":"0",)"
        R"("ApproximateNumberOfMessagesDelayed":"0","ApproximateNumberOfMessagesNotVisible":"0",)"
        R"("CreatedTimestamp":"1734480000","DelaySeconds":"0",)"
        R"("LastModifiedTimestamp":"1734480000","MaximumMessageSize":"1048576",)"
        R"("MessageRetentionPeriod":"345600",)"
        R"("QueueArn":"arn:aws:sqs:us-east-1:000000000000:orders",)"
        R"("ReceiveMessageWaitTimeSeconds":"0","SqsManagedSseEnabled":"true",)"
        R"("VisibilityTimeout":"30"}})");
}

TEST_CASE("only what is asked for is shown") {
  QueueWorld world;
  CHECK(world.answer("GetQueueAttributes", QueueWorld::about("orders")) == "{}");
  CHECK(world.answer(
            "GetQueueAttributes",
            QueueWorld::about("orders", R"(,"AttributeNames":["VisibilityTimeout","Policy"])")) ==
        R"({"Attributes":{"VisibilityTimeout":"30"}})");
  CHECK(world.error("GetQueueAttributes",
                    QueueWorld::about("orders", R"(,"AttributeNames":["Color"])")) ==
        "InvalidAttributeName: Unknown Attribute Color.");
  CHECK(world.attribute("FifoQueue") == "none");
}

TEST_CASE("attributes are set one by one, and the time of the change with them") {
  QueueWorld world;
  world.clock.advance(std::chrono::seconds(7));
  CHECK(set(world, R"({"MaximumMessageSize":"2048","DelaySeconds":"420"})").empty());
  CHECK(set(world, R"({"VisibilityTimeout":"69"})").empty());
  CHECK(world.attribute("MaximumMessageSize") == "2048");
  CHECK(world.attribute("DelaySeconds") == "420");
  CHECK(world.attribute("VisibilityTimeout") == "69");
  CHECK(world.attribute("CreatedTimestamp") == "1734480000");
  CHECK(world.attribute("LastModifiedTimestamp") == "1734480007");
}

TEST_CASE("messages are counted by where they are") {
  QueueWorld world;
  world.send("a");
  world.send("b");
  world.send("c", R"(,"DelaySeconds":5)");
  world.receive();
  CHECK(world.attribute("ApproximateNumberOfMessages") == "1");
  CHECK(world.attribute("ApproximateNumberOfMessagesNotVisible") == "1");
  CHECK(world.attribute("ApproximateNumberOfMessagesDelayed") == "1");
}

}  // namespace queue_attributes_test
