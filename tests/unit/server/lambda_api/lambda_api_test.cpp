#include "server/lambda_api/lambda_api.h"

#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include <doctest/doctest.h>

#include <string>

namespace lambda_api_test {

using namespace tests;
using server::lambda_api::serves;

TEST_CASE("Lambda's paths begin with a date") {
  CHECK(serves("/2015-03-31/functions"));
  CHECK(serves("/2099-01-01/whatever"));
  CHECK(serves("/_rivulet/functions/1/r/f/code.zip"));
  CHECK_FALSE(serves("/"));
  CHECK_FALSE(serves("/_rivulet/health"));
  CHECK_FALSE(serves("/_rivulet/functions/f/replay"));
  CHECK_FALSE(serves("/_rivulet/code.zip"));
  CHECK_FALSE(serves("/000000000000/queue"));
  CHECK_FALSE(serves("/2015-03-31"));
  CHECK_FALSE(serves("/2015-03-3x/functions"));
}

TEST_CASE("every answer has a request id of its own") {
  LambdaApi api;
  const auto first = api.call("GET", "/2015-03-31/functions");
  const auto second = api.call("GET", "/2015-03-31/functions/none");
  CHECK(header(first, "x-amzn-RequestId").size() == 36);
  CHECK(header(second, "x-amzn-RequestId").size() == 36);
  CHECK(header(first, "x-amzn-RequestId") != header(second, "x-amzn-RequestId"));
}

TEST_CASE("an unknown path is an UnknownOperationException") {
  LambdaApi api;
  const auto answer = api.call("PATCH", "/2015-03-31/functions?x=1");
  CHECK(error(answer) ==
        "404 UnknownOperationException: Unable to determine the operation of PATCH "
        "/2015-03-31/functions");
  CHECK(answer.content_type == "application/json");
}

TEST_CASE("an error names its code in a header and its text in the body") {
  LambdaApi api;
  const auto answer = api.call("GET", "/2015-03-31/functions/none");
  CHECK(answer.status == 404);
  CHECK(answer.content_type == "application/json");
  CHECK(header(answer, "x-amzn-ErrorType") == "ResourceNotFoundException");
  CHECK(answer.body == R"({"Type":"User","Message":"Function not found: )"
                       R"(arn:aws:lambda:us-east-1:000000000000:function:none"})");
}

TEST_CASE("an operation that Rivulet lacks says so") {
  LambdaApi api;
  api.create("f");
  struct Case {
    const char* method;
    const char* path;
    const char* operation;
  };
  const Case cases[] = {
      {"POST", "/2020-04-22/code-signing-configs",                       "CreateCodeSigningConfig"},
      {"POST", "/2021-11-15/functions/f/response-streaming-invocations",
       "InvokeWithResponseStream: use Invoke, which answers all that a streaming handler wrote"   },
      {"POST", "/2021-10-31/functions/f/url",
       "CreateFunctionUrlConfig: call the function by Invoke"                                     },
      {"GET",  "/2021-10-31/functions/f/urls",
       "ListFunctionUrlConfigs: call the function by Invoke"                                      },
  };
  for (const Case& c : cases) {
    CHECK(error(api.call(c.method, c.path, "{}")) ==
          std::string("400 InvalidParameterValueException: Rivulet doesn't support ") +
              c.operation + ".");
  }
}

TEST_CASE("a body that isn't a JSON object is refused") {
  LambdaApi api;
  for (const char* body : {"{", "nonsense", "[]", "\"x\""}) {
    CAPTURE(body);
    const std::string text = error(api.call("POST", "/2015-03-31/functions", body));
    CHECK(text.starts_with(
        "400 InvalidRequestContentException: Could not parse request body into json: "));
  }
}

TEST_CASE("the region and the account come from the request's signature") {
  LambdaApi api;
  const HeaderList headers = {
      {"Authorization",
       "AWS4-HMAC-SHA256 Credential=111122223333/20260101/eu-west-1/lambda/aws4_request, x"}
  };
  CHECK(error(api.call("GET", "/2015-03-31/functions/f", "", headers)) ==
        "404 ResourceNotFoundException: Function not found: "
        "arn:aws:lambda:eu-west-1:111122223333:function:f");
  api.services.settings.shared_scope = true;
  CHECK(error(api.call("GET", "/2015-03-31/functions/f", "", headers)) ==
        "404 ResourceNotFoundException: Function not found: "
        "arn:aws:lambda:us-east-1:000000000000:function:f");
}

}  // namespace lambda_api_test
