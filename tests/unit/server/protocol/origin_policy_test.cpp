#include "server/protocol/origin_policy.h"

#include "tests/support/fake_request.h"

#include <doctest/doctest.h>

using server::protocol::OriginPolicy;

namespace {

bool refused(const OriginPolicy& policy, tests::FakeHeaders::Fields fields) {
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
  CHECK_FALSE(refused(closed, {
                                  {"Host", "localhost:8000"}
  }));
  CHECK_FALSE(
      refused(closed, {
                          {"Host",   "localhost:8000"       },
                          {"Origin", "http://localhost:8000"}
  }));
  CHECK(refused(closed, {
                            {"Host",   "localhost:8000"       },
                            {"Origin", "http://localhost:3000"}
  }));
  CHECK(refused(closed, {
                            {"Host",   "localhost:8000"},
                            {"Origin", "null"          }
  }));
  CHECK(refused(closed, {
                            {"Host", "example.com"}
  }));

  const OriginPolicy one({"http://localhost:3000"});
  CHECK_FALSE(refused(one, {
                               {"Host",   "localhost:8000"       },
                               {"Origin", "http://localhost:3000"}
  }));
  CHECK(refused(one, {
                         {"Host",   "localhost:8000"    },
                         {"Origin", "http://example.com"}
  }));

  const OriginPolicy all({"*"});
  CHECK_FALSE(refused(all, {
                               {"Host",   "localhost:8000"    },
                               {"Origin", "http://example.com"}
  }));
  CHECK(refused(all, {
                         {"Host",   "example.com"       },
                         {"Origin", "http://example.com"}
  }));
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
