#include "tests/unit/server/sns/sns_fixture.h"

#include <doctest/doctest.h>

namespace publish_test {

namespace {

struct Fixture : SnsFixture {
  Fixture() {
    make_topic();
    engine.answer("CreateQueue", R"({"QueueName":"q"})");
    subscribe(kQueue, "sqs",
              {
                  {"Attributes.entry.1.key",   "RawMessageDelivery"},
                  {"Attributes.entry.1.value", "true"              }
    });
  }
  static std::string entry(int number) {
    return "PublishBatchRequestEntries.member." + std::to_string(number) + ".";
  }
  static Parameters batch(const std::vector<std::string>& ids, const std::string& message = "m") {
    Parameters parameters = {
        {"TopicArn", kTopic}
    };
    for (std::size_t i = 0; i < ids.size(); ++i) {
      parameters[entry(static_cast<int>(i) + 1) + "Id"] = ids[i];
      parameters[entry(static_cast<int>(i) + 1) + "Message"] = message;
    }
    return parameters;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "what is published to a topic, by either name, lies in its queue") {
  const auto id = element(result("Publish",
                                 {
                                     {"TopicArn", kTopic},
                                     {"Message",  "one" }
  }),
                          "MessageId");
  CHECK(id.size() == 36);
  CHECK(error("Publish", {
                             {"TargetArn", kTopic},
                             {"Message",   "two" }
  }) == "");
  const std::string messages = received();
  CHECK(messages.find(R"("Body":"one")") != std::string::npos);
  CHECK(messages.find(R"("Body":"two")") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "where to publish to must be said, and be a topic") {
  CHECK(error("Publish",
              {
                  {"Message", "m"}
  }) ==
        "400 InvalidParameter: Invalid parameter: TopicArn or TargetArn Reason: no value for "
        "required parameter");
  CHECK(error("Publish",
              {
                  {"PhoneNumber", "+1"},
                  {"Message",     "m" }
  }) ==
        "400 InvalidParameter: Rivulet doesn't support PhoneNumber.");
  CHECK(error("Publish", {
                             {"TargetArn", "arn:aws:sns:us-east-1:000000000000:u"},
                             {"Message",   "m"                                   }
  }) == "404 NotFound: Topic does not exist");
}

TEST_CASE_FIXTURE(Fixture, "a batch is published whole") {
  Parameters parameters = batch({"a"});
  const std::string xml = result("PublishBatch", parameters);
  CHECK(element(xml, "MessageId").size() == 36);
  CHECK(xml == "<PublishBatchResult><Successful><member><MessageId>" + element(xml, "MessageId") +
                   "</MessageId><Id>a</Id></member></Successful><Failed></Failed>"
                   "</PublishBatchResult>");
  CHECK(received().find(R"("Body":"m")") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "one entry that is wrong keeps the others from being published") {
  Parameters parameters = batch({"a", "b"});
  parameters[entry(2) + "Message"] = "";
  CHECK(error("PublishBatch", parameters) ==
        "400 InvalidParameter: Invalid parameter: Empty message");
  parameters[entry(2) + "Message"] = "m";
  parameters[entry(2) + "MessageAttributes.entry.1.Name"] = "x..y";
  parameters[entry(2) + "MessageAttributes.entry.1.Value.DataType"] = "String";
  parameters[entry(2) + "MessageAttributes.entry.1.Value.StringValue"] = "v";
  CHECK(error("PublishBatch", parameters) ==
        "400 ParameterValueInvalid: Message attribute name can not have successive '.' "
        "character.");
  CHECK(received() == "{}");
}

TEST_CASE_FIXTURE(Fixture, "a batch has one to ten entries, each with an id of its own") {
  CHECK(error("PublishBatch", batch({})) ==
        "400 EmptyBatchRequest: The batch request doesn't contain any entries.");
  std::vector<std::string> ids;
  for (int i = 0; i < 10; ++i) ids.push_back(std::to_string(i));
  CHECK(error("PublishBatch", batch(ids)) == "");
  ids.push_back("10");
  CHECK(error("PublishBatch", batch(ids)) ==
        "400 TooManyEntriesInBatchRequest: The batch request contains more entries than "
        "permissible.");
  CHECK(error("PublishBatch", batch({"a", "a"})) ==
        "400 BatchEntryIdsNotDistinct: Two or more batch entries in the request have the same Id.");
  const std::string bad = "400 InvalidBatchEntryId: The Id of a batch entry in ";
  CHECK(error("PublishBatch", batch({std::string(80, 'a')})) == "");
  CHECK(error("PublishBatch", batch({"aZ09-_"})) == "");
  CHECK(error("PublishBatch", batch({""})) ==
        bad + "a batch request doesn't abide by the specification.");
  CHECK(error("PublishBatch", batch({std::string(81, 'a')})) ==
        bad + "the batch request is too long: " + std::string(81, 'a'));
  for (const char* id : {"a b", "message.id"}) {
    CHECK(error("PublishBatch", batch({id})) ==
          bad + "the batch request contains an impermissible character: " + id);
  }
}

TEST_CASE_FIXTURE(Fixture, "all messages of a batch have 256 KB together") {
  CHECK(error("PublishBatch", batch({"a", "b"}, std::string(128 * 1024, 'x'))) == "");
  CHECK(error("PublishBatch", batch({"a", "b"}, std::string(128 * 1024 + 1, 'x'))) ==
        "400 BatchRequestTooLong: The length of all the messages put together is more than the "
        "limit.");
}

}  // namespace publish_test
