#include "tests/unit/server/operations/queues/queue_fixture.h"

namespace create_queue_test {

TEST_CASE("a queue's URL leads to where the client came from, at its creation and later") {
  QueueWorld world;
  const std::string url = R"({"QueueUrl":"http://localhost/000000000000/a_B-1"})";
  CHECK(world.answer("CreateQueue", R"({"QueueName":"a_B-1"})") == url);
  CHECK(world.answer("GetQueueUrl", R"({"QueueName":"a_B-1"})") == url);
  CHECK(world.answer("GetQueueUrl",
                     R"({"QueueName":"a_B-1","QueueOwnerAWSAccountId":"000000000000"})") == url);
}

TEST_CASE("a queue that isn't there has no URL") {
  QueueWorld world;
  const std::string error = "QueueDoesNotExist: The specified queue does not exist.";
  CHECK(world.error("GetQueueUrl", R"({"QueueName":"nope"})") == error);
  CHECK(world.error("GetQueueUrl",
                    R"({"QueueName":"orders","QueueOwnerAWSAccountId":"111111111111"})") == error);
  world.scope.account = core::AccountId("111111111111");
  CHECK(world.error("GetQueueUrl", R"({"QueueName":"orders"})") == error);
}

TEST_CASE("names are of letters, digits, hyphens and underscores") {
  QueueWorld world;
  const std::string error =
      "InvalidParameterValueException: Can only include alphanumeric characters, hyphens, or "
      "underscores. 1 to 80 in length";
  CHECK(world.error("CreateQueue", R"({"QueueName":"a.b"})") == error);
  CHECK(world.error("CreateQueue", R"({"QueueName":"a.fifo"})") == error);
  CHECK(world.error("CreateQueue", R"({"QueueName":")" + std::string(81, 'a') + "\"}") == error);
  CHECK(world.error("CreateQueue", R"({"QueueName":")" + std::string(80, 'a') + "\"}").empty());
  CHECK(world.error("CreateQueue", "{}") ==
        "MissingRequiredParameterException: The request must contain the parameter QueueName.");
}

TEST_CASE("FIFO queues are refused by name") {
  QueueWorld world;
  CHECK(world.error("CreateQueue", R"({"QueueName":"a.fifo","Attributes":{"FifoQueue":"true"}})") ==
        "UnsupportedOperation: Rivulet doesn't support FIFO queues: create a standard queue.");
  CHECK(world.error("CreateQueue", R"({"QueueName":"a","Attributes":{"FifoQueue":"true"}})") ==
        "InvalidParameterValueException: The name of a FIFO queue can only include alphanumeric "
        "characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length");
}

TEST_CASE("to create a queue again is fine if what is asked for is what it is") {
  QueueWorld world(R"({"ReceiveMessageWaitTimeSeconds":"1","DelaySeconds":"1"})");
  const auto create = [&](const std::string& attributes) {
    return world.error("CreateQueue", R"({"QueueName":"orders","Attributes":)" + attributes + "}");
  };
  const std::string error =
      "QueueNameExists: A queue already exists with the same name and a different value for "
      "attribute DelaySeconds";
  CHECK(create("{}").empty());
  CHECK(create(R"({"DelaySeconds":"1"})").empty());
  CHECK(create(R"({"VisibilityTimeout":"30"})").empty());
  CHECK(create(R"({"ReceiveMessageWaitTimeSeconds":"1","DelaySeconds":"2"})") == error);
  world.answer("SetQueueAttributes",
               QueueWorld::about("orders", R"(,"Attributes":{"DelaySeconds":"2"})"));
  CHECK(create(R"({"ReceiveMessageWaitTimeSeconds":"1","DelaySeconds":"2"})").empty());
  CHECK(create(R"({"DelaySeconds":"1"})") == error);
}

TEST_CASE("a name rests for a minute after a deletion, where statuses are delayed") {
  QueueWorld world;
  world.answer("DeleteQueue", QueueWorld::about("orders"));
  world.create("orders");
  world.services.settings.delay_transient_statuses = true;
  world.answer("DeleteQueue", QueueWorld::about("orders"));
  world.clock.advance(std::chrono::milliseconds(59'999));
  CHECK(world.error("CreateQueue", R"({"QueueName":"orders"})") ==
        "QueueDeletedRecently: You must wait 60 seconds after deleting a queue before you can "
        "create another with the same name.");
  world.clock.advance(std::chrono::milliseconds(1));
  CHECK(world.error("CreateQueue", R"({"QueueName":"orders"})").empty());
}

}  // namespace create_queue_test
