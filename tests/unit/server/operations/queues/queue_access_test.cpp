#include "server/operations/queues/queue_access.h"

#include "tests/unit/server/operations/queues/queue_fixture.h"

namespace queue_access_test {

TEST_CASE("a queue's URL is read by its last two segments") {
  QueueWorld world;
  const auto error = [&](const std::string& url) {
    return world.error("GetQueueAttributes", R"({"QueueUrl":")" + url + "\"}");
  };
  CHECK(error("http://localhost/000000000000/orders").empty());
  CHECK(error("https://queue.amazonaws.com:443/000000000000/orders").empty());
  CHECK(error("/000000000000/orders").empty());
  const std::string missing = "QueueDoesNotExist: The specified queue does not exist.";
  CHECK(error("http://localhost/000000000000/Orders") == missing);
  CHECK(error("http://localhost/111111111111/orders") == missing);
  for (const char* url : {"orders", "/orders", "http://localhost/000000000000/", "a//orders"}) {
    CAPTURE(url);
    CHECK(error(url) ==
          std::string("InvalidAddress: The address ") + url + " is not valid for this endpoint.");
  }
  CHECK(error("") ==
        "MissingRequiredParameterException: The request must contain the parameter QueueUrl.");
}

TEST_CASE("queues of different accounts and regions never meet") {
  QueueWorld world;
  world.scope.region = core::Region("eu-west-1");
  CHECK(world.error("SendMessage", QueueWorld::about("orders", R"(,"MessageBody":"a")")) ==
        "QueueDoesNotExist: The specified queue does not exist.");
}

}  // namespace queue_access_test
