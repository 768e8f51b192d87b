#include "core/base64.h"
#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include <doctest/doctest.h>

#include <string>

using namespace tests;

namespace {
const std::string kArn = "arn:aws:lambda:us-east-1:000000000000:function:";
}

TEST_CASE("GetFunction shows where the code is, the configuration and the tags") {
  LambdaApi api;
  api.create("f", R"("Tags":{"team":"blue"},)");
  const auto answer = api.call("GET", "/2015-03-31/functions/f", "",
                               {
                                   {"Host", "localhost:8000"}
  });
  CHECK(answer.status == 200);
  CHECK(at(answer, "/Code/Location") ==
        "http://localhost:8000/_rivulet/functions/000000000000/us-east-1/f/code.zip");
  CHECK(at(answer, "/Code/RepositoryType") == "S3");
  CHECK(at(answer, "/Configuration/FunctionArn") == kArn + "f");
  CHECK(at(answer, "/Configuration/State") == "Active");
  CHECK(at(answer, "/Configuration/LastUpdateStatus") == "Successful");
  CHECK(at(answer, "/Tags") == R"({"team":"blue"})");
}

TEST_CASE("GetFunction of a function without tags has no Tags") {
  LambdaApi api;
  api.create("f");
  CHECK(at(api.call("GET", "/2015-03-31/functions/f"), "/Tags") == "");
}

TEST_CASE("the ARN is qualified when a qualifier was asked for") {
  LambdaApi api;
  api.create("f");
  for (const std::string path : {"f%3A$LATEST", "f?Qualifier=$LATEST",
                                 "arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Af"
                                 "%3A%24LATEST"}) {
    CAPTURE(path);
    CHECK(at(api.call("GET", "/2015-03-31/functions/" + path), "/Configuration/FunctionArn") ==
          kArn + "f:$LATEST");
  }
  CHECK(at(api.call("GET", "/2015-03-31/functions/f/configuration?Qualifier=$LATEST"),
           "/FunctionArn") == kArn + "f:$LATEST");
}

TEST_CASE("a version that doesn't exist isn't found") {
  LambdaApi api;
  api.create("f");
  for (const char* path : {"f%3A7", "f?Qualifier=7", "f/configuration?Qualifier=7"}) {
    CHECK(error(api.call("GET", std::string("/2015-03-31/functions/") + path)) ==
          "404 ResourceNotFoundException: Function not found: " + kArn + "f:7");
  }
}

TEST_CASE("the code can be had where GetFunction says") {
  LambdaApi api;
  api.create("f");
  const auto zip = api.call("GET", "/_rivulet/functions/000000000000/us-east-1/f/code.zip");
  CHECK(zip.status == 200);
  CHECK(zip.content_type == "application/zip");
  CHECK(core::base64_encode(zip.body) == base64_zip());
  CHECK(api.call("GET", "/_rivulet/functions/000000000000/us-east-1/g/code.zip").status == 404);
}

TEST_CASE("code that vanished from the disk is our error") {
  LambdaApi api;
  api.create("f");
  std::filesystem::remove(
      api.functions.require(api.engine.scope, core::FunctionName("f"))->code->zip_file());
  const auto answer = api.call("GET", "/_rivulet/functions/000000000000/us-east-1/f/code.zip");
  CHECK(answer.status == 500);
  CHECK(header(answer, "x-amzn-ErrorType") == "ServiceException");
}

TEST_CASE("a deleted function is gone") {
  LambdaApi api;
  api.create("f");
  CHECK(error(api.call("DELETE", "/2015-03-31/functions/f?Qualifier=$LATEST")) ==
        "400 InvalidParameterValueException: $LATEST version cannot be deleted without deleting "
        "the function.");
  const auto answer = api.call("DELETE", "/2015-03-31/functions/f");
  CHECK(answer.status == 204);
  CHECK(answer.body.empty());
  CHECK(error(api.call("DELETE", "/2015-03-31/functions/f")) ==
        "404 ResourceNotFoundException: Function not found: " + kArn + "f");
}

TEST_CASE("ListFunctions lists by name, page by page") {
  LambdaApi api;
  for (const char* name : {"c", "a", "b"}) api.create(name);
  const auto first = api.call("GET", "/2015-03-31/functions?MaxItems=2");
  CHECK(at(first, "/Functions/0/FunctionName") == "a");
  CHECK(at(first, "/Functions/0/State") == "");
  CHECK(at(first, "/Functions/1/FunctionName") == "b");
  CHECK(at(first, "/Functions/2") == "");
  const std::string marker = at(first, "/NextMarker");
  const auto second = api.call("GET", "/2015-03-31/functions/?MaxItems=2&Marker=" + marker);
  CHECK(at(second, "/Functions/0/FunctionName") == "c");
  CHECK(at(second, "/NextMarker") == "");
}

TEST_CASE("a page that ends with the last function is the last one") {
  LambdaApi api;
  api.create("a");
  CHECK(at(api.call("GET", "/2015-03-31/functions?MaxItems=1"), "/NextMarker") == "");
  CHECK(api.call("GET", "/2015-03-31/functions?Marker=eg==").body == R"({"Functions":[]})");
}

TEST_CASE("FunctionVersion=ALL qualifies the ARNs") {
  LambdaApi api;
  api.create("a");
  CHECK(at(api.call("GET", "/2015-03-31/functions"), "/Functions/0/FunctionArn") == kArn + "a");
  CHECK(at(api.call("GET", "/2015-03-31/functions?FunctionVersion=ALL"),
           "/Functions/0/FunctionArn") == kArn + "a:$LATEST");
}

TEST_CASE("ListFunctions checks its parameters") {
  LambdaApi api;
  const std::pair<const char*, const char*> cases[] = {
      {"MaxItems=0",
       "400 ValidationException: 1 validation error detected: Value '0' at 'maxItems' failed to "
       "satisfy constraint: Member must have value greater than or equal to 1"                             },
      {"MaxItems=10001",
       "400 ValidationException: 1 validation error detected: Value '10001' at 'maxItems' failed "
       "to satisfy constraint: Member must have value less than or equal to 10000"                         },
      {"MaxItems=x",          "400 SerializationException: STRING_VALUE can not be converted to an Integer"},
      {"Marker=*",            "400 InvalidParameterValueException: Invalid Marker"                         },
      {"FunctionVersion=all",
       "400 ValidationException: 1 validation error detected: Value 'all' at 'functionVersion' "
       "failed to satisfy constraint: Member must satisfy enum value set: [ALL]"                           },
      {"MasterRegion=ALL",
       "400 InvalidParameterValueException: Rivulet doesn't support Lambda@Edge (MasterRegion)."           },
  };
  for (const auto& [query, text] : cases) {
    CAPTURE(query);
    CHECK(error(api.call("GET", std::string("/2015-03-31/functions?") + query)) == text);
  }
}

TEST_CASE("the only version is $LATEST") {
  LambdaApi api;
  api.create("f");
  const auto answer = api.call("GET", "/2015-03-31/functions/f/versions");
  CHECK(at(answer, "/Versions/0/Version") == "$LATEST");
  CHECK(at(answer, "/Versions/0/FunctionArn") == kArn + "f:$LATEST");
  CHECK(at(answer, "/Versions/0/State") == "");
  CHECK(at(answer, "/Versions/1") == "");
  CHECK(api.call("GET", "/2015-03-31/functions/g/versions").status == 404);
}
