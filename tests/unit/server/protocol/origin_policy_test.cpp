#include "server/protocol/origin_policy.h"

#include "tests/support/fake_headers.h"

#include <doctest/doctest.h>

using server::protocol::OriginPolicy;

namespace {

// `origin` may be nullptr: then the request isn't a web page's.
bool refused(const OriginPolicy& policy, const char* host, const char* origin) {
  tests::HeaderList fields = {std::pair("Host", host)};
  if (origin) fields.emplace_back("Origin", origin);
  const tests::FakeHeaders headers(std::move(fields));
  return policy.refuse({"POST", "/", headers, ""}).has_value();
}

}  // namespace

TEST_CASE("a host is local unless public DNS could lead there") {
  for (const char* host :
       {"localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "rivulet", "rivulet:8000",
        "host.docker.internal:8000", "a.localhost", "dynamodb.us-east-1.amazonaws.com"}) {
    CAPTURE(host);
    CHECK(server::protocol::is_local_host(host));
  }
  for (const char* host :
       {"example.com", "example.com:8000", "127.0.0.1.example.com", "localhost.example.com:8000"}) {
    CAPTURE(host);
    CHECK_FALSE(server::protocol::is_local_host(host));
  }
}

TEST_CASE("a page of another origin is refused unless it is allowed") {
  const OriginPolicy closed({});
  const OriginPolicy one({"http://localhost:3000"});
  const OriginPolicy all({"*"});
  struct Case {
    const OriginPolicy& policy;
    const char* host;
    const char* origin;
    bool refused;
  };
  const Case cases[] = {
      {closed, "localhost:8000", nullptr,                 false},
      {closed, "localhost:8000", "http://localhost:8000", false},
      {closed, "localhost:8000", "http://localhost:3000", true },
      {closed, "localhost:8000", "null",                  true },
      {closed, "example.com",    nullptr,                 true },
      {one,    "localhost:8000", "http://localhost:3000", false},
      {one,    "localhost:8000", "http://example.com",    true },
      {all,    "localhost:8000", "http://example.com",    false},
      {all,    "example.com",    "http://example.com",    true },
  };
  for (const Case& c : cases) {
    CAPTURE(c.host);
    CAPTURE(c.origin);
    CHECK(refused(c.policy, c.host, c.origin) == c.refused);
  }
}

TEST_CASE("a preflight request learns what it asked for") {
  const OriginPolicy policy({"http://localhost:3000"});
  const tests::FakeHeaders headers({
      {"Host",                           "localhost:8000"       },
      {"Origin",                         "http://localhost:3000"},
      {"Access-Control-Request-Headers", "x-amz-target"         },
      {"Access-Control-Request-Method",  "POST"                 }
  });
  const auto response = policy.preflight({"OPTIONS", "/", headers, ""});
  REQUIRE(response);
  CHECK(response->status == 200);
  const auto value = [&](std::string_view name) {
    for (const auto& [field, text] : response->headers) {
      if (field == name) return text;
    }
    return std::string();
  };
  CHECK(value("Access-Control-Allow-Origin") == "http://localhost:3000");
  CHECK(value("Access-Control-Allow-Headers") == "x-amz-target");
  CHECK(value("Access-Control-Allow-Methods") == "POST");
  CHECK_FALSE(policy.preflight({"POST", "/", headers, ""}));
}
