#include "tests/support/engine.h"

#include <doctest/doctest.h>

namespace list_log_groups_test {

using tests::Engine;

namespace {

struct Groups : Engine {
  Groups() {
    for (const char* name : {"/aws/lambda/a", "/aws/lambda/b", "/other/aws/lambda", "plain"}) {
      answer("CreateLogGroup", R"({"logGroupName":")" + std::string(name) + "\"}");
    }
    answer("CreateLogGroup", R"({"logGroupName":"rare","logGroupClass":"INFREQUENT_ACCESS"})");
  }
  // "a,b": the names in the answer.
  std::string names(const std::string& body) {
    const auto document = core::json::Document::parse(answer("ListLogGroups", body));
    std::string text;
    document.root().object().find("logGroups")->array().for_each([&](const auto& group) {
      if (!text.empty()) text += ",";
      text += group.object().find("logGroupName")->string();
    });
    const auto next = document.root().object().find("nextToken");
    token = next ? std::string(next->string()) : "";
    return text;
  }
  std::string token;
};

}  // namespace

TEST_CASE("a log group is listed by its name, ARN and class") {
  Engine engine;
  engine.answer("CreateLogGroup", R"({"logGroupName":"g"})");
  CHECK(engine.answer("ListLogGroups", "{}") ==
        R"({"logGroups":[{"logGroupName":"g",)"
        R"("logGroupArn":"arn:aws:logs:us-east-1:000000000000:log-group:g",)"
        R"("logGroupClass":"STANDARD"}]})");
}

TEST_CASE_FIXTURE(Groups, "a pattern has alternatives, and each may be the beginning of a name") {
  const std::pair<const char*, const char*> cases[] = {
      {"/aws/lambda",     "/aws/lambda/a,/aws/lambda/b,/other/aws/lambda"},
      {"^/aws/lambda",    "/aws/lambda/a,/aws/lambda/b"                  },
      {"^/other|plain",   "/other/aws/lambda,plain"                      },
      {"da/a|^lain|rare", "/aws/lambda/a,rare"                           },
      {"nothing",         ""                                             },
  };
  for (const auto& [pattern, expected] : cases) {
    CAPTURE(pattern);
    CHECK(names(R"({"logGroupNamePattern":")" + std::string(pattern) + "\"}") == expected);
    CHECK(token.empty());
  }
  CHECK(names(R"({"logGroupClass":"INFREQUENT_ACCESS"})") == "rare");
}

TEST_CASE_FIXTURE(Groups, "log groups come in pages") {
  CHECK(names(R"({"limit":2,"logGroupNamePattern":"aws|lain|rare"})") ==
        "/aws/lambda/a,/aws/lambda/b");
  REQUIRE_FALSE(token.empty());
  const std::string rest =
      R"({"logGroupNamePattern":"aws|lain|rare","limit":3,"nextToken":")" + token + "\"}";
  CHECK(names(rest) == "/other/aws/lambda,plain,rare");
  CHECK(token.empty());
}

TEST_CASE_FIXTURE(Groups, "what can't be listed is refused") {
  CHECK(error("ListLogGroups", R"({"logGroupNamePattern":"ab"})")
            .starts_with("InvalidParameterException: 1 validation error detected: Value 'ab' at "
                         "'logGroupNamePattern' failed to satisfy constraint: "));
  CHECK(
      error("ListLogGroups", R"({"logGroupNamePattern":"a*b"})")
          .starts_with("InvalidParameterException: 1 validation error detected: Value 'a*b' at "));
  CHECK(error("ListLogGroups", R"({"limit":1001})") ==
        "InvalidParameterException: 1 validation error detected: Value '1001' at 'limit' failed to "
        "satisfy constraint: Member must have value less than or equal to 1000");
  CHECK(error("ListLogGroups", R"({"logGroupTags":[{"key":"a"}]})") ==
        "InvalidParameterException: Rivulet doesn't support logGroupTags.");
}

}  // namespace list_log_groups_test
