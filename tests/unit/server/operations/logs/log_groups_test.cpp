#include "tests/support/engine.h"

#include <doctest/doctest.h>

namespace log_groups_test {

using tests::Engine;

namespace {

std::string group_json(const std::string& name, const std::string& more = "") {
  return R"({"logGroupName":")" + name + "\"" + more + "}";
}

const std::string kNoGroup = "ResourceNotFoundException: The specified log group does not exist.";

}  // namespace

TEST_CASE("a group is described as it was created") {
  Engine engine;
  engine.clock.set(core::from_epoch_milliseconds(1'700'000'000'123));
  CHECK(engine.answer("CreateLogGroup", group_json("/aws/lambda/f")) == "{}");
  CHECK(engine.answer("DescribeLogGroups", "{}") ==
        R"({"logGroups":[{"logGroupName":"/aws/lambda/f","creationTime":1700000000123,)"
        R"("metricFilterCount":0,)"
        R"("arn":"arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/f:*",)"
        R"("storedBytes":0,"logGroupClass":"STANDARD",)"
        R"("logGroupArn":"arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/f",)"
        R"("deletionProtectionEnabled":false}]})");
}

TEST_CASE("groups come in pages") {
  Engine engine;
  for (const char* name : {"c", "a", "b"}) engine.answer("CreateLogGroup", group_json(name));
  const std::string first = engine.answer("DescribeLogGroups", R"({"limit":2})");
  CHECK(first.find(R"("logGroupName":"b")") != std::string::npos);
  CHECK(first.find(R"("logGroupName":"c")") == std::string::npos);
  const auto document = core::json::Document::parse(first);
  const std::string token(document.root().object().find("nextToken")->string());
  const std::string last =
      engine.answer("DescribeLogGroups", R"({"limit":2,"nextToken":")" + token + "\"}");
  CHECK(last.find(R"("logGroupName":"b")") == std::string::npos);
  CHECK(last.find(R"("logGroupName":"c")") != std::string::npos);
  CHECK(last.find("nextToken") == std::string::npos);
}

TEST_CASE("groups are described by a part of their names, some of very many at a time") {
  Engine engine;
  const auto names = [&](const std::string& input, std::string& token) {
    const auto document = core::json::Document::parse(engine.answer("DescribeLogGroups", input));
    const auto next = document.root().object().find("nextToken");
    token = next ? std::string(next->string()) : "";
    std::string text;
    document.root().object().find("logGroups")->array().for_each([&](const auto& group) {
      text.append(group.object().find("logGroupName")->string()).append(" ");
    });
    return text;
  };
  std::string token;
  for (const char* name : {"a-own", "b-own", "c", "d-own", "e-Own"}) {
    engine.answer("CreateLogGroup", group_json(name));
  }
  CHECK(names(R"({"logGroupNamePattern":"own"})", token) == "a-own b-own d-own ");
  CHECK(token.empty());
  CHECK(names(R"({"logGroupNamePattern":"own","limit":3})", token) == "a-own b-own d-own ");
  CHECK(token.empty());
  CHECK(names(R"({"logGroupNamePattern":"own","limit":2})", token) == "a-own b-own ");
  CHECK(names(R"({"logGroupNamePattern":"own","nextToken":")" + token + "\"}", token) == "d-own ");
  engine.connection.execute(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) "
      "INSERT INTO log_group (account, region, name, class, kms_key, created_at) "
      "SELECT '000000000000', 'us-east-1', 'x' || i, '', '', 1 FROM n");
  engine.answer("CreateLogGroup", group_json("y-last"));
  CHECK(names(R"({"logGroupNamePattern":"last"})", token).empty());
  REQUIRE_FALSE(token.empty());
  CHECK(names(R"({"logGroupNamePattern":"last","nextToken":")" + token + "\"}", token) ==
        "y-last ");
  CHECK(token.empty());
}

TEST_CASE("a retention is one of AWS's") {
  Engine engine;
  engine.answer("CreateLogGroup", group_json("g"));
  engine.answer("PutRetentionPolicy", group_json("g", R"(,"retentionInDays":7)"));
  CHECK(engine.answer("DescribeLogGroups", "{}").find(R"("retentionInDays":7)") !=
        std::string::npos);
  engine.answer("DeleteRetentionPolicy", group_json("g"));
  CHECK(engine.answer("DescribeLogGroups", "{}").find("retentionInDays") == std::string::npos);
  CHECK(engine.error("PutRetentionPolicy", group_json("g", R"(,"retentionInDays":2)"))
            .starts_with("InvalidParameterException: 1 validation error detected: Value '2' at "
                         "'retentionInDays' failed to satisfy constraint: "));
}

TEST_CASE("wrong requests for groups are answered as on AWS") {
  Engine engine;
  engine.answer("CreateLogGroup", group_json("g"));
  CHECK(engine.error("CreateLogGroup", group_json("g")) ==
        "ResourceAlreadyExistsException: The specified log group already exists");
  CHECK(engine.error("CreateLogGroup", group_json(std::string(513, 'g'))) ==
        "InvalidParameterException: Invalid LogGroup or LogStream, both must have length less "
        "than or equal to 512.");
  CHECK(engine.error("DescribeLogGroups",
                     R"({"logGroupNamePrefix":"a","logGroupNamePattern":"b"})") ==
        "InvalidParameterException: LogGroup name prefix and LogGroup name pattern are mutually "
        "exclusive parameters.");
  CHECK(engine.error("DescribeLogGroups", R"({"nextToken":"?"})") ==
        "InvalidParameterException: The specified nextToken is invalid.");
  CHECK(engine.error("DescribeLogStreams", R"({"logGroupName":"g","logGroupIdentifier":"g"})") ==
        "ValidationException: LogGroup name and LogGroup ARN are mutually exclusive parameters.");
  for (const char* operation : {"DeleteLogGroup", "DeleteRetentionPolicy", "DescribeLogStreams",
                                "FilterLogEvents", "ListTagsLogGroup"}) {
    CAPTURE(std::string(operation));
    CHECK(engine.error(operation, group_json("other")) == kNoGroup);
  }
}

TEST_CASE("a deleted group is gone") {
  Engine engine;
  engine.answer("CreateLogGroup", group_json("g"));
  CHECK(engine.answer("DeleteLogGroup", group_json("g")) == "{}");
  CHECK(engine.answer("DescribeLogGroups", "{}") == R"({"logGroups":[]})");
}

}  // namespace log_groups_test
