#include "tests/unit/server/operations/queues/queue_fixture.h"

namespace send_message_test {

namespace {

std::string send_error(QueueWorld& world, const std::string& more) {
  return world.error("SendMessage", QueueWorld::about("orders", more));
}

std::string batch_of(const std::string& entries) {
  return QueueWorld::about("orders", R"(,"Entries":[)" + entries + "]");
}

// The answer without the ids of messages.
std::string without_ids(std::string answer) {
  for (auto at = answer.find("\"MessageId\":\""); at != std::string::npos;
       at = answer.find("\"MessageId\":\"", at + 1)) {
    answer.replace(at + 13, 36, "ID");
  }
  return answer;
}

}  // namespace

TEST_CASE("the sender is told what arrived") {
  QueueWorld world;
  CHECK(without_ids(
            world.answer("SendMessage", QueueWorld::about("orders", R"(,"MessageBody":"msg")"))) ==
        R"({"MessageId":"ID","MD5OfMessageBody":"6e2baaf3b97dbeef01c0043275f9a0e7"})");
  CHECK(without_ids(world.answer(
            "SendMessage",
            QueueWorld::about("orders", R"(,"MessageBody":"msg","MessageAttributes":)"
                                        R"({"Foo":{"DataType":"String","StringValue":"Bar"}},)"
                                        R"("MessageSystemAttributes":{"AWSTraceHeader":)"
                                        R"({"DataType":"String","StringValue":"Root=1"}})"))) ==
        R"({"MessageId":"ID","MD5OfMessageBody":"6e2baaf3b97dbeef01c0043275f9a0e7",)"
        R"("MD5OfMessageAttributes":"ae7155c6026991b6d54b11589678bf9c",)"
        R"("MD5OfMessageSystemAttributes":"d6619b3d47b81d3fc72c0db005a70eda"})");
}

TEST_CASE("a body has characters, and only valid ones") {
  QueueWorld world;
  const std::string missing =
      "MissingRequiredParameterException: The request must contain the parameter MessageBody.";
  CHECK(send_error(world, "") == missing);
  CHECK(send_error(world, R"(,"MessageBody":"")") == missing);
  CHECK(send_error(world, R"(,"MessageBody":"\u0000")") ==
        "InvalidMessageContents: Invalid characters found. Valid unicode characters are #x9 | #xA "
        "| #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF");
}

TEST_CASE("body and attributes together are as large as the queue takes") {
  QueueWorld world(R"({"MaximumMessageSize":"1024"})");
  const std::string attribute =
      R"(,"MessageAttributes":{"ab":{"DataType":"String","StringValue":"c"}})";
  const auto sized = [](std::size_t bytes) {
    return R"(,"MessageBody":")" + std::string(bytes, 'x') + "\"";
  };
  const std::string error =
      "InvalidParameterValueException: One or more parameters are invalid. Reason: Message must "
      "be shorter than 1024 bytes.";
  CHECK(send_error(world, sized(1024)).empty());
  CHECK(send_error(world, sized(1025)) == error);
  CHECK(send_error(world, sized(1015) + attribute).empty());
  CHECK(send_error(world, sized(1016) + attribute) == error);
  CHECK(send_error(world, sized(1024) + R"(,"MessageSystemAttributes":{"AWSTraceHeader":)"
                                        R"({"DataType":"String","StringValue":"Root=1"}})")
            .empty());
}

TEST_CASE("a delay is up to 15 minutes; the queue's own is for those without") {
  QueueWorld world(R"({"DelaySeconds":"10"})");
  const auto with = [&](const std::string& delay) {
    return send_error(world, R"(,"MessageBody":"m","DelaySeconds":)" + delay);
  };
  CHECK(with("900").empty());
  CHECK(with("901") ==
        "InvalidParameterValueException: Value 901 for parameter DelaySeconds is invalid. Reason: "
        "DelaySeconds must be >= 0 and <= 900.");
  CHECK(with("-1") ==
        "InvalidParameterValueException: Value -1 for parameter DelaySeconds is invalid. Reason: "
        "DelaySeconds must be >= 0 and <= 900.");
  world.send("now", R"(,"DelaySeconds":0)");
  world.send("later");
  CHECK(world.bodies() == Texts{"now"});
  world.clock.advance(std::chrono::milliseconds(9'999));
  CHECK(world.bodies().empty());
  world.clock.advance(std::chrono::milliseconds(1));
  CHECK(world.bodies() == Texts{"later"});
}

TEST_CASE("a group is kept, and what only FIFO queues have is refused") {
  QueueWorld world;
  world.send("m", R"(,"MessageGroupId":"group-1")");
  CHECK(QueueWorld::members(world.receive(R"(,"MessageSystemAttributeNames":["MessageGroupId"])"),
                            "Attributes") == Texts{R"({"MessageGroupId":"group-1"})"});
  for (const auto& id : {std::string(), std::string(129, 'a'), std::string("a b")}) {
    for (const std::string name : {"MessageGroupId", "MessageDeduplicationId"}) {
      CHECK(send_error(world, R"(,"MessageBody":"m",")" + name + "\":\"" + id + "\"") ==
            "InvalidParameterValueException: Value " + id + " for parameter " + name +
                " is invalid. Reason: " + name +
                " can only include alphanumeric and punctuation characters. 1 to 128 in length.");
    }
  }
  CHECK(send_error(world, R"(,"MessageBody":"m","MessageGroupId":")" + std::string(128, '~') + "\"")
            .empty());
  CHECK(send_error(world, R"(,"MessageBody":"m","MessageDeduplicationId":"d")") ==
        "InvalidParameterValueException: Value d for parameter MessageDeduplicationId is invalid. "
        "Reason: The request includes a parameter that is not valid for this queue type.");
}

TEST_CASE("each entry of a batch succeeds or fails by itself") {
  QueueWorld world(R"({"MaximumMessageSize":"1024"})");
  const std::string answer =
      world.answer("SendMessageBatch",
                   batch_of(R"({"Id":"a","MessageBody":"a"},{"Id":"b","MessageBody":"\u0001"},)"
                            R"({"Id":"c","MessageBody":")" +
                            std::string(1025, 'x') + R"("},{"Id":"d","MessageBody":"a"})"));
  CHECK(
      without_ids(answer) ==
      R"({"Successful":[{"Id":"a","MessageId":"ID","MD5OfMessageBody":"0cc175b9c0f1b6a831c399e269772661"},)"
      R"({"Id":"d","MessageId":"ID","MD5OfMessageBody":"0cc175b9c0f1b6a831c399e269772661"}],)"
      R"("Failed":[{"Code":"InvalidMessageContents","Id":"b","Message":"Invalid characters found. )"
      R"(Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | )"
      R"(#x10000 to #x10FFFF","SenderFault":true},{"Code":"InvalidParameterValue","Id":"c",)"
      R"("Message":"One or more parameters cannot be validated. Reason: Message must be shorter )"
      R"(than 1024 bytes.","SenderFault":true}]})");
  CHECK(world.bodies() == Texts{"a", "a"});
}

TEST_CASE("a batch is a megabyte at most") {
  QueueWorld world;
  const auto batch = [&](std::size_t bytes) {
    return world.error("SendMessageBatch",
                       batch_of(R"({"Id":"a","MessageBody":"a"},{"Id":"b","MessageBody":")" +
                                std::string(bytes, 'x') + "\"}"));
  };
  CHECK(batch(1'048'575).empty());
  CHECK(batch(1'048'576) ==
        "BatchRequestTooLong: Batch requests cannot be longer than 1048576 bytes. You have sent "
        "1048577 bytes.");
}

}  // namespace send_message_test
