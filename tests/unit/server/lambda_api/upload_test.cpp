#include "server/lambda_api/upload.h"

#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include <doctest/doctest.h>

#include <filesystem>

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
    server::lambda_api::unpack(
        base64, api.services,
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
  CHECK(require_zip(document.root().object()) == "eA==");
  const auto none = core::json::Document::parse("{}");
  CHECK(error_of([&] { require_zip(none.root().object()); }) ==
        "InvalidParameterValueException: Please provide a source for function code.");
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
  server::lambda_api::unpack(
      tests::base64_zip(), api.services,
      [this](core::HttpResponse response) { replies.push_back(std::move(response)); },
      [](const lambda_host::PreparedCode&) -> core::HttpResponse {
        throw core::ApiError(core::ErrorCode::invalid_parameter_value, "no room");
      });
  REQUIRE(replies.size() == 1);
  CHECK(tests::error(replies[0]) == "400 InvalidParameterValueException: no room");
}
