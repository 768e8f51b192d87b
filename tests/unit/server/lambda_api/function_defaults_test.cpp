#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include <doctest/doctest.h>

#include <string>

using namespace tests;

TEST_CASE("what was never set reads as AWS's defaults") {
  struct Case {
    const char* method;
    const char* path;
    int status;
    const char* body;
  };
  const Case cases[] = {
      {"GET",    "/2019-09-30/functions/f/concurrency",         200, "{}"                              },
      {"GET",    "/2020-06-30/functions/f/code-signing-config", 200, R"({"FunctionName":"f"})"         },
      {"GET",    "/2024-08-31/functions/f/recursion-config",    200, R"({"RecursiveLoop":"Terminate"})"},
      {"GET",    "/2015-03-31/functions/f/policy",              404,
       R"({"Type":"User","Message":"The resource you requested does not exist."})"                     },
      {"DELETE", "/2015-03-31/functions/f/policy/s",            404,
       R"({"Type":"User","Message":"No policy is associated with the given resource."})"               },
  };
  LambdaApi api;
  api.create("f");
  for (const Case& c : cases) {
    CAPTURE(c.path);
    const auto answer = api.call(c.method, c.path);
    CHECK(answer.status == c.status);
    CHECK(answer.body == c.body);
    std::string elsewhere = c.path;
    elsewhere.replace(elsewhere.find("/f/"), 3, "/g/");
    CHECK(error(api.call(c.method, elsewhere)) ==
          "404 ResourceNotFoundException: Function not found: "
          "arn:aws:lambda:us-east-1:000000000000:function:g");
  }
}

TEST_CASE("names of statements are checked before the function is looked for") {
  LambdaApi api;
  const auto violated = [](const std::string& value, const std::string& rule) {
    return "400 ValidationException: 1 validation error detected: Value '" + value +
           "' failed to satisfy constraint: Member must " + rule;
  };
  const std::string path = "/2015-03-31/functions/f/policy/";
  CHECK(error(api.call("DELETE", path + "a%20b")) ==
        violated("a b' at 'statementId", "satisfy regular expression pattern: ([a-zA-Z0-9-_.]+)"));
  CHECK(error(api.call("DELETE", path + std::string(101, 's'))) ==
        violated(std::string(101, 's') + "' at 'statementId",
                 "have length less than or equal to 100"));
  CHECK(api.call("DELETE", path + "a.b").status == 404);
}

TEST_CASE("the account's settings count its functions and their code") {
  LambdaApi api;
  const auto before = api.call("GET", "/2016-08-19/account-settings/");
  CHECK(at(before, "/AccountUsage/FunctionCount") == "0");
  CHECK(at(before, "/AccountUsage/TotalCodeSize") == "0");
  const auto created = api.create("f");
  const auto after = api.call("GET", "/2016-08-19/account-settings");
  CHECK(at(after, "/AccountUsage/FunctionCount") == "1");
  CHECK(at(after, "/AccountUsage/TotalCodeSize") == at(created, "/CodeSize"));
  api.call("POST", "/2015-03-31/functions/f/versions");
  CHECK(at(api.call("GET", "/2016-08-19/account-settings"), "/AccountUsage") ==
        R"({"FunctionCount":1,"TotalCodeSize":)" +
            std::to_string(2 * std::stoi(at(created, "/CodeSize"))) + "}");
  CHECK(at(after, "/AccountLimit/CodeSizeZipped") == "52428800");
  CHECK(at(after, "/AccountLimit/CodeSizeUnzipped") == "262144000");
}
