#include "tests/unit/server/operations/queues/queue_fixture.h"

namespace queue_attribute_checks_test {

namespace {

std::string set(QueueWorld& world, const std::string& attributes) {
  return world.error("SetQueueAttributes",
                     QueueWorld::about("orders", R"(,"Attributes":)" + attributes));
}

// {"NAME":"…"} of a value that is JSON itself.
std::string json_attribute(const std::string& name, const std::string& json) {
  std::string escaped;
  for (const char c : json) escaped += c == '"' ? "\\\"" : std::string(1, c);
  return "{\"" + name + "\":\"" + escaped + "\"}";
}

}  // namespace

TEST_CASE("numbers lie within their bounds") {
  struct Case {
    const char* name;
    long least, most;
  };
  QueueWorld world;
  for (const Case& c : {
           Case{"DelaySeconds",                  0,    900      },
           {"MaximumMessageSize",            1024, 1'048'576},
           {"MessageRetentionPeriod",        60,   1'209'600},
           {"ReceiveMessageWaitTimeSeconds", 0,    20       },
           {"VisibilityTimeout",             0,    43'200   },
           {"KmsDataKeyReusePeriodSeconds",  60,   86'400   }
  }) {
    CAPTURE(c.name);
    const auto with = [&](const std::string& value) {
      return set(world, std::string("{\"") + c.name + "\":\"" + value + "\"}");
    };
    const std::string error =
        std::string("InvalidAttributeValue: Invalid value for the parameter ") + c.name + ".";
    CHECK(with(std::to_string(c.least)).empty());
    CHECK(with(std::to_string(c.most)).empty());
    CHECK(with(std::to_string(c.least - 1)) == error);
    CHECK(with(std::to_string(c.most + 1)) == error);
    CHECK(with("1s") == error);
    CHECK(with("") == error);
  }
}

TEST_CASE("what can't be set is an unknown attribute") {
  QueueWorld world;
  for (const std::string name : {"Color", "QueueArn", "CreatedTimestamp", "FifoQueue", "All",
                                 "ContentBasedDeduplication", "ApproximateNumberOfMessages"}) {
    CHECK(set(world, "{\"" + name + "\":\"false\"}") ==
          "InvalidAttributeName: Unknown Attribute " + name + ".");
  }
  for (const std::string name : {"DeduplicationScope", "FifoThroughputLimit"}) {
    CHECK(set(world, "{\"" + name + "\":\"queue\"}") ==
          "InvalidAttributeName: You can specify the " + name +
              " only when FifoQueue is set to true.");
  }
  CHECK(world.error("SetQueueAttributes", QueueWorld::about("orders")) ==
        "MissingRequiredParameterException: The request must contain the parameter Attributes.");
}

TEST_CASE("a policy is JSON, and goes with an empty text") {
  QueueWorld world;
  CHECK(set(world, R"({"Policy":"x"})") ==
        "InvalidAttributeValue: Invalid value for the parameter Policy.");
  CHECK(set(world, json_attribute("Policy", R"({"Version":"2012-10-17"})")).empty());
  CHECK(world.attribute("Policy") == R"({"Version":"2012-10-17"})");
  CHECK(set(world, R"({"Policy":""})").empty());
  CHECK(world.attribute("Policy") == "none");
}

TEST_CASE("one way of encryption ends the other") {
  QueueWorld world;
  CHECK(set(world, R"({"KmsMasterKeyId":"k","KmsDataKeyReusePeriodSeconds":"6000"})").empty());
  CHECK(world.attribute("SqsManagedSseEnabled") == "false");
  CHECK(world.attribute("KmsDataKeyReusePeriodSeconds") == "6000");
  CHECK(set(world, R"({"KmsMasterKeyId":"","KmsDataKeyReusePeriodSeconds":"300"})").empty());
  CHECK(world.attribute("SqsManagedSseEnabled") == "false");
  CHECK(world.attribute("KmsMasterKeyId") == "none");
  CHECK(set(world, R"({"KmsMasterKeyId":"k"})").empty());
  CHECK(set(world, R"({"SqsManagedSseEnabled":"true"})").empty());
  CHECK(world.attribute("SqsManagedSseEnabled") == "true");
  CHECK(world.attribute("KmsMasterKeyId") == "none");
  CHECK(set(world, R"({"SqsManagedSseEnabled":"yes"})") ==
        "InvalidAttributeValue: Invalid value for the parameter SqsManagedSseEnabled.");
  CHECK(set(world, R"({"SqsManagedSseEnabled":"true","KmsMasterKeyId":"k"})") ==
        "InvalidAttributeName: You can use one type of server-side encryption (SSE) at one time. "
        "You can either enable KMS SSE or SQS SSE.");
}

TEST_CASE("a redrive policy names a queue that is there, and how often") {
  QueueWorld world;
  world.create("dead");
  const std::string target = R"("deadLetterTargetArn":")" + QueueWorld::arn("dead") + "\"";
  struct Case {
    std::string policy, reason;
  };
  for (
      const Case& c : {
          Case{"x",                                                                                   "Redrive policy is not a valid JSON map."},
          {"[]",                                                                                  "Redrive policy is not a valid JSON map."},
          {R"({"maxReceiveCount":1})",
               "Redrive policy does not contain mandatory attribute: deadLetterTargetArn."                                                     },
          {"{" + target + "}",
               "Redrive policy does not contain mandatory attribute: maxReceiveCount."                                                         },
          {"{" + target + R"(,"maxReceiveCount":0})",
               "Invalid value for maxReceiveCount: 0, valid values are from 1 to 1000 both inclusive."                                         },
          {"{" + target + R"(,"maxReceiveCount":"1001"})",
               "Invalid value for maxReceiveCount: 1001, valid values are from 1 to 1000 both "
           "inclusive."                                                                                                                        },
          {"{" + target + R"(,"maxReceiveCount":"x"})",
               "Invalid value for maxReceiveCount: x, valid values are from 1 to 1000 both inclusive."                                         },
          {R"({"deadLetterTargetArn":")" + QueueWorld::arn("nope") + R"(","maxReceiveCount":1})",
               "Dead letter target does not exist."                                                                                            },
          {R"({"deadLetterTargetArn":"dead","maxReceiveCount":1})",
               "Dead letter target does not exist."                                                                                            }
  }) {
    CHECK(set(world, json_attribute("RedrivePolicy", c.policy)) ==
          "InvalidParameterValueException: Value " + c.policy +
              " for parameter RedrivePolicy is invalid. Reason: " + c.reason);
  }
  for (const std::string count : {"1", "\"1000\""}) {
    CHECK(set(world, json_attribute("RedrivePolicy",
                                    "{" + target + ", \"maxReceiveCount\": " + count + "}"))
              .empty());
  }
  CHECK(world.attribute("RedrivePolicy") == "{" + target + R"(,"maxReceiveCount":1000})");
  CHECK(set(world, R"({"RedrivePolicy":""})").empty());
  CHECK(world.attribute("RedrivePolicy") == "none");
}

TEST_CASE("a dead-letter queue says which queues may use it") {
  QueueWorld world;
  world.create("dead");
  const std::string policy =
      R"({"deadLetterTargetArn":")" + QueueWorld::arn("dead") + R"(","maxReceiveCount":1})";
  const auto allow = [&](const std::string& json) {
    return world.error("SetQueueAttributes",
                       QueueWorld::about("dead", R"(,"Attributes":)" +
                                                     json_attribute("RedriveAllowPolicy", json)));
  };
  const std::string refused =
      "InvalidParameterValueException: Value " + policy +
      " for parameter RedrivePolicy is invalid. Reason: The dead-letter queue's redrive allow "
      "policy doesn't allow this source queue.";
  const std::string redrive = json_attribute("RedrivePolicy", policy);
  CHECK(allow(R"({"redrivePermission":"denyAll"})").empty());
  CHECK(set(world, redrive) == refused);
  CHECK(allow(R"({"redrivePermission":"byQueue","sourceQueueArns":["arn:x"]})").empty());
  CHECK(set(world, redrive) == refused);
  CHECK(allow(R"({"redrivePermission":"byQueue","sourceQueueArns":[")" + QueueWorld::arn("orders") +
              "\"]}")
            .empty());
  CHECK(set(world, redrive).empty());
  for (
      const std::string json :
      {"x", "{}", R"({"redrivePermission":"all"})", R"({"redrivePermission":"byQueue"})",
       R"({"redrivePermission":"denyAll","sourceQueueArns":["a"]})",
       R"({"redrivePermission":"byQueue","sourceQueueArns":[1]})",
       R"({"redrivePermission":"byQueue","sourceQueueArns":["1","2","3","4","5","6","7","8","9","10","11"]})"}) {
    CHECK(allow(json) == "InvalidParameterValueException: Value " + json +
                             " for parameter RedriveAllowPolicy is invalid. Reason: Amazon SQS "
                             "can't create the redrive allow policy, as it\u2019s in an "
                             "unsupported format.");
  }
}

TEST_CASE("a policy has up to 8,192 bytes, and no other attribute more") {
  QueueWorld world;
  const auto text_of = [](std::size_t size) { return "{" + std::string(size - 2, ' ') + "}"; };
  CHECK(set(world, json_attribute("Policy", text_of(8192))).empty());
  CHECK(set(world, json_attribute("Policy", text_of(8193))) ==
        "OverLimit: Submitted policy is over max allowed size.");
  for (const std::string name : {"RedrivePolicy", "RedriveAllowPolicy", "KmsMasterKeyId"}) {
    CHECK(set(world, json_attribute(name, text_of(8193))) ==
          "InvalidAttributeValue: Invalid value for the parameter " + name + ".");
  }
}

}  // namespace queue_attribute_checks_test
