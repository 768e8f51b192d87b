#include "server/lambda_api/function_code.h"

#include "core/base64.h"
#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include <doctest/doctest.h>

#include <filesystem>

namespace function_code_test {

TEST_CASE("the code's address is the one at which the client reached us") {
  lambda_host::FunctionConfiguration f;
  f.scope = {core::AccountId("111122223333"), core::Region("eu-west-1")};
  f.name = core::FunctionName("f");
  const auto url = [&](tests::HeaderList fields) {
    const tests::FakeHeaders headers(std::move(fields));
    return server::lambda_api::code_url({"GET", "/x", headers, {}}, f);
  };
  CHECK(url({
            {"Host", "rivulet:8000"}
  }) ==
        "http://rivulet:8000/_rivulet/functions/111122223333/eu-west-1/f/code.zip");
  CHECK(url({}) == "http://localhost/_rivulet/functions/111122223333/eu-west-1/f/code.zip");
  f.version = "7";
  CHECK(url({}) == "http://localhost/_rivulet/functions/111122223333/eu-west-1/f:7/code.zip");
}

TEST_CASE("the code can be had where GetFunction says") {
  tests::LambdaApi api;
  api.create("f");
  const auto zip = api.call("GET", "/_rivulet/functions/000000000000/us-east-1/f/code.zip");
  CHECK(zip.status == 200);
  CHECK(zip.content_type == "application/zip");
  CHECK(core::base64_encode(zip.body) == tests::base64_zip());
  CHECK(api.call("GET", "/_rivulet/functions/000000000000/us-east-1/g/code.zip").status == 404);
}

TEST_CASE("a version's code can be had when the function has other code") {
  tests::LambdaApi api;
  api.create("f", R"("Publish":true,)");
  api.call("PUT", "/2015-03-31/functions/f/code",
           R"({"ZipFile":")" + tests::base64_zip("export const handler = () => 2;") + "\"}");
  const auto code = [&](const std::string& function) {
    const auto answer =
        api.call("GET", "/_rivulet/functions/000000000000/us-east-1/" + function + "/code.zip");
    return answer.status == 200 ? core::base64_encode(answer.body) : "none";
  };
  CHECK(code("f:1") == tests::base64_zip());
  CHECK(code("f") == tests::base64_zip("export const handler = () => 2;"));
  CHECK(code("f:") == code("f"));
  CHECK(code("f:2") == "none");
}

TEST_CASE("code that vanished from the disk is our error") {
  tests::LambdaApi api;
  api.create("f");
  std::filesystem::remove(
      api.functions.require(api.engine.scope, core::FunctionName("f"))->code->zip_file());
  const auto answer = api.call("GET", "/_rivulet/functions/000000000000/us-east-1/f/code.zip");
  CHECK(answer.status == 500);
  CHECK(tests::header(answer, "x-amzn-ErrorType") == "ServiceException");
}

TEST_CASE("the code is its scope's alone") {
  tests::LambdaApi api;
  api.create("f");
  for (const char* scope : {"000000000000/eu-west-1", "000000000001/us-east-1"}) {
    CAPTURE(scope);
    CHECK(api.call("GET", "/_rivulet/functions/" + std::string(scope) + "/f/code.zip").status ==
          404);
  }
}

TEST_CASE("code that is a folder is where it lies, and there is no zip of it") {
  tests::LambdaApi api;
  const std::string folder = api.directory.own().path().string();
  CHECK(api.call("POST", "/2015-03-31/functions",
                 R"({"FunctionName":"f","Runtime":"nodejs20.x","Handler":"index.handler","Role":)"
                 R"("arn:aws:iam::000000000000:role/r","Code":{"S3Bucket":"hot-reload","S3Key":")" +
                     folder + "\"}}")
            .status == 201);
  CHECK(tests::at(api.call("GET", "/2015-03-31/functions/f"), "/Code/Location") ==
        "file://" + folder);
  CHECK(tests::error(api.call("GET", "/_rivulet/functions/000000000000/us-east-1/f/code.zip")) ==
        "400 InvalidParameterValueException: There is no zip of f: its code is the folder " +
            folder + ".");
  lambda_host::FunctionConfiguration f;
  f.code_folder = "/home/a+b c";
  const tests::FakeHeaders none;
  CHECK(server::lambda_api::code_url({"GET", "/x", none, {}}, f) == "file:///home/a%2Bb%20c");
}

}  // namespace function_code_test
