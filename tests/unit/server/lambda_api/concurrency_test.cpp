#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include <doctest/doctest.h>

namespace concurrency_test {

using namespace tests;

namespace {

const std::string kArn = "arn:aws:lambda:us-east-1:000000000000:function:";
const char* const kPut = "/2017-10-31/functions/f/concurrency";
const char* const kGet = "/2019-09-30/functions/f/concurrency";

}  // namespace

TEST_CASE("concurrency is reserved, shown and given up") {
  LambdaApi api;
  api.create("f");
  CHECK(api.call("GET", kGet).body == "{}");
  for (const char* count : {"0", "5"}) {
    const std::string json = std::string(R"({"ReservedConcurrentExecutions":)") + count + "}";
    const auto put = api.call("PUT", kPut, json);
    CHECK(put.status == 200);
    CHECK(put.body == json);
    CHECK(api.call("GET", kGet).body == json);
    CHECK(at(api.call("GET", "/2015-03-31/functions/f"), "/Concurrency") == json);
  }
  CHECK(api.call("DELETE", kPut).status == 204);
  CHECK(api.call("GET", kGet).body == "{}");
  CHECK(at(api.call("GET", "/2015-03-31/functions/f"), "/Concurrency") == "");
}

TEST_CASE("what can't be reserved is refused in AWS's words") {
  LambdaApi api;
  api.create("f");
  const auto put = [&](const char* body) { return error(api.call("PUT", kPut, body)); };
  CHECK(put("{}") ==
        "400 ValidationException: 1 validation error detected: Value null at "
        "'reservedConcurrentExecutions' failed to satisfy constraint: Member must not be null");
  CHECK(put(R"({"ReservedConcurrentExecutions":-1})") ==
        "400 ValidationException: 1 validation error detected: Value '-1' at "
        "'reservedConcurrentExecutions' failed to satisfy constraint: Member must have value "
        "greater than or equal to 0");
  CHECK(put(R"({"ReservedConcurrentExecutions":901})") ==
        "400 InvalidParameterValueException: Specified ReservedConcurrentExecutions for function "
        "decreases account's UnreservedConcurrentExecution below its minimum value of [100].");
  CHECK(at(api.call("PUT", kPut, R"({"ReservedConcurrentExecutions":901})"), "/Type") == "");
  CHECK(error(api.call("PUT", "/2017-10-31/functions/g/concurrency", "{}")) ==
        "404 ResourceNotFoundException: Function not found: " + kArn + "g:$LATEST");
  const std::string missing = "404 ResourceNotFoundException: Function not found: " + kArn + "g";
  CHECK(error(api.call("DELETE", "/2017-10-31/functions/g/concurrency")) == missing);
  CHECK(error(api.call("GET", "/2019-09-30/functions/g/concurrency")) == missing);
}

TEST_CASE("concurrency is reserved for whole functions only") {
  LambdaApi api;
  api.create("f");
  for (const std::string name :
       {"f:$LATEST", "f:1", "arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST"}) {
    for (const auto& [method, version] :
         {std::pair("PUT", "2017-10-31"), std::pair("DELETE", "2017-10-31"),
          std::pair("GET", "2019-09-30")}) {
      CAPTURE(name);
      CAPTURE(method);
      CHECK(
          error(api.call(method, "/" + std::string(version) + "/functions/" + name + "/concurrency",
                         R"({"ReservedConcurrentExecutions":1})")) ==
          "400 InvalidParameterValueException: This operation is permitted on Lambda functions "
          "only. Aliases and versions do not support this operation. Please specify either a "
          "function name or an unqualified function ARN.");
    }
  }
}

}  // namespace concurrency_test
