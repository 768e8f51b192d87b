#include "core/base64.h"
#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

namespace create_function_test {

using namespace tests;

namespace {

const std::string kNeeded =
    R"("Runtime":"nodejs22.x","Handler":"h.h","Role":"arn:aws:iam::000000000000:role/r")";

}  // namespace

TEST_CASE("a created function is pending in the answer and active from then on") {
  LambdaApi api;
  const auto answer = api.create("f", R"("Timeout":7,)");
  CHECK(answer.status == 201);
  CHECK(answer.content_type == "application/json");
  CHECK(at(answer, "/FunctionArn") == "arn:aws:lambda:us-east-1:000000000000:function:f");
  CHECK(at(answer, "/State") == "Pending");
  CHECK(at(answer, "/Timeout") == "7");
  const auto deployment = api.functions.require(api.engine.scope, core::FunctionName("f"));
  CHECK(std::filesystem::exists(deployment->code->task_root() / "index.mjs"));
  CHECK(at(api.call("GET", "/2015-03-31/functions/f/configuration"), "/State") == "Active");
}

TEST_CASE("a bad CreateFunction gets AWS's error, and no function comes of it") {
  struct Case {
    std::string body;
    const char* error;
  };
  const std::string zip = R"("Code":{"ZipFile":")" + base64_zip() + R"("})";
  const Case cases[] = {
      {"{}",
       "400 ValidationException: 1 validation error detected: Value null at 'functionName' failed "
       "to satisfy constraint: Member must not be null"                                    },
      {R"({"FunctionName":"f",)" + kNeeded + "}",
       "400 ValidationException: 1 validation error detected: Value null at 'code' failed to "
       "satisfy constraint: Member must not be null"                                       },
      {R"({"FunctionName":"f",)" + kNeeded + R"(,"Code":{}})",
       "400 InvalidParameterValueException: Please provide a source for function code."    },
      {R"({"FunctionName":"f",)" + kNeeded + R"(,"Code":{"S3Bucket":"b","S3Key":"k"}})",
       "400 InvalidParameterValueException: Error occurred while GetObject. S3 Error Code: "
       "NoSuchBucket. S3 Error Message: The specified bucket does not exist"               },
      {R"({"FunctionName":"f",)" + kNeeded + R"(,"Code":{"ImageUri":"i"}})",
       "400 InvalidParameterValueException: Rivulet doesn't support container images: upload a "
       "zip, "
       "as ZipFile (ImageUri)."                                                            },
      {R"({"FunctionName":"f",)" + kNeeded + R"(,"Code":{"ZipFile":"bm8gemlw"}})",
       "400 InvalidParameterValueException: Could not unzip uploaded file. Please check your file, "
       "then try to upload again."                                                         },
      {R"({"FunctionName":"f",)" + kNeeded + R"(,"Code":{"ZipFile":1}})",
       "400 SerializationException: NUMBER_VALUE can not be converted to a String"         },
      {R"({"FunctionName":"f",)" + kNeeded + R"(,"Code":1})",
       "400 SerializationException: Expected a structure or map for member Code"           },
      {R"({"FunctionName":"f",)" + kNeeded + R"(,"Code":{"ZipFile":"eA==","S3Bucket":"b"}})",
       "400 InvalidParameterValueException: Please do not provide other FunctionCode parameters "
       "when providing a ZipFile."                                                         },
      {R"({"FunctionName":"f",)" + kNeeded + R"(,"DeadLetterConfig":{"TargetArn":"x"},)" + zip +
           "}",                                                                        "400 ValidationException: 1 validation error detected: Value 'x' at "
       "'deadLetterConfig.targetArn' failed to satisfy constraint: Member must satisfy regular "
       "expression pattern: (arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()"},
  };
  LambdaApi api;
  for (const Case& c : cases) {
    CAPTURE(c.body);
    CHECK(error(api.call("POST", "/2015-03-31/functions", c.body)) == c.error);
  }
  CHECK(api.functions.list(api.engine.scope).empty());
  CHECK(std::filesystem::is_empty(api.directory.functions().path()));
}

TEST_CASE("a function of another account is refused without a word") {
  LambdaApi api;
  const auto answer =
      api.call("POST", "/2015-03-31/functions",
               R"({"FunctionName":"arn:aws:lambda:us-east-1:111122223333:function:f",)" + kNeeded +
                   R"(,"Code":{"ZipFile":")" + base64_zip() + R"("}})");
  CHECK(answer.status == 403);
  CHECK(header(answer, "x-amzn-ErrorType") == "AccessDeniedException");
  CHECK(answer.body == R"({"Message":null})");
}

TEST_CASE("Publish makes version 1, which the answer is about, under the function's own ARN") {
  LambdaApi api;
  const auto answer = api.create("f", R"("Publish":true,"Description":"d",)");
  CHECK(answer.status == 201);
  CHECK(at(answer, "/Version") == "1");
  CHECK(at(answer, "/FunctionArn") == "arn:aws:lambda:us-east-1:000000000000:function:f");
  CHECK(at(answer, "/Description") == "d");
  CHECK(at(answer, "/State") == "Pending");
  CHECK(at(answer, "/LastUpdateStatus") == "");
  const std::string path = "/2015-03-31/functions/f/configuration";
  CHECK(at(api.call("GET", path), "/Version") == "$LATEST");
  const auto version = api.call("GET", path + "?Qualifier=1");
  CHECK(at(version, "/Version") == "1");
  const std::set<std::string> revisions = {at(answer, "/RevisionId"), at(version, "/RevisionId"),
                                           at(api.call("GET", path), "/RevisionId")};
  CHECK(revisions.size() == 3);
}

TEST_CASE("without Publish there is no version") {
  LambdaApi api;
  CHECK(at(api.create("f", R"("Publish":false,)"), "/Version") == "$LATEST");
  CHECK(api.call("GET", "/2015-03-31/functions/f?Qualifier=1").status == 404);
}

TEST_CASE("of two requests for one name, the second to finish is refused") {
  LambdaApi api;
  api.holds_work = true;
  const std::string body =
      R"({"FunctionName":"f",)" + kNeeded + R"(,"Code":{"ZipFile":")" + base64_zip() + R"("}})";
  api.send("POST", "/2015-03-31/functions", body);
  api.send("POST", "/2015-03-31/functions", body);
  CHECK(api.replies.empty());  // both wait for the worker
  api.run_held_work();
  REQUIRE(api.replies.size() == 2);
  CHECK(api.replies[0].status == 201);
  CHECK(error(api.replies[1]) == "409 ResourceConflictException: Function already exist: f");
}

TEST_CASE("a name that is taken is refused before any code is unpacked") {
  LambdaApi api;
  api.create("f");
  api.holds_work = true;
  CHECK(error(api.create("f")) == "409 ResourceConflictException: Function already exist: f");
  CHECK(api.held_work.empty());
}

TEST_CASE("an upload may be only so large") {
  LambdaApi api;
  CHECK(error(api.call("POST", "/2015-03-31/functions", std::string(70167211, ' '))) ==
        "413 RequestEntityTooLargeException: Request must be smaller than 70167211 bytes for the "
        "CreateFunction operation");
}

}  // namespace create_function_test
