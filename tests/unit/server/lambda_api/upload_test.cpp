#include "server/lambda_api/upload.h"

#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include <doctest/doctest.h>

#include <filesystem>

namespace upload_test {

using namespace server::lambda_api;

namespace {

template <class Act>
std::string error_of(Act act) {
  try {
    act();
  } catch (const core::ApiError& error) {
    return std::string(core::error_name(error.code())) + ": " + error.message();
  }
  return "";
}

struct Unpacking {
  tests::LambdaApi api;
  std::vector<core::HttpResponse> replies;
  std::string sha256;

  void unpack(const std::string& base64) {
    CodeSource source;
    source.base64 = base64;
    unpack(std::move(source));
  }
  void unpack(CodeSource source) {
    server::lambda_api::unpack(
        std::move(source), {}, api.services,
        [this](core::HttpResponse response) { replies.push_back(std::move(response)); },
        [this](lambda_host::PreparedCode code) {
          sha256 = code.sha256;
          return core::HttpResponse{201, {}, {}, {}};
        });
  }
};

}  // namespace

TEST_CASE("code is asked for where none is given") {
  const auto document = core::json::Document::parse(R"({"ZipFile":"eA=="})");
  CHECK(require_source(document.root().object(), {}).base64 == "eA==");
  const auto none = core::json::Document::parse("{}");
  CHECK(error_of([&] { require_source(none.root().object(), {}); }) ==
        "InvalidParameterValueException: Please provide a source for function code.");
}

TEST_CASE("a zip in the request comes alone") {
  for (const char* other : {"S3Bucket", "S3Key", "S3ObjectVersion"}) {
    CAPTURE(other);
    const auto with = [&](const std::string& value) {
      return core::json::Document::parse(R"({"ZipFile":"eA==",")" + std::string(other) +
                                         "\":" + value + "}");
    };
    const auto both = with("\"x\"");
    CHECK(error_of([&] { require_source(both.root().object(), {}); }) ==
          "InvalidParameterValueException: Please do not provide other FunctionCode parameters "
          "when providing a ZipFile.");
    const auto none = with("null");
    CHECK(require_source(none.root().object(), {}).base64 == "eA==");
  }
}

TEST_CASE_FIXTURE(Unpacking, "code is unpacked on a worker, and answered behind it") {
  api.holds_work = true;
  unpack(tests::base64_zip());
  CHECK(replies.empty());
  api.run_held_work();
  REQUIRE(replies.size() == 1);
  CHECK(replies[0].status == 201);
  CHECK_FALSE(sha256.empty());
  // Nobody kept it.
  CHECK(std::filesystem::is_empty(api.directory.functions().path()));
}

TEST_CASE_FIXTURE(Unpacking, "code that can't be unpacked is answered with its error") {
  unpack("***");
  REQUIRE(replies.size() == 1);
  CHECK(tests::error(replies[0]) ==
        "400 SerializationException: ZipFile is not valid base64-encoded data.");
  CHECK(sha256.empty());
}

TEST_CASE_FIXTURE(Unpacking, "an error of what is done with the code is answered, too") {
  CodeSource source;
  source.base64 = tests::base64_zip();
  server::lambda_api::unpack(
      source, {}, api.services,
      [this](core::HttpResponse response) { replies.push_back(std::move(response)); },
      [](const lambda_host::PreparedCode&) -> core::HttpResponse {
        throw core::ApiError(core::ErrorCode::invalid_parameter_value, "no room");
      });
  REQUIRE(replies.size() == 1);
  CHECK(tests::error(replies[0]) == "400 InvalidParameterValueException: no room");
}

TEST_CASE("code in a bucket has a bucket and a key, and no version") {
  const auto source_of = [](const char* json) {
    const auto document = core::json::Document::parse(json);
    return require_source(document.root().object(), {});
  };
  const CodeSource source = source_of(R"({"S3Bucket":"b","S3Key":"k","S3ObjectVersion":"null"})");
  CHECK(source.bucket == "b");
  CHECK(source.key == "k");
  const std::string none =
      "InvalidParameterValueException: Please provide a source for function code.";
  CHECK(error_of([&] { source_of(R"({"S3Bucket":"b"})"); }) == none);
  CHECK(error_of([&] { source_of(R"({"S3Key":"k"})"); }) == none);
  CHECK(error_of([&] { source_of(R"({"S3Bucket":"b","S3Key":"k","S3ObjectVersion":"7"})"); }) ==
        "InvalidParameterValueException: Error occurred while GetObject. S3 Error Code: "
        "NoSuchVersion. S3 Error Message: The specified version does not exist.");
}

TEST_CASE_FIXTURE(Unpacking, "code is read from a bucket of the caller's") {
  CodeSource source;
  source.bucket = "b";
  source.key = "k";
  unpack(source);
  CHECK(tests::error(replies.at(0)) ==
        "400 InvalidParameterValueException: Error occurred while GetObject. S3 Error Code: "
        "NoSuchBucket. S3 Error Message: The specified bucket does not exist");
  api.objects["b/k"] = build_zip({file("index.js", "")});
  unpack(source);
  CHECK(replies.at(1).status == 201);
  CHECK_FALSE(sha256.empty());
}

TEST_CASE_FIXTURE(Unpacking, "the bucket hot-reload stands for folders, unless there is a zip") {
  CodeSource source;
  source.bucket = "hot-reload";
  source.key = api.directory.own().path().string();
  CHECK(source.is_folder());
  unpack(source);
  CHECK(replies.at(0).status == 201);
  CHECK(sha256 == lambda_host::code_sha256(source.key));
  source.key = "dist";
  unpack(source);
  CHECK(tests::error(replies.at(1))
            .starts_with("400 InvalidParameterValueException: dist is no absolute path."));
  source.base64 = tests::base64_zip();
  CHECK_FALSE(source.is_folder());
  source.base64.clear();
  source.bucket = "hot-reloading";
  CHECK_FALSE(source.is_folder());
}

TEST_CASE("a folder is no layer, and no version can be made of one at once") {
  tests::LambdaApi api;
  const std::string folder = api.directory.own().path().string();
  const std::string code = R"("S3Bucket":"hot-reload","S3Key":")" + folder + "\"";
  CHECK(tests::error(
            api.call("POST", "/2018-10-31/layers/l/versions", R"({"Content":{)" + code + "}}")) ==
        "400 InvalidParameterValueException: A layer can't be a folder. Publish it from a zip.");
  const std::string refusal =
      "400 InvalidParameterValueException: A version is frozen, and the "
      "folder " +
      folder + " isn't. Upload the code as a zip to publish it.";
  CHECK(tests::error(api.call(
            "POST", "/2015-03-31/functions",
            R"({"FunctionName":"f","Runtime":"nodejs20.x","Handler":"index.handler","Role":)"
            R"("arn:aws:iam::000000000000:role/r","Publish":true,"Code":{)" +
                code + "}}")) == refusal);
  CHECK(api.call("GET", "/2015-03-31/functions/f").status == 404);
  api.create("f");
  CHECK(tests::error(api.call("PUT", "/2015-03-31/functions/f/code",
                              "{" + code + R"(,"Publish":true})")) == refusal);
  CHECK(tests::at(api.call("PUT", "/2015-03-31/functions/f/code", "{" + code + "}"), "/CodeSize") ==
        "0");
}

}  // namespace upload_test
