#include "server/protocol/request_scope.h"

#include "core/api_error.h"
#include "server/protocol/url.h"
#include "tests/support/fake_headers.h"

#include <doctest/doctest.h>

namespace request_scope_test {

namespace {

const core::Scope kFallback{core::AccountId("000000000000"), core::Region("us-east-1")};

core::Scope scope(const std::string& credential) {
  const tests::FakeHeaders headers({
      {"Authorization",
       "AWS4-HMAC-SHA256 Credential=" + credential + ", SignedHeaders=h, Signature=0"}
  });
  return server::protocol::request_scope({"POST", "/", headers, ""}, kFallback);
}

}  // namespace

TEST_CASE("the region comes from the credential, the account from twelve digits of a key id") {
  struct Case {
    const char* credential;
    const char* account;
    const char* region;
  };
  const Case cases[] = {
      {"AKID/20250101/eu-west-1/dynamodb/aws4_request",         "000000000000", "eu-west-1"},
      {"123456789012/20250101/us-west-2/lambda/aws4_request",   "123456789012", "us-west-2"},
      {"12345678901/20250101/us-west-2/lambda/aws4_request",    "000000000000", "us-west-2"},
      {"key-with-hyphens/20250101/us-west-2/logs/aws4_request", "000000000000", "us-west-2"},
      {"nonsense",                                              "000000000000", "us-east-1"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.credential);
    CHECK(scope(c.credential).account.get() == c.account);
    CHECK(scope(c.credential).region.get() == c.region);
  }
}

TEST_CASE("a region is letters, digits and hyphens") {
  struct Case {
    std::string region;
    bool valid;
  };
  const Case cases[] = {
      {"us-gov-west-1", true  },
      {"localhost",     true  },
      {"azAZ09-",       true  },
      {std::string(63,  'r'),   true},
      {std::string(64,               'r'),        false},
      {"us-east-1:x",          false        },
      {"us_east_1", false},
      {"us-east-1\r\nX-A:b",          false                 },
      {std::string("us\0", 3),false},
      {"\"",             false                        },
      {"\u00e9",            false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.region);
    const std::string credential = "AKID/20250101/" + c.region + "/dynamodb/aws4_request";
    if (c.valid) {
      CHECK(scope(credential).region.get() == c.region);
    } else {
      CHECK_THROWS_WITH_AS(scope(credential), "Credential should be scoped to a valid region.",
                           core::ApiError);
    }
  }
}

TEST_CASE("a presigned request's credential is in its query") {
  const tests::FakeHeaders none;
  const auto found = server::protocol::request_scope(
      {"POST", "/?X-Amz-Credential=AKID%2F20250101%2Fap-south-1%2Fdynamodb%2Faws4_request", none,
       ""},
      kFallback);
  CHECK(found.region.get() == "ap-south-1");
}

TEST_CASE("query parameters and escapes") {
  using server::protocol::query_parameter;
  CHECK(query_parameter("/x?a=1&b=x%20y+z", "b") == "x y z");
  CHECK(query_parameter("/x?a=1&flag", "flag") == "");
  CHECK_FALSE(query_parameter("/x?a=1", "b"));
  CHECK_FALSE(query_parameter("/x", "a"));
  CHECK(server::protocol::url_decode("a%3Ab%2", false) == "a:b%2");
  CHECK(server::protocol::url_decode("%zz+", false) == "%zz+");
  CHECK(server::protocol::path_of("/x/y?z=1") == "/x/y");
}

TEST_CASE("the service is what the credential says") {
  const auto service = [](const char* target, const char* authorization) {
    const tests::FakeHeaders headers(
        *authorization ? tests::HeaderList{{"Authorization", authorization}} : tests::HeaderList{});
    return server::protocol::signed_service({"GET", target, headers, ""});
  };
  CHECK(service("/", "AWS4-HMAC-SHA256 Credential=a/20250101/eu-west-1/s3/aws4_request, X") ==
        "s3");
  CHECK(service("/?X-Amz-Credential=a%2F20250101%2Feu-west-1%2Fsns%2Faws4_request", "") == "sns");
  CHECK(service("/?X-Amz-Credential=a%2F20250101%2Feu-west-1%2Fsns%2Faws4_request",
                "AWS4-HMAC-SHA256 Credential=a/b/c/s3/d, X") == "s3");
  CHECK(service("/b/k?AWSAccessKeyId=a&Signature=x&Expires=1", "") == "s3");
  CHECK(service("/b/k?AWSAccessKeyId=a", "") == "");
  CHECK(service("/", "AWS4-HMAC-SHA256 Credential=s3/aws4_request, X") == "");
  CHECK(service("/", "") == "");
}

TEST_CASE("a URL of Signature Version 2 has an account at most") {
  const tests::FakeHeaders none;
  const auto found = server::protocol::request_scope(
      {"GET", "/b/k?AWSAccessKeyId=123456789012&Signature=x&Expires=1", none, ""}, kFallback);
  CHECK(found.account.get() == "123456789012");
  CHECK(found.region == kFallback.region);
}

}  // namespace request_scope_test
