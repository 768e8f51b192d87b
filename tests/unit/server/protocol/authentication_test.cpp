#include "server/protocol/authentication.h"

#include "core/api_error.h"
#include "tests/support/fake_headers.h"

#include <doctest/doctest.h>

namespace authentication_test {

namespace {

constexpr const char* kMissing =
    "MissingAuthenticationTokenException: Request is missing Authentication Token";

// What a request is told that has these; nullptr for a header that it doesn't have.
std::string error(const char* authorization, const char* date, std::string_view target = "/") {
  tests::HeaderList fields;
  if (authorization) fields.emplace_back("Authorization", authorization);
  if (date) fields.emplace_back("Date", date);
  const tests::FakeHeaders headers(std::move(fields));
  try {
    server::protocol::check_authentication({"POST", target, headers, ""});
  } catch (const core::ApiError& refused) {
    return std::string(core::error_name(refused.code())) + ": " + refused.message();
  }
  return "";
}

}  // namespace

TEST_CASE("a request is told what its signature lacks, not whether it is right") {
  struct Case {
    const char* authorization;
    const char* date;
    const char* error;
  };
  const Case cases[] = {
      {"AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, SignedHeaders=host, Signature=0", "today",
       ""                                                                                                    },
      {"AWS4-HMAC-SHA256 Credential=a,SignedHeaders=h,Signature=0",                         "today", ""      },
      {nullptr,                                                                             nullptr, kMissing},
      {"AWS4",                                                                              "today", kMissing},
      {"AWS4- Signature=b Credential=a",                                                    nullptr,
       "IncompleteSignatureException: Authorization header requires 'SignedHeaders' parameter. "
       "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
       "Authorization=AWS4- Signature=b Credential=a"                                                        },
 // A parameter's name counts only where a parameter begins.
      {"AWS4-X XCredential=a, Signature=b, SignedHeaders=c",                                "today",
       "IncompleteSignatureException: Authorization header requires 'Credential' parameter. "
       "Authorization=AWS4-X XCredential=a, Signature=b, SignedHeaders=c"                                    },
  };
  for (const Case& c : cases) {
    CAPTURE(c.authorization);
    CHECK(error(c.authorization, c.date) == c.error);
  }
}

TEST_CASE("X-Amz-Date does as well as Date") {
  const tests::FakeHeaders headers(
      {std::pair("Authorization", "AWS4-X Credential=a, Signature=b, SignedHeaders=c"),
       std::pair("X-Amz-Date", "20250101T000000Z")});
  CHECK_NOTHROW(server::protocol::check_authentication({"POST", "/", headers, ""}));
}

TEST_CASE("a presigned request has its signature in the query") {
  CHECK(error(nullptr, nullptr,
              "/?X-Amz-Algorithm=a&X-Amz-Credential=b&X-Amz-Signature=c&X-Amz-SignedHeaders=d&"
              "X-Amz-Date=e") == "");
  CHECK(error(nullptr, nullptr,
              "/?X-Amz-Algorithm=a&X-Amz-Date=b&X-Amz-Signature=c&X-Amz-Credential=d") ==
        "IncompleteSignatureException: AWS query-string parameters must include "
        "'X-Amz-SignedHeaders'. Re-examine the query-string parameters.");
}

TEST_CASE("a request signed in two places is refused") {
  CHECK(error("X", nullptr, "/?X-Amz-Algorithm=a") ==
        "InvalidSignatureException: Found both 'X-Amz-Algorithm' as a query-string param and "
        "'Authorization' as HTTP header.");
}

}  // namespace authentication_test
