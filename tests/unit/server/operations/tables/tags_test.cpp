#include "tests/unit/server/operations/tables/music_table.h"

#include <doctest/doctest.h>

namespace tags_test {

using namespace tests;

namespace {

constexpr const char* kArn =
    R"("ResourceArn":"arn:aws:dynamodb:us-east-1:000000000000:table/Music")";

}  // namespace

TEST_CASE("tags are added, replaced, removed and listed on one page") {
  Engine engine;
  create_music(engine);
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
  create_music(engine);
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

TEST_CASE("a table has 50 tags, of which a new value makes no more") {
  Engine engine;
  create_music(engine);
  const auto add = [&](const std::string& key) {
    return engine.error("TagResource", std::string("{") + kArn + R"(,"Tags":[{"Key":")" + key +
                                           R"(","Value":"v"}]})");
  };
  for (int i = 0; i < 50; ++i) CHECK(add("k" + std::to_string(i)).empty());
  CHECK(add("k49").empty());
  CHECK(
      add("k50") ==
      "ValidationException: Number of Tags exceed the current limit for the provided ResourceArn");
  engine.answer("UntagResource", std::string("{") + kArn + R"(,"TagKeys":["k0","unknown"]})");
  CHECK(add("k50").empty());
}

TEST_CASE("an ARN and a list are looked for before they are read") {
  Engine engine;
  for (const char* operation : {"TagResource", "UntagResource", "ListTagsOfResource"}) {
    CAPTURE(operation);
    CHECK(engine.error(operation, "{}") == "ValidationException: Invalid TableArn");
  }
  const char* const nonsense = R"({"ResourceArn":"nonsense"})";
  const std::string detected = "ValidationException: 1 validation error detected: Value null at '";
  const std::string missing = "' failed to satisfy constraint: Member must not be null";
  CHECK(engine.error("TagResource", nonsense) == detected + "tags" + missing);
  CHECK(engine.error("UntagResource", nonsense) == detected + "tagKeys" + missing);
  CHECK(engine.error("ListTagsOfResource",
                     R"({"ResourceArn":"arn:aws:dynamodb:us-east-1:000000000000:nonsense"})") ==
        "ValidationException: One or more parameter values were invalid: Provided Arn is not a "
        "DynamoDB resource arn: arn:aws:dynamodb:us-east-1:000000000000:nonsense");
}

}  // namespace tags_test
