#include "server/sns/notification.h"

#include <doctest/doctest.h>

namespace notification_test {

using namespace server::sns;

namespace {

const core::Scope kScope{core::AccountId("000000000000"), core::Region("us-east-1")};

Notification notification() {
  return {"id-1",
          "arn:aws:sns:us-east-1:000000000000:t",
          kScope.region,
          "",
          {{"default", "hello \"you\""}},
          {},
          core::from_epoch_milliseconds(1'795'608'000'005)};
}

Subscription subscription(const char* protocol) {
  return {kScope, "t", "s-1", protocol, "arn:aws:sqs:us-east-1:000000000000:q", false};
}

}  // namespace

TEST_CASE("a queue gets an envelope in lines") {
  CHECK(envelope(notification(), subscription("sqs")) == R"({
  "Type" : "Notification",
  "MessageId" : "id-1",
  "TopicArn" : "arn:aws:sns:us-east-1:000000000000:t",
  "Message" : "hello \"you\"",
  "Timestamp" : "2026-11-25T12:00:00.005Z",
  "SignatureVersion" : "1",
  "Signature" : "UnNpdnVsZXQgc2lnbnMgbm90aGluZw==",
  "SigningCertURL" : "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-00000000000000000000000000000000.pem",
  "UnsubscribeURL" : "https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=arn:aws:sns:us-east-1:000000000000:t:s-1"
})");
}

TEST_CASE("subject and attributes are in the envelope when there are any") {
  Notification full = notification();
  full.subject = "S";
  full.attributes = {
      {"a", "String", "x\n" },
      {"b", "Binary", "\x01"}
  };
  const std::string text = envelope(full, subscription("sqs"));
  CHECK(text.find("  \"Subject\" : \"S\",\n  \"Message\" : ") != std::string::npos);
  CHECK(text.ends_with(R"(:s-1",
  "MessageAttributes" : {
    "a" : {"Type":"String","Value":"x\n"},
    "b" : {"Type":"Binary","Value":"AQ=="}
  }
})"));
}

TEST_CASE("a function gets an event of one record") {
  Notification full = notification();
  full.attributes = {
      {"a", "Number", "7"}
  };
  CHECK(
      lambda_event(full, subscription("lambda")) ==
      R"({"Records":[{"EventSource":"aws:sns","EventVersion":"1.0",)"
      R"("EventSubscriptionArn":"arn:aws:sns:us-east-1:000000000000:t:s-1","Sns":{)"
      R"("Type":"Notification","MessageId":"id-1","TopicArn":"arn:aws:sns:us-east-1:000000000000:t",)"
      R"("Subject":null,"Message":"hello \"you\"","Timestamp":"2026-11-25T12:00:00.005Z",)"
      R"("SignatureVersion":"1","Signature":"UnNpdnVsZXQgc2lnbnMgbm90aGluZw==",)"
      R"("SigningCertUrl":"https://sns.us-east-1.amazonaws.com/SimpleNotificationService-00000000000000000000000000000000.pem",)"
      R"("UnsubscribeUrl":"https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=arn:aws:sns:us-east-1:000000000000:t:s-1",)"
      R"("MessageAttributes":{"a":{"Type":"Number","Value":"7"}}}}]})");
  full.subject = "S";
  CHECK(lambda_event(full, subscription("lambda")).find(R"("Subject":"S")") != std::string::npos);
}

TEST_CASE("each protocol has its own text, or the default one") {
  Notification some = notification();
  some.messages = {
      {"default", "d"},
      {"sqs",     "q"}
  };
  CHECK(some.message_for("sqs") == "q");
  CHECK(some.message_for("lambda") == "d");
}

}  // namespace notification_test
