#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include <doctest/doctest.h>

namespace event_invoke_configs_test {

using namespace tests;

namespace {

const std::string kConfig = "/2019-09-25/functions/f/event-invoke-config";
const std::string kArn = "arn:aws:lambda:us-east-1:000000000000:function:f";

struct ConfigApi : LambdaApi {
  ConfigApi() {
    create("f", R"("Publish":true,)");
    call("POST", "/2015-03-31/functions/f/aliases", R"({"Name":"live","FunctionVersion":"1"})");
  }
  core::HttpResponse put(const std::string& body, const std::string& query = "") {
    return call("PUT", kConfig + query, body);
  }
};

}  // namespace

TEST_CASE("a configuration is kept for $LATEST, a version or an alias") {
  ConfigApi api;
  CHECK(at(api.put(R"({"MaximumRetryAttempts":1})"), "/FunctionArn") == kArn + ":$LATEST");
  CHECK(at(api.put(R"({"MaximumRetryAttempts":0})", "?Qualifier=1"), "/FunctionArn") ==
        kArn + ":1");
  CHECK(at(api.put(R"({"MaximumEventAgeInSeconds":60})", "?Qualifier=live"), "/FunctionArn") ==
        kArn + ":live");
  const auto latest = api.call("GET", kConfig + "?Qualifier=$LATEST");
  CHECK(latest.status == 200);
  CHECK(at(latest, "/MaximumRetryAttempts") == "1");
  CHECK(at(latest, "/MaximumEventAgeInSeconds") == "");
  CHECK(at(latest, "/DestinationConfig") == R"({"OnFailure":{},"OnSuccess":{}})");
  const auto page = api.call("GET", kConfig + "/list?MaxItems=2");
  CHECK(at(page, "/FunctionEventInvokeConfigs/0/FunctionArn") == kArn + ":$LATEST");
  CHECK(at(page, "/FunctionEventInvokeConfigs/1/FunctionArn") == kArn + ":1");
  const auto rest = api.call("GET", kConfig + "/list?MaxItems=2&Marker=" + at(page, "/NextMarker"));
  CHECK(at(rest, "/FunctionEventInvokeConfigs/0/FunctionArn") == kArn + ":live");
  CHECK(at(rest, "/FunctionEventInvokeConfigs/1/FunctionArn") == "");
  CHECK(api.call("DELETE", kConfig + "?Qualifier=1").status == 204);
  CHECK(error(api.call("GET", kConfig + "?Qualifier=1")) ==
        "404 ResourceNotFoundException: The function " + kArn +
            ":1 doesn't have an EventInvokeConfig");
}

TEST_CASE("put replaces a configuration, update keeps what it doesn't name") {
  ConfigApi api;
  api.put(R"({"MaximumRetryAttempts":2,"MaximumEventAgeInSeconds":60})");
  const auto updated = api.call("POST", kConfig, R"({"MaximumRetryAttempts":0})");
  CHECK(at(updated, "/MaximumEventAgeInSeconds") == "60");
  CHECK(at(updated, "/MaximumRetryAttempts") == "0");
  CHECK(at(api.put(R"({"MaximumRetryAttempts":1})"), "/MaximumEventAgeInSeconds") == "");
}

TEST_CASE("what isn't there is said in AWS's words") {
  ConfigApi api;
  const std::string missing = "404 ResourceNotFoundException: The function doesn't exist.";
  const std::string retries = R"({"MaximumRetryAttempts":1})";
  CHECK(error(api.put(retries, "?Qualifier=other")) == missing);
  CHECK(error(api.call("PUT", "/2019-09-25/functions/g/event-invoke-config", retries)) == missing);
  CHECK(error(api.call("POST", "/2019-09-25/functions/g/event-invoke-config", retries)) == missing);
  CHECK(error(api.call("GET", "/2019-09-25/functions/g/event-invoke-config/list")) == missing);
  const std::string none = "404 ResourceNotFoundException: The function " + kArn +
                           ":$LATEST doesn't have an EventInvokeConfig";
  CHECK(error(api.call("GET", kConfig)) == none);
  CHECK(error(api.call("DELETE", kConfig)) == none);
  CHECK(error(api.call("POST", kConfig, retries)) == none);
  // What is wrong with the request by itself comes before.
  CHECK(error(api.call("PUT", "/2019-09-25/functions/g/event-invoke-config", "{}")) ==
        "400 InvalidParameterValueException: You must specify at least one of error handling or "
        "destination setting.");
  CHECK(error(api.call("GET", kConfig + "/list?MaxItems=51")) ==
        "400 ValidationException: 1 validation error detected: Value '51' at 'maxItems' failed to "
        "satisfy constraint: Member must have value less than or equal to 50");
}

TEST_CASE("a destination must be one that is there") {
  ConfigApi api;
  CHECK(
      error(api.put(
          R"({"DestinationConfig":{"OnSuccess":{"Destination":"arn:aws:sqs:us-east-1:000000000000:missing"}}})")) ==
      "400 InvalidParameterValueException: The destination ARN "
      "arn:aws:sqs:us-east-1:000000000000:missing is invalid.");
  const auto put = api.put(
      R"({"DestinationConfig":{"OnSuccess":{"Destination":"arn:aws:sqs:us-east-1:000000000000:q"}}})");
  CHECK(at(put, "/DestinationConfig/OnSuccess/Destination") ==
        "arn:aws:sqs:us-east-1:000000000000:q");
  CHECK(
      error(api.put(R"({"DestinationConfig":{"OnFailure":{"Destination":")" + kArn + R"("}}})")) ==
      "400 InvalidParameterValueException: You can't specify the function as a destination for "
      "itself.");
}

TEST_CASE("a configuration goes with what it is of") {
  ConfigApi api;
  api.put(R"({"MaximumRetryAttempts":1})", "?Qualifier=live");
  api.call("DELETE", "/2015-03-31/functions/f/aliases/live");
  CHECK(api.call("GET", kConfig + "?Qualifier=live").status == 404);
}

}  // namespace event_invoke_configs_test
