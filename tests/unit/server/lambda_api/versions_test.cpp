#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include <doctest/doctest.h>

#include <string>

namespace versions_test {

using namespace tests;

namespace {

const std::string kArn = "arn:aws:lambda:us-east-1:000000000000:function:f";
const std::string kVersions = "/2015-03-31/functions/f/versions";

}  // namespace

TEST_CASE("PublishVersion answers the version, and the same one until something changes") {
  LambdaApi api;
  api.create("f");
  const auto first = api.call("POST", kVersions, R"({"Description":"one"})");
  CHECK(first.status == 201);
  CHECK(at(first, "/Version") == "1");
  CHECK(at(first, "/FunctionArn") == kArn + ":1");
  CHECK(at(first, "/Description") == "one");
  CHECK(at(first, "/State") == "Active");
  CHECK(at(first, "/LastUpdateStatus") == "Successful");
  const auto again = api.call("POST", kVersions, R"({"Description":"two"})");
  CHECK(again.status == 201);
  CHECK(again.body == first.body);
  api.call("PUT", "/2015-03-31/functions/f/configuration", R"({"Timeout":9})");
  CHECK(at(api.call("POST", kVersions), "/Version") == "2");
}

TEST_CASE("PublishVersion refuses what isn't as the request says") {
  LambdaApi api;
  api.create("f");
  CHECK(error(api.call("POST", kVersions, R"({"RevisionId":"other"})")) ==
        "412 PreconditionFailedException: The Revision Id provided does not match the latest "
        "Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id");
  CHECK(error(api.call("POST", kVersions, R"({"CodeSha256":"other"})"))
            .starts_with("400 InvalidParameterValueException: CodeSHA256 (other) is different"));
  CHECK(error(api.call("POST", kVersions, R"({"PublishTo":"LATEST_PUBLISHED"})")) ==
        "400 InvalidParameterValueException: Rivulet doesn't support capacity providers: use "
        "Publish (PublishTo).");
  CHECK(error(api.call("POST", "/2015-03-31/functions/g/versions")) ==
        "404 ResourceNotFoundException: Function not found: "
        "arn:aws:lambda:us-east-1:000000000000:function:g");
}

TEST_CASE("versions are listed by number behind $LATEST, page by page") {
  LambdaApi api;
  api.create("f");
  for (int i = 1; i <= 10; ++i) {
    api.call("PUT", "/2015-03-31/functions/f/configuration",
             R"({"Timeout":)" + std::to_string(i) + "}");
    api.call("POST", kVersions);
  }
  const auto first = api.call("GET", kVersions + "?MaxItems=10");
  CHECK(at(first, "/Versions/0/Version") == "$LATEST");
  CHECK(at(first, "/Versions/0/FunctionArn") == kArn + ":$LATEST");
  CHECK(at(first, "/Versions/0/State") == "");
  CHECK(at(first, "/Versions/9/Version") == "9");
  CHECK(at(first, "/Versions/9/FunctionArn") == kArn + ":9");
  const auto second = api.call("GET", kVersions + "?Marker=" + at(first, "/NextMarker"));
  CHECK(at(second, "/Versions/0/Version") == "10");
  CHECK(at(second, "/Versions/1") == "");
  CHECK(at(second, "/NextMarker") == "");
  CHECK(api.call("GET", "/2015-03-31/functions/g/versions").status == 404);
}

}  // namespace versions_test
