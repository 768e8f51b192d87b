#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include <doctest/doctest.h>

namespace kept_settings_test {

using namespace tests;

namespace {

const std::string kArn = "arn:aws:lambda:us-east-1:000000000000:function:";
const std::string kConfig =
    "arn:aws:lambda:us-east-1:000000000000:code-signing-config:csc-0123456789abcdefg";

}  // namespace

TEST_CASE("a code signing configuration is put, shown and taken away") {
  LambdaApi api;
  api.create("f");
  const std::string path = "/2020-06-30/functions/f/code-signing-config";
  CHECK(api.call("GET", path).body == R"({"FunctionName":"f"})");
  const std::string json = R"({"CodeSigningConfigArn":")" + kConfig + R"(","FunctionName":"f"})";
  const auto put = api.call("PUT", path, R"({"CodeSigningConfigArn":")" + kConfig + "\"}");
  CHECK(put.status == 200);
  CHECK(put.body == json);
  CHECK(api.call("GET", path).body == json);
  CHECK(api.call("DELETE", path).status == 204);
  CHECK(api.call("DELETE", path).status == 204);
  CHECK(api.call("GET", path).body == R"({"FunctionName":"f"})");
  CHECK(error(api.call("PUT", path, "{}")) ==
        "400 ValidationException: 1 validation error detected: Value null at "
        "'codeSigningConfigArn' failed to satisfy constraint: Member must not be null");
  CHECK(error(api.call("PUT", path, R"({"CodeSigningConfigArn":"x"})"))
            .starts_with("400 ValidationException: "));
}

TEST_CASE("a function can be created with a code signing configuration") {
  LambdaApi api;
  CHECK(api.create("f", R"("CodeSigningConfigArn":")" + kConfig + "\",").status == 201);
  CHECK(at(api.call("GET", "/2020-06-30/functions/f/code-signing-config"),
           "/CodeSigningConfigArn") == kConfig);
  CHECK(error(api.create("g", R"("CodeSigningConfigArn":"x",)"))
            .starts_with("400 ValidationException: "));
}

TEST_CASE("what is done about recursion is kept") {
  LambdaApi api;
  api.create("f");
  const std::string path = "/2024-08-31/functions/f/recursion-config";
  CHECK(api.call("GET", path).body == R"({"RecursiveLoop":"Terminate"})");
  const auto put = api.call("PUT", path, R"({"RecursiveLoop":"Allow"})");
  CHECK(put.status == 200);
  CHECK(put.body == R"({"RecursiveLoop":"Allow"})");
  CHECK(api.call("GET", path).body == put.body);
  CHECK(error(api.call("PUT", path, R"({"RecursiveLoop":"InvalidValue"})")) ==
        "400 ValidationException: 1 validation error detected: Value 'InvalidValue' at "
        "'recursiveLoop' failed to satisfy constraint: Member must satisfy enum value set: "
        "[Terminate, Allow]");
}

TEST_CASE("runtime management is kept for each version") {
  LambdaApi api;
  api.create("f", R"("Publish":true,)");
  const std::string path = "/2021-07-20/functions/f/runtime-management-config";
  const auto shown = [](const std::string& qualifier, const std::string& arn,
                        const std::string& update_on) {
    return R"({"FunctionArn":")" + kArn + "f:" + qualifier + R"(","RuntimeVersionArn":)" + arn +
           R"(,"UpdateRuntimeOn":")" + update_on + "\"}";
  };
  CHECK(api.call("GET", path).body == shown("$LATEST", "null", "Auto"));
  const auto put = api.call("PUT", path + "?Qualifier=1",
                            R"({"UpdateRuntimeOn":"Manual","RuntimeVersionArn":"arn:r"})");
  CHECK(put.status == 200);
  CHECK(put.body == shown("1", R"("arn:r")", "Manual"));
  CHECK(api.call("GET", path + "?Qualifier=1").body == put.body);
  CHECK(api.call("GET", path).body == shown("$LATEST", "null", "Auto"));
  CHECK(error(api.call("PUT", path, R"({"UpdateRuntimeOn":"Manual"})")) ==
        "400 InvalidParameterValueException: UpdateRuntimeOn Manual needs the RuntimeVersionArn "
        "that is to stay.");
  CHECK(error(api.call("PUT", path, R"({"UpdateRuntimeOn":"Never"})")) ==
        "400 ValidationException: 1 validation error detected: Value 'Never' at 'updateRuntimeOn' "
        "failed to satisfy constraint: Member must satisfy enum value set: [Auto, Manual, "
        "FunctionUpdate]");
  CHECK(error(api.call("GET", path + "?Qualifier=9")) ==
        "404 ResourceNotFoundException: Function not found: " + kArn + "f:9");
}

TEST_CASE("settings of whole functions need one that is there") {
  LambdaApi api;
  for (const char* path : {"/2020-06-30/functions/g/code-signing-config",
                           "/2024-08-31/functions/g/recursion-config"}) {
    CHECK(error(api.call("GET", path)) ==
          "404 ResourceNotFoundException: Function not found: " + kArn + "g");
  }
}

}  // namespace kept_settings_test
