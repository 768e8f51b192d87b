#include "tests/support/engine.h"

#include <doctest/doctest.h>

#include <string>

using tests::Engine;

namespace {

constexpr const char* kArn =
    R"("ResourceArn":"arn:aws:dynamodb:us-east-1:000000000000:table/Music")";

void create(Engine& engine) {
  engine.answer("CreateTable",
                R"({"TableName":"Music","AttributeDefinitions":[{"AttributeName":"id",)"
                R"("AttributeType":"S"}],"KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],)"
                R"("BillingMode":"PAY_PER_REQUEST"})");
}

std::string time_to_live(const char* attribute, bool enabled) {
  return std::string(R"({"TableName":"Music","TimeToLiveSpecification":{"AttributeName":")") +
         attribute + R"(","Enabled":)" + (enabled ? "true" : "false") + "}}";
}

}  // namespace

TEST_CASE("time to live is switched on once, by one attribute") {
  Engine engine;
  create(engine);
  const char* const name = R"({"TableName":"Music"})";
  CHECK(engine.answer("DescribeTimeToLive", name) ==
        R"({"TimeToLiveDescription":{"TimeToLiveStatus":"DISABLED"}})");
  CHECK(engine.error("UpdateTimeToLive", time_to_live("ttl", false)) ==
        "ValidationException: TimeToLive is already disabled");
  CHECK(engine.answer("UpdateTimeToLive", time_to_live("ttl", true)) ==
        R"({"TimeToLiveSpecification":{"AttributeName":"ttl","Enabled":true}})");
  CHECK(engine.error("UpdateTimeToLive", time_to_live("ttl", true)) ==
        "ValidationException: TimeToLive is already enabled");
  CHECK(engine.error("UpdateTimeToLive", time_to_live("other", true)) ==
        "ValidationException: TimeToLive is active on a different AttributeName: current "
        "AttributeName is ttl");
  CHECK(engine.answer("DescribeTimeToLive", name) ==
        R"({"TimeToLiveDescription":{"AttributeName":"ttl","TimeToLiveStatus":"ENABLED"}})");
  CHECK(engine.error("UpdateTimeToLive", time_to_live("ttl", false)).empty());
}

