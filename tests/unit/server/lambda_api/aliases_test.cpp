#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include <doctest/doctest.h>

#include <string>

namespace aliases_test {

using namespace tests;

namespace {

const std::string kArn = "arn:aws:lambda:us-east-1:000000000000:function:f";
const std::string kAliases = "/2015-03-31/functions/f/aliases";

struct Aliases : LambdaApi {
  Aliases() { create("f", R"("Publish":true,)"); }
};

}  // namespace

TEST_CASE_FIXTURE(Aliases, "an alias is made, shown, changed and deleted") {
  const auto made =
      call("POST", kAliases, R"({"Name":"live","FunctionVersion":"$LATEST","Description":"d"})");
  CHECK(made.status == 201);
  CHECK(at(made, "/AliasArn") == kArn + ":live");
  CHECK(at(made, "/FunctionVersion") == "$LATEST");
  CHECK(at(made, "/RoutingConfig") == "");
  CHECK(call("GET", kAliases + "/live").body == made.body);
  const auto changed = call("PUT", kAliases + "/live",
                            R"({"Name":"ignored","FunctionVersion":"1","RevisionId":")" +
                                at(made, "/RevisionId") + "\"}");
  CHECK(changed.status == 200);
  CHECK(at(changed, "/Name") == "live");
  CHECK(at(changed, "/FunctionVersion") == "1");
  CHECK(at(changed, "/Description") == "d");
  CHECK(at(changed, "/RevisionId") != at(made, "/RevisionId"));
  CHECK(call("GET", kAliases + "/live").body == changed.body);
  for (int i = 0; i < 2; ++i) {
    const auto deleted = call("DELETE", kAliases + "/live");
    CHECK(deleted.status == 204);
    CHECK(deleted.body.empty());
  }
  CHECK(error(call("GET", kAliases + "/live")) ==
        "404 ResourceNotFoundException: Cannot find alias arn: " + kArn + ":live");
  CHECK(error(call("PUT", kAliases + "/live", "{}")) ==
        "404 ResourceNotFoundException: Alias not found: " + kArn + ":live");
}

TEST_CASE_FIXTURE(Aliases, "aliases are listed by name, all or those of a version") {
  CHECK(call("GET", kAliases).body == R"({"Aliases":[]})");
  call("POST", kAliases, R"({"Name":"b","FunctionVersion":"1"})");
  call("POST", kAliases, R"({"Name":"a","FunctionVersion":"$LATEST"})");
  const auto first = call("GET", kAliases + "?MaxItems=1");
  CHECK(at(first, "/Aliases/0/Name") == "a");
  const auto second = call("GET", kAliases + "?Marker=" + at(first, "/NextMarker"));
  CHECK(at(second, "/Aliases/0/AliasArn") == kArn + ":b");
  CHECK(at(second, "/Aliases/1") == "");
  const auto of_version = call("GET", kAliases + "?FunctionVersion=1");
  CHECK(at(of_version, "/Aliases/0/Name") == "b");
  CHECK(at(of_version, "/Aliases/1") == "");
  CHECK(error(call("GET", kAliases + "?FunctionVersion=b"))
            .starts_with("400 ValidationException: 1 validation error detected: Value 'b' at "
                         "'functionVersion' failed"));
}

TEST_CASE_FIXTURE(Aliases, "names are checked before the function is looked for") {
  const std::string pattern = "satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)";
  const std::string path = "/2015-03-31/functions/g/aliases/";
  for (const char* method : {"GET", "DELETE", "PUT"}) {
    CAPTURE(method);
    CHECK(error(call(method, path + "12", "{}")) ==
          "400 ValidationException: 1 validation error detected: Value '12' at 'name' failed to "
          "satisfy constraint: Member must " +
              pattern);
    CHECK(error(call(method, path + std::string(129, 'a'), "{}"))
              .find("have length less than or equal to 128") != std::string::npos);
    CHECK(error(call(method, path + std::string(128, 'a'), "{}")) ==
          "404 ResourceNotFoundException: Function not found: "
          "arn:aws:lambda:us-east-1:000000000000:function:g");
  }
}

TEST_CASE_FIXTURE(Aliases, "a function is shown through its alias, under the alias's ARN") {
  call("POST", kAliases, R"({"Name":"live","FunctionVersion":"1"})");
  for (const char* path : {"f%3Alive", "f?Qualifier=live"}) {
    const auto answer = call("GET", std::string("/2015-03-31/functions/") + path);
    CHECK(at(answer, "/Configuration/FunctionArn") == kArn + ":live");
    CHECK(at(answer, "/Configuration/Version") == "1");
  }
  CHECK(error(call("DELETE", "/2015-03-31/functions/f?Qualifier=1")) ==
        "409 ResourceConflictException: Unable to delete version because the following aliases "
        "reference it: [live]");
}

TEST_CASE_FIXTURE(Aliases, "mappings of a function, a version and an alias are different ones") {
  call("POST", kAliases, R"({"Name":"live","FunctionVersion":"1"})");
  for (const char* function : {"f", "f:1", "f:live", "f:$LATEST"}) {
    CAPTURE(function);
    const auto made = create_mapping(function);
    CHECK(made.status == 202);
    CHECK(at(made, "/FunctionArn") == kArn + std::string(function).substr(1));
    CHECK(create_mapping(function).status == 409);
  }
  CHECK(error(create_mapping("f:2")) ==
        "400 InvalidParameterValueException: Function does not exist");
  const auto listed = call("GET", "/2015-03-31/event-source-mappings?FunctionName=f:live");
  CHECK(at(listed, "/EventSourceMappings/0/FunctionArn") == kArn + ":live");
  CHECK(at(listed, "/EventSourceMappings/1") == "");
}

}  // namespace aliases_test
