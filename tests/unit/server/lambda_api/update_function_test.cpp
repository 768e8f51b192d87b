#include "core/base64.h"
#include "lambda-host/functions/code_directory.h"
#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include <doctest/doctest.h>

#include <string>

namespace update_function_test {

using namespace tests;

namespace {

std::string zip_member(const std::string& zip) {
  return R"("ZipFile":")" + zip + "\"";
}

std::string current(LambdaApi& api, std::string_view path) {
  return at(api.call("GET", "/2015-03-31/functions/f/configuration"), path);
}

}  // namespace

TEST_CASE("new code takes the place of the old") {
  LambdaApi api;
  api.create("f");
  const std::string old_revision = current(api, "/RevisionId");
  const std::string zip = base64_zip("export const handler = () => 2;");
  const auto answer = api.call("PUT", "/2015-03-31/functions/f/code", "{" + zip_member(zip) + "}");
  CHECK(answer.status == 200);
  CHECK(at(answer, "/LastUpdateStatus") == "InProgress");
  CHECK(at(answer, "/CodeSha256") == lambda_host::code_sha256(*core::base64_decode(zip)));
  CHECK(current(api, "/CodeSha256") == at(answer, "/CodeSha256"));
  CHECK(current(api, "/LastUpdateStatus") == "Successful");
  CHECK(current(api, "/RevisionId") != old_revision);
}

TEST_CASE("a dry run answers what would be, and changes nothing") {
  LambdaApi api;
  api.create("f");
  const std::string before = current(api, "");
  const std::string zip = base64_zip("export const handler = () => 2;");
  const auto answer =
      api.call("PUT", "/2015-03-31/functions/f/code",
               R"({"DryRun":true,"Architectures":["arm64"],)" + zip_member(zip) + "}");
  CHECK(answer.status == 200);
  CHECK(at(answer, "/CodeSha256") == lambda_host::code_sha256(*core::base64_decode(zip)));
  CHECK(at(answer, "/Architectures") == R"(["arm64"])");
  CHECK(current(api, "") == before);
}

TEST_CASE("Publish makes a version of the new code, which the answer is about") {
  LambdaApi api;
  api.create("f");
  const std::string body =
      R"({"Publish":true,)" + zip_member(base64_zip("export const handler = () => 2;")) + "}";
  const auto answer = api.call("PUT", "/2015-03-31/functions/f/code", body);
  CHECK(answer.status == 200);
  CHECK(at(answer, "/Version") == "1");
  CHECK(at(answer, "/FunctionArn") == "arn:aws:lambda:us-east-1:000000000000:function:f:1");
  CHECK(at(answer, "/State") == "Pending");
  CHECK(at(answer, "/LastUpdateStatus") == "");
  CHECK(current(api, "/Version") == "$LATEST");
  CHECK(current(api, "/CodeSha256") == at(answer, "/CodeSha256"));
  const auto again = api.call("PUT", "/2015-03-31/functions/f/code", body);
  CHECK(at(again, "/Version") == "1");
  CHECK(at(again, "/State") == "Active");
}

TEST_CASE("a dry run publishes nothing") {
  LambdaApi api;
  api.create("f");
  const auto answer =
      api.call("PUT", "/2015-03-31/functions/f/code",
               R"({"DryRun":true,"Publish":true,)" + zip_member(base64_zip()) + "}");
  CHECK(at(answer, "/Version") == "$LATEST");
  CHECK(api.call("GET", "/2015-03-31/functions/f?Qualifier=1").status == 404);
}

TEST_CASE("a bad UpdateFunctionCode gets AWS's error, and changes nothing") {
  LambdaApi api;
  api.create("f");
  const std::string before = current(api, "");
  struct Case {
    const char* path;
    std::string body;
    const char* error;
  };
  const Case cases[] = {
      {"g/code",     "{" + zip_member(base64_zip()) + "}",
       "404 ResourceNotFoundException: Function not found: "
       "arn:aws:lambda:us-east-1:000000000000:function:g"                                 },
      {"f/code",     "{}",
       "400 InvalidParameterValueException: Please provide a source for function code."   },
      {"f/code",     R"({"S3Bucket":"b","S3Key":"k"})",
       "400 InvalidParameterValueException: Error occurred while GetObject. S3 Error Code: "
       "NoSuchBucket. S3 Error Message: The specified bucket does not exist"              },
      {"f/code",     R"({"RevisionId":"other",)" + zip_member(base64_zip()) + "}",
       "412 PreconditionFailedException: The Revision Id provided does not match the latest "
       "Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id"},
      {"f/code",     "{" + zip_member("bm8gemlw") + "}",
       "400 InvalidParameterValueException: Could not unzip uploaded file. Please check your file, "
       "then try to upload again."                                                        },
      {"f/code",     R"({"DryRun":1,)" + zip_member(base64_zip()) + "}",
       "400 SerializationException: NUMBER_VALUE can not be converted to a Boolean"       },
      {"f%3A1/code", "{" + zip_member(base64_zip()) + "}",
       "400 InvalidParameterValueException: This operation is permitted on Lambda functions only. "
       "Aliases and versions do not support this operation. Please specify either a function name "
       "or an unqualified function ARN."                                                  },
  };
  for (const Case& c : cases) {
    CAPTURE(c.body);
    CHECK(error(api.call("PUT", std::string("/2015-03-31/functions/") + c.path, c.body)) ==
          c.error);
  }
  CHECK(current(api, "") == before);
}

TEST_CASE("a function that is deleted while its code is unpacked isn't found any more") {
  LambdaApi api;
  api.create("f");
  api.holds_work = true;
  api.send("PUT", "/2015-03-31/functions/f/code", "{" + zip_member(base64_zip()) + "}");
  api.functions.erase(api.engine.scope, core::FunctionName("f"));
  api.run_held_work();
  CHECK(api.replies.back().status == 404);
  CHECK(std::filesystem::is_empty(api.directory.functions().path()));
}

TEST_CASE("a configuration changes only in what is given") {
  LambdaApi api;
  api.create("f", R"("Timeout":7,"Tags":{"a":"b"},)");
  const auto answer = api.call("PUT", "/2015-03-31/functions/f/configuration",
                               R"({"MemorySize":256,"Tags":{},"Architectures":["arm64"]})");
  CHECK(answer.status == 200);
  CHECK(at(answer, "/LastUpdateStatus") == "InProgress");
  CHECK(current(api, "/MemorySize") == "256");
  CHECK(current(api, "/Timeout") == "7");
  // Neither is a member of this operation.
  CHECK(current(api, "/Architectures") == R"(["x86_64"])");
  CHECK(at(api.call("GET", "/2015-03-31/functions/f"), "/Tags") == R"({"a":"b"})");
}

TEST_CASE("an update of another revision fails") {
  LambdaApi api;
  api.create("f");
  const auto answer = api.call("PUT", "/2015-03-31/functions/f/configuration",
                               R"({"MemorySize":256,"RevisionId":"other"})");
  CHECK(answer.status == 412);
  CHECK(current(api, "/MemorySize") == "128");
  const auto good =
      api.call("PUT", "/2015-03-31/functions/f/configuration",
               R"({"MemorySize":256,"RevisionId":")" + current(api, "/RevisionId") + "\"}");
  CHECK(good.status == 200);
}

}  // namespace update_function_test