TEST_CASE("tags are added, replaced, removed and listed on one page") {
  Engine engine;
  create(engine);
  const std::string arn = std::string("{") + kArn;
  std::string many;
  for (int i = 0; i < 50; ++i) {
    many += (i ? "," : "") + std::string(R"({"Key":"k)") + std::to_string(i) + R"(","Value":"v"})";
  }
  CHECK(engine.answer("TagResource", arn + R"(,"Tags":[)" + many + "]}").empty());
  const std::string page = engine.answer("ListTagsOfResource", arn + "}");
  CHECK(page == R"({"Tags":[)" + many + "]}");
  CHECK(engine.answer("ListTagsOfResource", arn + R"(,"NextToken":"nonsense"})") == page);
  engine.answer("TagResource", arn + R"(,"Tags":[{"Key":"k25","Value":"new"}]})");
  CHECK(engine.answer("ListTagsOfResource", arn + "}").find(R"({"Key":"k25","Value":"new"})") !=
        std::string::npos);
  engine.answer("UntagResource", arn + R"(,"TagKeys":["k0","k25"]})");
  CHECK(engine.answer("ListTagsOfResource", arn + "}").find("k25") == std::string::npos);
}

TEST_CASE("tag operations refuse with AWS's words") {
  Engine engine;
  create(engine);
  struct Case {
    const char* arn;
    const char* error;
  };
  const Case cases[] = {
      {"not-a-valid-arn",
       "ValidationException: One or more parameter values were invalid: ARNs must start with "
       "'arn:': "
       "not-a-valid-arn"                                                                                       },
      {"arn:aws:dynamodb:us-east-1:000000000000:table/Music/index/x",
       "ValidationException: One or more parameter values were invalid: Invalid resource arn "
       "provided, only table or stream is accepted. Provided resource arn: "
       "arn:aws:dynamodb:us-east-1:000000000000:table/Music/index/x"                                           },
      {"arn:aws:dynamodb:us-east-1:000000000000:table/None",
       "ResourceNotFoundException: Requested resource not found: ResourceArn: "
       "arn:aws:dynamodb:us-east-1:000000000000:table/None not found"                                          },
      {"arn:aws:dynamodb:us-east-1:111111111111:table/Music",
       "AccessDeniedException: Access is denied"                                                               },
      {"arn:aws:dynamodb:eu-west-1:111111111111:table/Music",
       "AccessDeniedException: Access is denied"                                                               },
      {"arn:aws:s3:::bucket",                                         "AccessDeniedException: Access is denied"},
      {"arn:aws:dynamodb:eu-west-1:000000000000:table/Music",
       "ValidationException: Invalid TableArn: Invalid ResourceArn provided as input "
       "arn:aws:dynamodb:eu-west-1:000000000000:table/Music"                                                   },
      {"arn:aws-cn:dynamodb:us-east-1:000000000000:table/Music",
       "ValidationException: Invalid TableArn: Invalid ResourceArn provided as input "
       "arn:aws-cn:dynamodb:us-east-1:000000000000:table/Music"                                                },
      {"arn:aws:dynamodb:us-east-1:000000000000:table/ab",
       "ValidationException: Invalid TableArn: Invalid ResourceArn provided as input "
       "arn:aws:dynamodb:us-east-1:000000000000:table/ab"                                                      },
  };
  for (const Case& c : cases) {
    CHECK(engine.error("ListTagsOfResource",
                       std::string(R"({"ResourceArn":")") + c.arn + R"("})") == c.error);
  }
  CHECK(engine.error("TagResource", std::string("{") + kArn + R"(,"Tags":[]})") ==
        "ValidationException: Atleast one Tag needs to be provided as Input.");
  const std::string none = R"({"ResourceArn":"arn:aws:dynamodb:us-east-1:000000000000:table/None")";
  CHECK(engine.error("TagResource", none + R"(,"Tags":[]})") ==
        "ValidationException: Atleast one Tag needs to be provided as Input.");
  CHECK(engine.error("UntagResource", none + R"(,"TagKeys":[]})") ==
        "ValidationException: Atleast one Tag Key needs to be provided as Input.");
  CHECK(engine.error("TagResource", none + R"(,"Tags":[{"Key":"a"}]})") ==
        "ValidationException: The Tag Value provided is invalid, Value: null");
  CHECK(engine.error("UntagResource", none + R"(,"TagKeys":[""]})") ==
        "ValidationException: The Tag Key provided is invalid, Key: ");
}

TEST_CASE("point-in-time recovery is described as it was set") {
  Engine engine;
  create(engine);
  const char* const name = R"({"TableName":"Music"})";
  CHECK(engine.answer("DescribeContinuousBackups", name) ==
        R"({"ContinuousBackupsDescription":{"ContinuousBackupsStatus":"ENABLED",)"
        R"("PointInTimeRecoveryDescription":{"PointInTimeRecoveryStatus":"DISABLED"}}})");
  engine.answer("UpdateContinuousBackups",
                R"({"TableName":"Music","PointInTimeRecoverySpecification":)"
                R"({"PointInTimeRecoveryEnabled":true,"RecoveryPeriodInDays":7}})");
  engine.clock.advance(std::chrono::minutes(10));
  CHECK(engine.answer("DescribeContinuousBackups", name) ==
        R"({"ContinuousBackupsDescription":{"ContinuousBackupsStatus":"ENABLED",)"
        R"("PointInTimeRecoveryDescription":{"EarliestRestorableDateTime":1734480000.000,)"
        R"("LatestRestorableDateTime":1734480300.000,"PointInTimeRecoveryStatus":"ENABLED",)"
        R"("RecoveryPeriodInDays":7}}})");
  CHECK(engine.error("DescribeContinuousBackups", R"({"TableName":"None"})") ==
        "TableNotFoundException: Table not found: None");
}
