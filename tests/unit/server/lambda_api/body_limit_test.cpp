#include "server/lambda_api/body_limit.h"

#include "server/lambda_api/lambda_api.h"
#include "tests/support/fake_headers.h"
#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include <doctest/doctest.h>

namespace tests::body_limit_test {

using server::lambda_api::max_body_bytes;

TEST_CASE("uploads of code may be large, everything else as large as an invocation's payload") {
  struct Case {
    const char* method;
    const char* target;
    std::size_t bytes;
  };
  const Case cases[] = {
      {"POST", "/2015-03-31/functions",                   70'167'210},
      {"PUT",  "/2015-03-31/functions/f/code",            70'167'210},
      {"POST", "/2018-10-31/layers/l/versions",           70'167'210},
      {"POST", "/2015-03-31/functions/f/invocations?a=b", 6'291'456 },
      {"PUT",  "/2015-03-31/functions/f/configuration",   6'291'456 },
      {"POST", "/2015-03-31/event-source-mappings",       6'291'456 },
      {"POST", "/2015-03-31/nothing",                     6'291'456 },
      {"GET",  "/2015-03-31/functions",                   6'291'456 },
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.target));
    CHECK(max_body_bytes(c.method, c.target) == c.bytes);
  }
}

TEST_CASE("a body that was too large to be read is refused as AWS does") {
  struct Case {
    const char* method;
    const char* target;
    const char* error;
  };
  const Case cases[] = {
      {"POST", "/2015-03-31/functions",
       "413 RequestEntityTooLargeException: Request must be smaller than 70167211 bytes for the "
       "CreateFunction operation"             },
      {"POST", "/2015-03-31/functions/f/invocations",
       "413 RequestTooLargeException: Request must be smaller than 6291456 bytes for the "
       "InvokeFunction operation"             },
      {"PUT",  "/2015-03-31/functions/f/configuration",
       "413 RequestEntityTooLargeException: Request must be smaller than 6291456 bytes for the "
       "UpdateFunctionConfiguration operation"},
  };
  for (const Case& c : cases) {
    LambdaApi api;
    const FakeHeaders none;
    core::HttpResponse answer;
    server::lambda_api::serve_lambda_api(
        {c.method, c.target, none, {}, true}, api.services,
        [&](core::HttpResponse response) { answer = std::move(response); });
    CHECK(error(answer) == c.error);
  }
}

TEST_CASE("a large body is parsed on a worker, and a large payload checked") {
  constexpr std::size_t kQuick = std::size_t{256} << 10;
  LambdaApi api;
  api.holds_work = true;
  const auto held = [&](const char* target, std::size_t bytes) {
    api.held_work.clear();
    api.send("POST", target, std::string(bytes, ' '), {});
    return api.held_work.size();
  };
  CHECK(held("/2015-03-31/event-source-mappings", kQuick) == 0);
  CHECK(held("/2015-03-31/event-source-mappings", kQuick + 1) == 1);
  CHECK(held("/2015-03-31/functions/f/invocations", kQuick) == 0);
  CHECK(held("/2015-03-31/functions/f/invocations", kQuick + 1) == 1);
  api.run_held_work();
}

TEST_CASE("what is wrong with a large body is told as with a small one") {
  for (const std::size_t bytes : {std::size_t{2}, std::size_t{1} << 20}) {
    LambdaApi api;
    const std::string text = error(
        api.call("POST", "/2015-03-31/event-source-mappings", "[" + std::string(bytes, ' ') + "]"));
    CHECK(
        text ==
        "400 InvalidRequestContentException: Could not parse request body into json: it is not an "
        "object");
  }
}

TEST_CASE("a body for which there was no room is throttled") {
  LambdaApi api;
  const FakeHeaders none;
  core::HttpResponse answer;
  server::lambda_api::serve_lambda_api(
      {.method = "POST",
       .target = "/2015-03-31/functions/f/invocations",
       .headers = none,
       .body = {},
       .no_room_for_body = true},
      api.services, [&](core::HttpResponse response) { answer = std::move(response); });
  CHECK(answer.status == 429);
  CHECK(header(answer, "x-amzn-ErrorType") == "TooManyRequestsException");
  CHECK(answer.body ==
        R"({"Type":"User","message":"Rate Exceeded.","Reason":"CallerRateLimitExceeded"})");
}

}  // namespace tests::body_limit_test
