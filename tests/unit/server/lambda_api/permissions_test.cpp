#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include <doctest/doctest.h>

#include <string>

namespace permissions_test {

using namespace tests;

namespace {

const std::string kArn = "arn:aws:lambda:us-east-1:000000000000:function:";
const std::string kNotFound = "404 ResourceNotFoundException: ";

std::string permission(const std::string& id, const std::string& more = {}) {
  return R"({"StatementId":")" + id +
         R"(","Action":"lambda:InvokeFunction","Principal":"s3.amazonaws.com")" + more + "}";
}

struct Permissions : LambdaApi {
  Permissions() {
    create("f", R"("Publish":true,)");
    call("POST", "/2015-03-31/functions/f/aliases", R"({"Name":"live","FunctionVersion":"1"})");
  }
  core::HttpResponse add(const std::string& function, const std::string& body) {
    return call("POST", "/2015-03-31/functions/" + function, body);
  }
  core::HttpResponse policy(const std::string& qualifier = {}) {
    return call("GET", "/2015-03-31/functions/f/policy" + qualifier);
  }
};

const std::string kMismatch =
    "412 PreconditionFailedException: The Revision Id provided does not match the latest Revision "
    "Id. Call the GetPolicy API to retrieve the latest Revision Id";

}  // namespace

TEST_CASE_FIXTURE(Permissions, "a statement is answered as JSON in a string, and kept") {
  const auto added = add("f/policy", permission("s3", R"(,"SourceArn":"arn:aws:s3:::b")"));
  CHECK(added.status == 201);
  const std::string statement =
      R"({"Sid":"s3","Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},)"
      R"("Action":"lambda:InvokeFunction","Resource":")" +
      kArn + R"(f","Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::b"}}})";
  CHECK(at(added, "/Statement") == statement);
  CHECK(at(policy(), "/Policy") ==
        R"({"Version":"2012-10-17","Id":"default","Statement":[)" + statement + "]}");
  CHECK(at(policy(), "/RevisionId") ==
        at(call("GET", "/2015-03-31/functions/f/configuration"), "/RevisionId"));
}

TEST_CASE_FIXTURE(Permissions,
                  "a function, its versions and its aliases have policies of their own") {
  const std::pair<const char*, const char*> cases[] = {
      {"",                ""     },
      {"?Qualifier=1",    ":1"   },
      {"?Qualifier=live", ":live"},
  };
  for (const auto& [query, qualifier] : cases) {
    CHECK(add(std::string("f/policy") + query, permission("s")).status == 201);
    CHECK(at(policy(query), "/Policy").find(R"("Resource":")" + kArn + "f" + qualifier + "\"") !=
          std::string::npos);
  }
  CHECK(call("DELETE", "/2015-03-31/functions/f/policy/s?Qualifier=1").status == 204);
  CHECK(policy("?Qualifier=1").status == 404);
  CHECK(policy("?Qualifier=live").status == 200);
  CHECK(policy().status == 200);
}

TEST_CASE_FIXTURE(Permissions, "what can't have a policy is refused in AWS's words") {
  CHECK(error(add("f/policy?Qualifier=$LATEST", permission("s"))) ==
        "400 InvalidParameterValueException: We currently do not support adding policies for "
        "$LATEST.");
  CHECK(error(add("g/policy", permission("s"))) == kNotFound + "Function not found: " + kArn + "g");
  CHECK(error(add("f%3Anobody/policy", permission("s"))) ==
        kNotFound + "Cannot find alias arn: " + kArn + "f:nobody");
  CHECK(error(add("f/policy?Qualifier=42", permission("s"))) ==
        kNotFound + "Function not found: " + kArn + "f:42");
  CHECK(error(add("f/policy", permission("a.b")))
            .starts_with("400 ValidationException: 1 validation error detected: Value 'a.b' at "
                         "'statementId' failed"));
  CHECK(error(add("f/policy", R"({"StatementId":"s","Action":"*","Principal":"me"})")) ==
        "400 InvalidParameterValueException: The provided principal was invalid. Please check the "
        "principal and try again.");
  CHECK(policy().status == 404);
  add("f/policy", permission("s"));
  CHECK(error(add("f/policy", permission("s"))).starts_with("409 ResourceConflictException: The "));
}

TEST_CASE_FIXTURE(Permissions, "what isn't there can't be removed, each case in AWS's words") {
  const std::string path = "/2015-03-31/functions/";
  CHECK(error(call("DELETE", path + "f/policy/a%20b"))
            .starts_with("400 ValidationException: 1 validation error detected: Value 'a b' at "));
  CHECK(error(call("DELETE", path + "g/policy/s")) ==
        kNotFound + "No policy found for: " + kArn + "g");
  CHECK(error(call("DELETE", path + "f/policy/s?Qualifier=nobody")) ==
        kNotFound + "Cannot find alias arn: " + kArn + "f:nobody");
  CHECK(error(call("DELETE", path + "f/policy/s?Qualifier=42")) ==
        kNotFound + "Function not found: " + kArn + "f:42");
  CHECK(error(call("DELETE", path + "f/policy/s")) ==
        kNotFound + "No policy is associated with the given resource.");
  add("f/policy", permission("s"));
  CHECK(error(call("DELETE", path + "f/policy/other")) ==
        kNotFound + "Statement other is not found in resource policy.");
  CHECK(call("DELETE", path + "f/policy/s").status == 204);
  for (const char* missing : {"f/policy", "f/policy?Qualifier=77", "g/policy"}) {
    CAPTURE(missing);
    CHECK(error(call("GET", path + missing)) ==
          kNotFound + "The resource you requested does not exist.");
  }
}

TEST_CASE_FIXTURE(Permissions, "a change may name the revision that it is of") {
  const auto revision_of = [](const core::HttpResponse& answer) {
    return R"(,"RevisionId":")" + at(answer, "/RevisionId") + "\"";
  };
  CHECK(error(add("f/policy", permission("a", R"(,"RevisionId":"wrong")"))) == kMismatch);
  const auto function = call("GET", "/2015-03-31/functions/f/configuration");
  CHECK(add("f/policy", permission("a", revision_of(function))).status == 201);
  CHECK(error(add("f/policy", permission("b", revision_of(function)))) == kMismatch);
  CHECK(add("f/policy", permission("b", revision_of(policy()))).status == 201);
  const auto alias = call("GET", "/2015-03-31/functions/f/aliases/live");
  CHECK(add("f/policy?Qualifier=live", permission("a", revision_of(alias))).status == 201);
  const std::string remove = "/2015-03-31/functions/f/policy/a?RevisionId=";
  CHECK(error(call("DELETE", remove + "wrong")) == kMismatch);
  const std::string before = at(policy(), "/RevisionId");
  CHECK(call("DELETE", remove + before).status == 204);
  CHECK(at(policy(), "/RevisionId") != before);
}

}  // namespace permissions_test
