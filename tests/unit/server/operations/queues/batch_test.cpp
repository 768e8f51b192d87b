#include "tests/unit/server/operations/queues/queue_fixture.h"

namespace batch_test {

namespace {

std::string send_batch(QueueWorld& world, const std::string& entries) {
  return world.error("SendMessageBatch",
                     QueueWorld::about("orders", R"(,"Entries":[)" + entries + "]"));
}

std::string entries(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += R"(,{"Id":")" + std::to_string(i) + R"(","MessageBody":"m"})";
  }
  return text.empty() ? text : text.substr(1);
}

}  // namespace

TEST_CASE("a batch has one to ten entries") {
  QueueWorld world;
  CHECK(send_batch(world, entries(1)).empty());
  CHECK(send_batch(world, entries(10)).empty());
  CHECK(send_batch(world, entries(11)) ==
        "TooManyEntriesInBatchRequest: Maximum number of entries per request are 10. You have "
        "sent 11.");
  CHECK(send_batch(world, "") ==
        "EmptyBatchRequest: There should be at least one SendMessageBatchRequestEntry in the "
        "request.");
  CHECK(world.error("DeleteMessageBatch", QueueWorld::about("orders")) ==
        "EmptyBatchRequest: There should be at least one DeleteMessageBatchRequestEntry in the "
        "request.");
  CHECK(world.error("ChangeMessageVisibilityBatch", QueueWorld::about("orders")) ==
        "EmptyBatchRequest: There should be at least one ChangeMessageVisibilityBatchRequestEntry "
        "in the request.");
}

TEST_CASE("the ids of a batch's entries are names, each once") {
  QueueWorld world;
  const auto with_id = [&](const std::string& id) {
    return send_batch(world, R"({"Id":")" + id + R"(","MessageBody":"m"})");
  };
  CHECK(with_id("a-Z_9").empty());
  CHECK(with_id(std::string(80, 'a')).empty());
  for (const auto& id : {std::string(), std::string(81, 'a'), std::string("a.b")}) {
    CHECK(with_id(id) ==
          "InvalidBatchEntryId: A batch entry id can only contain alphanumeric characters, "
          "hyphens and underscores. It can be at most 80 letters long.");
  }
  CHECK(send_batch(world, R"({"Id":"a","MessageBody":"m"},{"Id":"a","MessageBody":"m"})") ==
        "BatchEntryIdsNotDistinct: Id a repeated.");
}

TEST_CASE("an entry has all that it must have") {
  QueueWorld world;
  CHECK(send_batch(world, R"({"Id":"a","MessageBody":"m"},{"MessageBody":"m"})") ==
        "MissingRequiredParameterException: The request must contain the parameter "
        "SendMessageBatchRequestEntry.2.Id.");
  CHECK(send_batch(world, R"({"Id":"a"})") ==
        "MissingRequiredParameterException: The request must contain the parameter "
        "SendMessageBatchRequestEntry.1.MessageBody.");
}

}  // namespace batch_test
