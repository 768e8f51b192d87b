#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include <doctest/doctest.h>

namespace provisioned_concurrency_test {

using namespace tests;

namespace {

const std::string kPath = "/2019-09-30/functions/f/provisioned-concurrency";
const std::string kArn = "arn:aws:lambda:us-east-1:000000000000:function:";
const std::string kCount = R"({"ProvisionedConcurrentExecutions":2})";

struct ProvisionedApi : LambdaApi {
  ProvisionedApi() {
    create("f", R"("Publish":true,)");
    call("POST", "/2015-03-31/functions/f/aliases", R"({"Name":"live","FunctionVersion":"1"})");
  }
};

}  // namespace

TEST_CASE("provisioned concurrency is put, shown, listed and deleted") {
  ProvisionedApi api;
  const auto put = api.call("PUT", kPath + "?Qualifier=1", kCount);
  CHECK(put.status == 202);
  CHECK(at(put, "/Status") == "IN_PROGRESS");
  CHECK(at(put, "/RequestedProvisionedConcurrentExecutions") == "2");
  CHECK(at(put, "/AllocatedProvisionedConcurrentExecutions") == "0");
  const auto got = api.call("GET", kPath + "?Qualifier=1");
  CHECK(got.status == 200);
  CHECK(got.body == put.body);
  const auto listed = api.call("GET", kPath + "?List=ALL");
  CHECK(at(listed, "/ProvisionedConcurrencyConfigs/0/FunctionArn") == kArn + "f:1");
  CHECK(at(listed, "/ProvisionedConcurrencyConfigs/0/Status") == "IN_PROGRESS");
  CHECK(api.call("DELETE", kPath + "?Qualifier=1").status == 204);
  CHECK(api.call("DELETE", kPath + "?Qualifier=1").status == 204);
  CHECK(
      error(api.call("GET", kPath + "?Qualifier=1")) ==
      "404 ProvisionedConcurrencyConfigNotFoundException: No Provisioned Concurrency Config found "
      "for this function");
  CHECK(api.call("GET", kPath + "?List=ALL").body == R"({"ProvisionedConcurrencyConfigs":[]})");
}

TEST_CASE("what can't be provisioned is refused in AWS's words") {
  ProvisionedApi api;
  const std::string unpublished =
      "400 InvalidParameterValueException: Provisioned Concurrency Configs cannot be applied to "
      "unpublished function versions.";
  const std::string latest =
      "400 InvalidParameterValueException: The function resource provided must be an alias or a "
      "published version.";
  CHECK(error(api.call("PUT", kPath + "?Qualifier=$LATEST", kCount)) == unpublished);
  CHECK(error(api.call("PUT", kPath, kCount)) == unpublished);
  CHECK(error(api.call("GET", kPath + "?Qualifier=$LATEST")) == latest);
  CHECK(error(api.call("DELETE", kPath + "?Qualifier=$LATEST")) == latest);
  CHECK(
      error(api.call("PUT", kPath + "?Qualifier=1", R"({"ProvisionedConcurrentExecutions":0})")) ==
      "400 ValidationException: 1 validation error detected: Value '0' at "
      "'provisionedConcurrentExecutions' failed to satisfy constraint: Member must have value "
      "greater than or equal to 1");
  CHECK(error(api.call("PUT", kPath + "?Qualifier=1", "{}")) ==
        "400 ValidationException: 1 validation error detected: Value null at "
        "'provisionedConcurrentExecutions' failed to satisfy constraint: Member must not be null");
  for (const char* method : {"PUT", "GET", "DELETE"}) {
    CAPTURE(method);
    const std::string body = method == std::string("PUT") ? kCount : "";
    CHECK(error(api.call(method, kPath + "?Qualifier=10", body)) ==
          "404 ResourceNotFoundException: Function not found: " + kArn + "f:10");
    CHECK(error(api.call(method, "/2019-09-30/functions/g/provisioned-concurrency?Qualifier=live",
                         body)) ==
          "404 ResourceNotFoundException: Cannot find alias arn: " + kArn + "g:live");
  }
  CHECK(error(api.call("GET", "/2019-09-30/functions/g/provisioned-concurrency?List=ALL")) ==
        "404 ResourceNotFoundException: Function not found: " + kArn + "g");
}

}  // namespace provisioned_concurrency_test
