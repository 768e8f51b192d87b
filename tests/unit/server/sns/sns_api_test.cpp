#include "server/sns/sns_api.h"

#include "tests/unit/server/sns/sns_fixture.h"

#include <doctest/doctest.h>

namespace sns_api_test {

namespace {

bool serves(const std::string& body, tests::HeaderList fields) {
  fields.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  const tests::FakeHeaders headers(std::move(fields));
  return server::sns::serves({"POST", "/", headers, body});
}

std::pair<std::string, std::string> signed_for(const std::string& service) {
  return {"Authorization", "AWS4-HMAC-SHA256 Credential=A/20261128/us-east-1/" + service +
                               "/aws4_request, SignedHeaders=host, Signature=0"};
}

}  // namespace

TEST_CASE("SNS is whom a credential for it and an Action are meant for") {
  CHECK(serves("Action=ListTopics", {signed_for("sns")}));
  CHECK_FALSE(serves("Action=ListTopics", {signed_for("sqs")}));
  CHECK_FALSE(serves("", {signed_for("sns")}));
  CHECK_FALSE(serves("Action=ListTopics",
                     {
                         signed_for("sns"), {"X-Amz-Target", "AmazonSQS.ListQueues"}
  }));
}

TEST_CASE_FIXTURE(SnsFixture,
                  "an answer has its operation's name, and tells the request's id twice") {
  const auto response = ask("CreateTopic", {
                                               {"Name", "t"}
  });
  CHECK(response.status == 200);
  CHECK(response.content_type == "text/xml");
  REQUIRE(response.headers.size() == 1);
  CHECK(response.headers[0].first == "x-amzn-RequestId");
  CHECK(response.headers[0].second.size() == 36);
  CHECK(
      response.body ==
      R"(<?xml version="1.0" encoding="UTF-8"?>)"
      "\n"
      R"(<CreateTopicResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><CreateTopicResult>)"
      R"(<TopicArn>arn:aws:sns:us-east-1:000000000000:t</TopicArn></CreateTopicResult>)"
      R"(<ResponseMetadata><RequestId>)" +
          response.headers[0].second + "</RequestId></ResponseMetadata></CreateTopicResponse>");
}

TEST_CASE_FIXTURE(SnsFixture, "an operation without a result has none in its answer") {
  const std::string xml = ask("DeleteTopic",
                              {
                                  {"TopicArn", kTopic}
  })
                              .body;
  CHECK(xml.find("DeleteTopicResult") == std::string::npos);
  CHECK(element(xml, "RequestId").size() == 36);
}

TEST_CASE_FIXTURE(SnsFixture, "an error says whose fault it is") {
  const auto response = ask("GetTopicAttributes", {
                                                      {"TopicArn", kTopic}
  });
  CHECK(response.status == 404);
  CHECK(
      response.body.substr(0, response.body.find("<RequestId>")) ==
      R"(<?xml version="1.0" encoding="UTF-8"?>)"
      "\n"
      R"(<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type>)"
      R"(<Code>NotFound</Code><Message>Topic does not exist</Message></Error>)");
}

TEST_CASE_FIXTURE(SnsFixture, "what is no operation, or none of that version, is said to be none") {
  CHECK(error("Fly") == "400 InvalidAction: Could not find operation Fly for version 2010-03-31");
  CHECK(error("ListTopics",
              {
                  {"Version", "2011-01-01"}
  }) ==
        "400 InvalidAction: Could not find operation ListTopics for version 2011-01-01");
  CHECK(error("AddPermission") == "400 InvalidAction: Rivulet doesn't support AddPermission.");
}

TEST_CASE_FIXTURE(SnsFixture, "a request without a whole signature is refused") {
  headers = tests::FakeHeaders(tests::HeaderList{
      {"Authorization", "AWS4-HMAC-SHA256 Credential=A/20261128/us-east-1/sns/aws4_request"}
  });
  const auto response = ask("ListTopics");
  CHECK(response.status == 403);
  CHECK(element(response.body, "Code") == "IncompleteSignature");
}

TEST_CASE_FIXTURE(SnsFixture, "a body that is too large isn't read") {
  server::sns::serve_sns({"POST", "/?Action=Publish&Version=2010-03-31", headers, "", true}, topics,
                         engine.services,
                         [this](core::HttpResponse response) { answer = std::move(response); });
  REQUIRE(answer);
  CHECK(answer->status == 400);
  CHECK(element(answer->body, "Message") == "Invalid parameter: Message too long");
}

}  // namespace sns_api_test
