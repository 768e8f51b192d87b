#include "server/dispatcher.h"

#include "server/chores.h"
#include "tests/support/engine.h"
#include "tests/support/fake_headers.h"

#include <doctest/doctest.h>

namespace {

using tests::HeaderList;

struct SilentAlarm : lambda_host::Alarm {
  void after(core::Duration, std::function<void()>) override {}
  void cancel() override {}
};

struct Fixture {
  core::HttpResponse call(const char* method, const char* target, HeaderList fields = {}) {
    const tests::FakeHeaders headers(std::move(fields));
    core::HttpResponse answer{0, {}, {}, {}};
    dispatcher.serve({method, target, headers, {}},
                     [&](core::HttpResponse response) { answer = std::move(response); });
    return answer;
  }

  tests::Engine engine;
  core::AdjustableClock clock{engine.clock};
  server::Chores chores{{}, std::make_unique<SilentAlarm>()};
  server::Dispatcher dispatcher{
      engine.services,
      {engine.services, clock, chores},
      server::protocol::OriginPolicy({"http://allowed.example"        }
      )
  };
};

bool has(const core::HttpResponse& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return true;
  }
  return false;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "paths lead to the APIs") {
  struct Case {
    const char* method;
    const char* target;
    int status;
    const char* body;  // begins so
  };
  const Case cases[] = {
      {"GET",  "/",                   200, "healthy: dynamodb.us-east-1.amazonaws.com "},
      {"HEAD", "/",                   200, "healthy: dynamodb.us-east-1.amazonaws.com "},
      {"GET",  "/?x",                 200, "healthy: dynamodb.us-east-1.amazonaws.com "},
      {"GET",  "/_rivulet/health",    200, R"({"status":"ok")"                         },
      {"GET",  "/2015-03-31/nothing", 404, R"({"Message":)"                            },
      {"POST", "/",                   400, R"({"__type":)"                             },
  };
  for (const Case& c : cases) {
    CAPTURE(c.target);
    const auto answer = call(c.method, c.target);
    CHECK(answer.status == c.status);
    CHECK(answer.body.substr(0, std::string(c.body).size()) == c.body);
  }
  CHECK(has(call("GET", "/"), "x-amzn-RequestId"));
  CHECK(has(call("GET", "/"), "x-amz-crc32"));
}

TEST_CASE_FIXTURE(Fixture, "the greeting is of the signature's region, if it has a good one") {
  const auto greeting = [&](const std::string& region) {
    return call("GET", "/",
                {
                    {"Authorization", "AWS4-HMAC-SHA256 Credential=a/20260101/" + region +
                                          "/dynamodb/aws4_request, SignedHeaders=host, "
                                          "Signature=b"}
    })
        .body;
  };
  CHECK(greeting("cn-north-1") == "healthy: dynamodb.cn-north-1.amazonaws.com.cn ");
  CHECK(greeting("no region") == "healthy: dynamodb.us-east-1.amazonaws.com ");
}

TEST_CASE_FIXTURE(Fixture, "a web page gets in by its origin only") {
  const auto refused = call("GET", "/",
                            {
                                {"Origin", "http://evil.example"}
  });
  CHECK(refused.status == 403);
  CHECK(refused.body.starts_with(
      R"({"__type":"com.amazon.coral.service#AccessDeniedException","message":")"));
  const auto allowed = call("GET", "/",
                            {
                                {"Origin", "http://allowed.example"}
  });
  CHECK(allowed.status == 200);
  CHECK(has(allowed, "Access-Control-Allow-Origin"));
  CHECK_FALSE(has(call("GET", "/"), "Access-Control-Allow-Origin"));
  const auto preflight =
      call("OPTIONS", "/",
           {
               {"Origin",                        "http://allowed.example"},
               {"Access-Control-Request-Method", "POST"                  }
  });
  CHECK(has(preflight, "x-amzn-RequestId"));
  CHECK(has(preflight, "Access-Control-Allow-Origin"));
}
