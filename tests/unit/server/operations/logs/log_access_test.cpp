#include "server/operations/logs/log_access.h"

#include "tests/support/engine.h"

#include <doctest/doctest.h>

namespace log_access_test {

using tests::Engine;

namespace {

std::string group_json(const std::string& name, const std::string& more = "") {
  return R"({"logGroupName":")" + name + "\"" + more + "}";
}

const std::string kNoGroup = "ResourceNotFoundException: The specified log group does not exist.";

}  // namespace

TEST_CASE("a group is found by its name or its ARN") {
  Engine engine;
  engine.answer("CreateLogGroup", group_json("g"));
  const std::string arn = "arn:aws:logs:us-east-1:000000000000:log-group:g";
  for (const std::string& identifier : {std::string("g"), arn}) {
    CAPTURE(identifier);
    CHECK(engine.answer("DescribeLogStreams", R"({"logGroupIdentifier":")" + identifier + "\"}") ==
          R"({"logStreams":[]})");
  }
  const char* const strange[] = {"arn:aws:logs:eu-west-1:000000000000:log-group:g",
                                 "arn:aws-cn:logs:us-east-1:000000000000:log-group:g",
                                 "arn:aws:sqs:us-east-1:000000000000:log-group:g",
                                 "arn:aws:logs:us-east-1:000000000000:g"};
  for (const char* identifier : strange) {
    CAPTURE(identifier);
    CHECK(engine.error("DescribeLogStreams",
                       std::string(R"({"logGroupIdentifier":")") + identifier + "\"}") == kNoGroup);
  }
}

TEST_CASE("a group's ARN has the partition of its region") {
  Engine engine;
  engine.scope.region = core::Region("us-gov-west-1");
  engine.answer("CreateLogGroup", group_json("g"));
  const std::string arn = "arn:aws-us-gov:logs:us-gov-west-1:000000000000:log-group:g";
  CHECK(engine.answer("DescribeLogGroups", "{}").find("\"logGroupArn\":\"" + arn + "\"") !=
        std::string::npos);
  CHECK(engine.answer("DescribeLogStreams", R"({"logGroupIdentifier":")" + arn + "\"}") ==
        R"({"logStreams":[]})");
}

TEST_CASE("a group is named once, by name or ARN") {
  Engine engine;
  CHECK(engine.error("DescribeLogStreams", R"({"logGroupName":"g","logGroupIdentifier":"g"})") ==
        "ValidationException: LogGroup name and LogGroup ARN are mutually exclusive parameters.");
  CHECK(engine.error("DescribeLogStreams", "{}") ==
        "ValidationException: Either LogGroup name or LogGroup ARN must be specified.");
}

TEST_CASE("a name has 512 characters, however many bytes") {
  using server::operations::check_log_name;
  std::string longest;
  for (int i = 0; i < 512; ++i) longest += "\xC3\xA9";
  CHECK_NOTHROW(check_log_name(longest));
  CHECK_THROWS_WITH(
      check_log_name(longest + "x"),
      "Invalid LogGroup or LogStream, both must have length less than or equal to 512.");
}

TEST_CASE("a stream is looked for in its group") {
  Engine engine;
  for (const char* name : {"g", "h"}) engine.answer("CreateLogGroup", group_json(name));
  engine.answer("CreateLogStream", group_json("h", R"(,"logStreamName":"s")"));
  CHECK(engine.error("GetLogEvents", group_json("g", R"(,"logStreamName":"s")")) ==
        "ResourceNotFoundException: The specified log stream does not exist.");
  CHECK(engine.error("GetLogEvents", group_json("h", R"(,"logStreamName":"s")")).empty());
}

TEST_CASE("ARNs of groups and streams") {
  const core::Scope scope{core::AccountId("111122223333"), core::Region("eu-west-1")};
  CHECK(server::operations::log_group_arn(scope, "g") ==
        "arn:aws:logs:eu-west-1:111122223333:log-group:g");
  CHECK(server::operations::log_stream_arn(scope, "g", "s") ==
        "arn:aws:logs:eu-west-1:111122223333:log-group:g:log-stream:s");
}

TEST_CASE("members that aren't there have a value, too") {
  const auto document = core::json::Document::parse(R"({"n":5,"s":"x","t":true,"f":false})");
  const auto body = document.root().object();
  using namespace server::operations;
  CHECK(whole_or(body, "n", 7) == 5);
  CHECK(whole_or(body, "gone", 7) == 7);
  CHECK(text_or_empty(body, "s") == "x");
  CHECK(text_or_empty(body, "gone").empty());
  CHECK(is_true(body, "t"));
  CHECK_FALSE(is_true(body, "f"));
  CHECK_FALSE(is_true(body, "gone"));
}

}  // namespace log_access_test
