#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include <doctest/doctest.h>

namespace layer_permissions_test {

using namespace tests;

namespace {

const std::string kArn = "arn:aws:lambda:us-east-1:000000000000:layer:l";
const std::string kPolicy = "/2018-10-31/layers/l/versions/1/policy";

struct PolicyApi : LambdaApi {
  PolicyApi() {
    call("POST", "/2018-10-31/layers/l/versions",
         R"({"Content":{"ZipFile":")" + base64_zip() + R"("}})");
  }
  core::HttpResponse add(const std::string& id, const std::string& query = "",
                         const std::string& action = "lambda:GetLayerVersion") {
    return call("POST", kPolicy + query,
                R"({"StatementId":")" + id + R"(","Action":")" + action + R"(","Principal":"*"})");
  }
};

const std::string kNoPolicy =
    "404 ResourceNotFoundException: No policy is associated with the given resource.";

}  // namespace

TEST_CASE("statements come and go, and each change makes a revision") {
  PolicyApi api;
  CHECK(error(api.call("GET", kPolicy)) == kNoPolicy);
  const std::string statement = R"({"Sid":"s1","Effect":"Allow","Principal":"*",)"
                                R"("Action":"lambda:GetLayerVersion","Resource":")" +
                                kArn + R"(:1"})";
  const auto added = api.add("s1");
  CHECK(added.status == 201);
  CHECK(at(added, "/Statement") == statement);
  const auto policy = api.call("GET", kPolicy);
  CHECK(at(policy, "/RevisionId") == at(added, "/RevisionId"));
  CHECK(at(policy, "/Policy") ==
        R"({"Version":"2012-10-17","Id":"default","Statement":[)" + statement + "]}");
  api.add("s2", "?RevisionId=" + at(added, "/RevisionId"));
  CHECK(api.call("DELETE", kPolicy + "/s2").status == 204);
  CHECK(at(api.call("GET", kPolicy), "/Policy") == at(policy, "/Policy"));
  CHECK(at(api.call("GET", kPolicy), "/RevisionId") != at(policy, "/RevisionId"));
  CHECK(api.call("DELETE", kPolicy + "/s1").status == 204);
  CHECK(error(api.call("GET", kPolicy)) == kNoPolicy);
  CHECK(error(api.call("DELETE", kPolicy + "/s1")) == kNoPolicy);
}

TEST_CASE("what can't be permitted is refused in AWS's words") {
  PolicyApi api;
  api.add("s1");
  CHECK(
      error(api.add("s2", "", "*")) ==
      "400 ValidationException: 1 validation error detected: Value '*' at 'action' failed to "
      "satisfy constraint: Member must satisfy regular expression pattern: lambda:GetLayerVersion");
  CHECK(error(api.add("s1")) ==
        "409 ResourceConflictException: The statement id (s1) provided already exists. Please "
        "provide a new statement id, or remove the existing statement.");
  const std::string revision =
      "412 PreconditionFailedException: The Revision Id provided does not match the latest "
      "Revision "
      "Id. Call the GetLayerPolicy API to retrieve the latest Revision Id";
  CHECK(error(api.add("s2", "?RevisionId=wrong")) == revision);
  CHECK(error(api.call("DELETE", kPolicy + "/s1?RevisionId=wrong")) == revision);
  CHECK(error(api.call("DELETE", kPolicy + "/other")) ==
        "404 ResourceNotFoundException: Statement other is not found in resource policy.");
  const std::string two = "/2018-10-31/layers/l/versions/2/policy";
  const std::string missing =
      "404 ResourceNotFoundException: Layer version " + kArn + ":2 does not exist.";
  CHECK(error(api.call("GET", two)) == missing);
  CHECK(error(api.call("DELETE", two + "/s1")) == missing);
  CHECK(
      error(api.call("POST", two,
                     R"({"StatementId":"s","Action":"lambda:GetLayerVersion","Principal":"*"})")) ==
      missing);
}

}  // namespace layer_permissions_test
