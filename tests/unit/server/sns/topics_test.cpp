#include "tests/unit/server/sns/sns_fixture.h"

#include <doctest/doctest.h>

namespace topics_test {

namespace {

const std::string kTooManyTags =
    "400 TagLimitExceeded: Could not complete request: tag quota of per resource exceeded";

SnsFixture::Parameters with_tags(SnsFixture::Parameters parameters, int count) {
  for (int i = 1; i <= count; ++i) {
    const std::string number = std::to_string(i);
    parameters["Tags.member." + number + ".Key"] = "k" + number;
    parameters["Tags.member." + number + ".Value"] = "v";
  }
  return parameters;
}

}  // namespace

TEST_CASE_FIXTURE(SnsFixture, "a topic is made once, and made again as it is") {
  CHECK(make_topic("a_B-1") == "arn:aws:sns:us-east-1:000000000000:a_B-1");
  CHECK(make_topic("a_B-1") == "arn:aws:sns:us-east-1:000000000000:a_B-1");
  CHECK(result("ListTopics") ==
        "<ListTopicsResult><Topics><member><TopicArn>arn:aws:sns:us-east-1:000000000000:a_B-1"
        "</TopicArn></member></Topics></ListTopicsResult>");
}

TEST_CASE_FIXTURE(SnsFixture, "a name has up to 256 letters, digits, hyphens and underscores") {
  CHECK(error("CreateTopic", {
                                 {"Name", std::string(256, 'a')}
  }) == "");
  const std::string bad = "400 InvalidParameter: Invalid parameter: Topic Name";
  CHECK(error("CreateTopic", {
                                 {"Name", std::string(257, 'a')}
  }) == bad);
  CHECK(error("CreateTopic", {
                                 {"Name", "a b"}
  }) == bad);
  CHECK(error("CreateTopic") == bad);
}

TEST_CASE_FIXTURE(SnsFixture, "what Rivulet has none of is refused by name") {
  const std::string fifo =
      "400 InvalidParameter: Rivulet doesn't support FIFO topics: create a standard topic.";
  CHECK(error("CreateTopic", {
                                 {"Name", "t.fifo"}
  }) == fifo);
  CHECK(error("CreateTopic", {
                                 {"Name",                     "t"        },
                                 {"Attributes.entry.1.key",   "FifoTopic"},
                                 {"Attributes.entry.1.value", "true"     }
  }) == fifo);
  CHECK(error("CreateTopic",
              {
                  {"Name",                 "t" },
                  {"DataProtectionPolicy", "{}"}
  }) ==
        "400 InvalidParameter: Rivulet doesn't support DataProtectionPolicy.");
}

TEST_CASE_FIXTURE(SnsFixture, "a topic that is there must have what is asked for") {
  const Parameters shown = {
      {"Name",                     "t"          },
      {"Attributes.entry.1.key",   "DisplayName"},
      {"Attributes.entry.1.value", "T"          }
  };
  CHECK(error("CreateTopic", with_tags(shown, 1)) == "");
  CHECK(error("CreateTopic", shown) == "");
  CHECK(error("CreateTopic", {
                                 {"Name", "t"}
  }) == "");
  auto other = shown;
  other["Attributes.entry.1.value"] = "U";
  CHECK(error("CreateTopic", other) ==
        "400 InvalidParameter: Invalid parameter: Attributes Reason: Topic already exists with "
        "different attributes");
  CHECK(error("CreateTopic", with_tags(shown, 2)) ==
        "400 InvalidParameter: Invalid parameter: Tags Reason: Topic already exists with "
        "different tags");
}

TEST_CASE_FIXTURE(SnsFixture, "a topic has at most fifty tags") {
  CHECK(error("CreateTopic", with_tags(
                                 {
                                     {"Name", "t"}
  },
                                 50)) == "");
  CHECK(error("CreateTopic", with_tags(
                                 {
                                     {"Name", "u"}
  },
                                 51)) == kTooManyTags);
}

TEST_CASE_FIXTURE(SnsFixture, "attributes are those that were set, and what AWS adds") {
  make_topic();
  subscribe(kQueue);
  const std::string xml = result("GetTopicAttributes", {
                                                           {"TopicArn", kTopic}
  });
  for (const char* entry :
       {"<entry><key>DisplayName</key><value></value></entry>",
        "<entry><key>Owner</key><value>000000000000</value></entry>",
        "<entry><key>SubscriptionsConfirmed</key><value>1</value></entry>",
        "<entry><key>SubscriptionsDeleted</key><value>0</value></entry>",
        "<entry><key>SubscriptionsPending</key><value>0</value></entry>",
        "<entry><key>TopicArn</key><value>arn:aws:sns:us-east-1:000000000000:t</value></entry>",
        "&quot;Resource&quot;:&quot;arn:aws:sns:us-east-1:000000000000:t&quot;",
        "<key>EffectiveDeliveryPolicy</key>"}) {
    CHECK_MESSAGE(xml.find(entry) != std::string::npos, entry);
  }
}

TEST_CASE_FIXTURE(SnsFixture, "an attribute can be set, and taken away by an empty value") {
  make_topic();
  const auto set = [&](const char* name, const char* value) {
    return error("SetTopicAttributes",
                 {
                     {"TopicArn",       kTopic},
                     {"AttributeName",  name  },
                     {"AttributeValue", value }
    });
  };
  const auto policy = [&] {
    const std::string xml = result("GetTopicAttributes", {
                                                             {"TopicArn", kTopic}
    });
    return xml.find("<key>DeliveryPolicy</key><value>{}</value>") != std::string::npos;
  };
  CHECK(set("DeliveryPolicy", "{}") == "");
  CHECK(policy());
  CHECK(set("DeliveryPolicy", "") == "");
  CHECK_FALSE(policy());
  const std::string bad = "400 InvalidParameter: Invalid parameter: AttributeName";
  CHECK(set("Colour", "red") == bad);
  CHECK(set("FifoTopic", "false") == bad);
}

TEST_CASE_FIXTURE(SnsFixture, "a topic that is deleted is gone, and may be gone already") {
  make_topic();
  CHECK(error("DeleteTopic", {
                                 {"TopicArn", kTopic}
  }) == "");
  CHECK(error("GetTopicAttributes",
              {
                  {"TopicArn", kTopic}
  }) == "404 NotFound: Topic does not exist");
  CHECK(error("DeleteTopic", {
                                 {"TopicArn", kTopic}
  }) == "");
  CHECK(error("DeleteTopic",
              {
                  {"TopicArn", "t"}
  }) ==
        "400 InvalidParameter: Invalid parameter: TopicArn Reason: An ARN must have at least 6 "
        "elements, not 1");
}

TEST_CASE_FIXTURE(SnsFixture, "topics are listed in pages") {
  for (int i = 0; i < 101; ++i) make_topic("t" + std::to_string(1000 + i));
  const std::string first = result("ListTopics");
  CHECK(first.find(":t1099<") != std::string::npos);
  CHECK(first.find(":t1100<") == std::string::npos);
  const std::string second = result("ListTopics", {
                                                      {"NextToken", element(first, "NextToken")}
  });
  CHECK(element(second, "TopicArn") == "arn:aws:sns:us-east-1:000000000000:t1100");
  CHECK(element(second, "NextToken") == "");
}

TEST_CASE_FIXTURE(SnsFixture, "a topic of very many subscriptions is deleted with all of them") {
  const std::string arn = make_topic();
  for (int i = 0; i < 1001; ++i) {
    const std::string id = "s-" + std::to_string(i);
    topics.store(server::sns::Subscription{engine.scope, "t", id, "sqs", "arn:" + id, false});
  }
  CHECK(error("DeleteTopic", {
                                 {"TopicArn", arn}
  }) == "");
  CHECK(topics.topics(engine.scope).empty());
  CHECK(topics.subscriptions(engine.scope).empty());
}

TEST_CASE_FIXTURE(SnsFixture, "an attribute has up to 30 KB, as a policy may") {
  make_topic();
  const std::string refused =
      "400 InvalidParameter: Invalid parameter: Policy Reason: It has more than 30720 bytes";
  const auto set = [&](std::size_t size) {
    return error("SetTopicAttributes", {
                                           {"TopicArn", kTopic},
                                           {                "AttributeName",  "Policy"      },
                                           { "AttributeValue",      std::string(size,            'x')}
    });
  };
  CHECK(set(30'720) == "");
  CHECK(set(30'721) == refused);
  CHECK(
      error("CreateTopic", {
                               {"Name",    "u"},
                               {                          "Attributes.entry.1.key", "Policy"   },
                               { "Attributes.entry.1.value",     std::string(30'721,        'x')}
  }) == refused);
}

}  // namespace topics_test
