#include "tests/unit/server/sns/sns_fixture.h"

#include <doctest/doctest.h>

namespace subscriptions_test {

namespace {

constexpr const char* kFunction = "arn:aws:lambda:us-east-1:000000000000:function:f";

struct Fixture : SnsFixture {
  Fixture() { make_topic(); }
  std::string subscribe_error(const std::string& protocol, const std::string& endpoint,
                              Parameters more = {}) {
    more.insert({
        {"TopicArn", kTopic  },
        {"Protocol", protocol},
        {"Endpoint", endpoint}
    });
    return error("Subscribe", more);
  }
  std::string set(const std::string& arn, const char* name, const char* value) {
    return error("SetSubscriptionAttributes",
                 {
                     {"SubscriptionArn", arn  },
                     {"AttributeName",   name },
                     {"AttributeValue",  value}
    });
  }
  static Parameters raw(const char* value) {
    return {
        {"Attributes.entry.1.key",   "RawMessageDelivery"},
        {"Attributes.entry.1.value", value               }
    };
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a queue is subscribed once, and a second time to the same") {
  const std::string arn = subscribe(kQueue);
  CHECK(arn.starts_with(std::string(kTopic) + ":"));
  CHECK(arn.size() == std::string(kTopic).size() + 1 + 36);
  CHECK(subscribe(kQueue) == arn);
  CHECK(subscribe(kFunction, "lambda") != arn);
  CHECK(subscribe_error("sqs", kQueue, raw("true")) ==
        "400 InvalidParameter: Invalid parameter: Attributes Reason: Subscription already exists "
        "with different attributes");
}

TEST_CASE_FIXTURE(Fixture, "a subscription shows what it is") {
  const std::string arn = subscribe(kQueue, "sqs", raw("true"));
  CHECK(result("GetSubscriptionAttributes",
               {
                   {"SubscriptionArn", arn}
  }) ==
        "<GetSubscriptionAttributesResult><Attributes>"
        "<entry><key>ConfirmationWasAuthenticated</key><value>true</value></entry>"
        "<entry><key>Endpoint</key><value>arn:aws:sqs:us-east-1:000000000000:q</value></entry>"
        "<entry><key>Owner</key><value>000000000000</value></entry>"
        "<entry><key>PendingConfirmation</key><value>false</value></entry>"
        "<entry><key>Protocol</key><value>sqs</value></entry>"
        "<entry><key>RawMessageDelivery</key><value>true</value></entry>"
        "<entry><key>SubscriptionArn</key><value>" +
            arn +
            "</value></entry>"
            "<entry><key>TopicArn</key><value>arn:aws:sns:us-east-1:000000000000:t</value></entry>"
            "</Attributes></GetSubscriptionAttributesResult>");
}

TEST_CASE_FIXTURE(Fixture, "an endpoint is a queue's ARN, or a function's") {
  CHECK(subscribe_error("email", "me@example.com") ==
        "400 InvalidParameter: Rivulet doesn't support the protocol email: subscribe a queue (sqs) "
        "or a function (lambda).");
  CHECK(subscribe_error("pigeon", "x") ==
        "400 InvalidParameter: Invalid parameter: Amazon SNS does not support this protocol "
        "string: pigeon");
  const std::string queue = "400 InvalidParameter: Invalid parameter: SQS endpoint ARN";
  CHECK(subscribe_error("sqs", kFunction) == queue);
  CHECK(subscribe_error("sqs", "http://localhost/q") == queue);
  CHECK(subscribe_error("sqs", "arn:aws:sqs:us-east-1:000000000000:") == queue);
  CHECK(subscribe_error("sqs", "arn:aws:sqs:us-east-1:000000000042:q") ==
        "400 InvalidParameter: Rivulet doesn't support endpoints of other accounts, which would "
        "have to confirm.");
  CHECK(subscribe_error("lambda", kQueue) ==
        "400 InvalidParameter: Invalid parameter: Lambda endpoint ARN");
}

TEST_CASE_FIXTURE(Fixture, "raw delivery is for queues, and is true or false") {
  CHECK(subscribe_error("lambda", kFunction, raw("true")) ==
        "400 InvalidParameter: Invalid parameter: Attributes Reason: RawMessageDelivery: Not "
        "supported for protocol lambda");
  CHECK(subscribe_error("sqs", kQueue, raw("yes")) ==
        "400 InvalidParameter: Invalid parameter: Attributes Reason: RawMessageDelivery: Invalid "
        "value [yes]. Must be true or false.");
  const std::string arn = subscribe(kFunction, "lambda", raw("false"));
  CHECK(set(arn, "RawMessageDelivery", "true") ==
        "400 InvalidParameter: Invalid parameter: AttributeName Reason: RawMessageDelivery: Not "
        "supported for protocol lambda");
}

TEST_CASE_FIXTURE(Fixture, "raw delivery can be switched, other attributes can't be set") {
  const std::string arn = subscribe(kQueue);
  const auto is_raw = [&] {
    const auto xml = result("GetSubscriptionAttributes", {
                                                             {"SubscriptionArn", arn}
    });
    return xml.find("<key>RawMessageDelivery</key><value>true</value>") != std::string::npos;
  };
  CHECK(set(arn, "RawMessageDelivery", "true") == "");
  CHECK(is_raw());
  CHECK(set(arn, "RawMessageDelivery", "false") == "");
  CHECK_FALSE(is_raw());
  CHECK(set(arn, "FilterPolicy", "{}") ==
        "400 InvalidParameter: Rivulet doesn't support FilterPolicy.");
  CHECK(set(arn, "Colour", "red") == "400 InvalidParameter: Invalid parameter: AttributeName");
}

TEST_CASE_FIXTURE(Fixture, "subscriptions are listed, all of them or a topic's") {
  const std::string arn = subscribe(kQueue);
  make_topic("u");
  const std::string member =
      "<Subscriptions><member><TopicArn>arn:aws:sns:us-east-1:000000000000:t</TopicArn>"
      "<Protocol>sqs</Protocol><SubscriptionArn>" +
      arn +
      "</SubscriptionArn><Owner>000000000000</Owner>"
      "<Endpoint>arn:aws:sqs:us-east-1:000000000000:q</Endpoint></member></Subscriptions>";
  CHECK(result("ListSubscriptions") ==
        "<ListSubscriptionsResult>" + member + "</ListSubscriptionsResult>");
  CHECK(result("ListSubscriptionsByTopic",
               {
                   {"TopicArn", kTopic}
  }) ==
        "<ListSubscriptionsByTopicResult>" + member + "</ListSubscriptionsByTopicResult>");
  CHECK(result("ListSubscriptionsByTopic",
               {
                   {"TopicArn", "arn:aws:sns:us-east-1:000000000000:u"}
  }) ==
        "<ListSubscriptionsByTopicResult><Subscriptions></Subscriptions>"
        "</ListSubscriptionsByTopicResult>");
}

TEST_CASE_FIXTURE(Fixture, "who unsubscribes is gone, and may be gone already") {
  const std::string arn = subscribe(kQueue);
  CHECK(error("Unsubscribe", {
                                 {"SubscriptionArn", arn}
  }) == "");
  CHECK(error("GetSubscriptionAttributes",
              {
                  {"SubscriptionArn", arn}
  }) == "404 NotFound: Subscription does not exist");
  CHECK(error("Unsubscribe", {
                                 {"SubscriptionArn", arn}
  }) == "");
  CHECK(error("Unsubscribe",
              {
                  {"SubscriptionArn", "s-1"}
  }) ==
        "400 InvalidParameter: Invalid parameter: SubscriptionArn Reason: An ARN must have at "
        "least 6 elements, not 1");
  CHECK(error("Unsubscribe",
              {
                  {"SubscriptionArn", kTopic}
  }) ==
        "400 InvalidParameter: Invalid parameter: SubscriptionId");
  CHECK(error("Unsubscribe") ==
        "400 InvalidParameter: Invalid parameter: SubscriptionArn Reason: no value for required "
        "parameter");
}

TEST_CASE_FIXTURE(Fixture, "an endpoint is no longer than an ARN may be") {
  const std::string arn = "arn:aws:sqs:us-east-1:000000000000:";
  CHECK(subscribe_error("sqs", arn + std::string(2048 - arn.size(), 'q')) == "");
  CHECK(subscribe_error("sqs", arn + std::string(2049 - arn.size(), 'q')) ==
        "400 InvalidParameter: Invalid parameter: SQS endpoint ARN");
}

}  // namespace subscriptions_test
