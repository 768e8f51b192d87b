#include "server/lambda_api/answer.h"

#include "core/api_error.h"
#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include <doctest/doctest.h>

#include <stdexcept>

namespace answer_test {

using server::lambda_api::answer_with;

namespace {

core::HttpResponse answer(const std::function<core::HttpResponse()>& make) {
  std::vector<core::HttpResponse> replies;
  answer_with([&](core::HttpResponse response) { replies.push_back(std::move(response)); }, make);
  REQUIRE(replies.size() == 1);
  return replies[0];
}

}  // namespace

TEST_CASE("what is made is the answer") {
  const auto response = answer([] { return core::HttpResponse{202, "x", {}, "body"}; });
  CHECK(response.status == 202);
  CHECK(response.body == "body");
}

TEST_CASE("an error is answered by its name, and what went wrong here without its words") {
  CHECK(tests::error(answer([]() -> core::HttpResponse {
          throw core::ApiError(core::ErrorCode::invalid_parameter_value, "told so");
        })) == "400 InvalidParameterValueException: told so");
  CHECK(tests::error(answer([]() -> core::HttpResponse {
          throw std::runtime_error("disk on fire");
        })) == "500 ServiceException: Internal server error");
}

}  // namespace answer_test
