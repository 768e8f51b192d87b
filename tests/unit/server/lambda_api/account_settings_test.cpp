#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include <doctest/doctest.h>

#include <string>

namespace account_settings_test {

using namespace tests;

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

TEST_CASE("each version of a layer counts with the code, as long as it is there") {
  LambdaApi api;
  const auto total = [&] {
    return std::stoi(
        at(api.call("GET", "/2016-08-19/account-settings"), "/AccountUsage/TotalCodeSize"));
  };
  const std::string layer = "/2018-10-31/layers/l/versions";
  const std::string content = R"({"Content":{"ZipFile":")" + base64_zip() + R"("}})";
  const int size = std::stoi(at(api.call("POST", layer, content), "/Content/CodeSize"));
  CHECK(size > 0);
  CHECK(total() == size);
  api.call("POST", layer, content);
  CHECK(total() == 2 * size);
  api.call("DELETE", layer + "/1");
  CHECK(total() == size);
  CHECK(at(api.call("GET", "/2016-08-19/account-settings"), "/AccountUsage/FunctionCount") == "0");
}

TEST_CASE("what is reserved is no longer there for other functions") {
  LambdaApi api;
  api.create("f");
  api.call("PUT", "/2017-10-31/functions/f/concurrency", R"({"ReservedConcurrentExecutions":7})");
  const auto answer = api.call("GET", "/2016-08-19/account-settings");
  CHECK(at(answer, "/AccountLimit/ConcurrentExecutions") == "1000");
  CHECK(at(answer, "/AccountLimit/UnreservedConcurrentExecutions") == "993");
}

}  // namespace account_settings_test
