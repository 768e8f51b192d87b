#include "server/protocol/authentication.h"

#include "core/api_error.h"
#include "tests/support/fake_request.h"

#include <doctest/doctest.h>

namespace {

std::string error(const tests::FakeHeaders& headers, std::string_view target = "/") {
  try {
    server::protocol::check_authentication({"POST", target, headers, ""});
  } catch (const core::ApiError& refused) {
    return std::string(core::error_name(refused.code())) + ": " + refused.message();
  }
  return "";
}

}  // namespace

TEST_CASE("a request that looks signed passes, whatever its signature") {
  CHECK(error(tests::FakeHeaders({
            {"Authorization",
             "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, "
             "SignedHeaders=host, Signature=0"  },
            {"X-Amz-Date",    "20250101T000000Z"}
  })) == "");
  CHECK(error(tests::FakeHeaders({
            {"Authorization", "AWS4-HMAC-SHA256 Credential=a,SignedHeaders=h,Signature=0"},
            {"Date",          "today"                                                    }
  })) == "");
  CHECK(error(tests::FakeHeaders(),
              "/?X-Amz-Algorithm=a&X-Amz-Credential=b&X-Amz-Signature=c&X-Amz-SignedHeaders=d&"
              "X-Amz-Date=e") == "");
}

TEST_CASE("a request without a signature is told what is missing") {
  const std::string missing =
      "MissingAuthenticationTokenException: Request is missing Authentication Token";
  CHECK(error(tests::FakeHeaders()) == missing);
  CHECK(error(tests::FakeHeaders({
            {"Authorization", "AWS4"}
  })) == missing);
  CHECK(error(tests::FakeHeaders({
            {"Authorization", "AWS4- Signature=b Credential=a"}
  })) ==
        "IncompleteSignatureException: Authorization header requires 'SignedHeaders' parameter. "
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
        "Authorization=AWS4- Signature=b Credential=a");
  CHECK(error(tests::FakeHeaders(),
              "/?X-Amz-Algorithm=a&X-Amz-Date=b&X-Amz-Signature=c&"
              "X-Amz-Credential=d") ==
        "IncompleteSignatureException: AWS query-string parameters must include "
        "'X-Amz-SignedHeaders'. Re-examine the query-string parameters.");
}

TEST_CASE("a parameter's name counts only where a parameter begins") {
  CHECK(error(tests::FakeHeaders({
            {"Authorization", "AWS4-X XCredential=a, Signature=b, SignedHeaders=c"},
            {"Date",          "d"                                                 }
  })) ==
        "IncompleteSignatureException: Authorization header requires 'Credential' parameter. "
        "Authorization=AWS4-X XCredential=a, Signature=b, SignedHeaders=c");
}

TEST_CASE("a request signed in two places is refused") {
  CHECK(error(tests::FakeHeaders({
                  {"Authorization", "X"}
  }),
              "/?X-Amz-Algorithm=a") ==
        "InvalidSignatureException: Found both 'X-Amz-Algorithm' as a query-string param and "
        "'Authorization' as HTTP header.");
}
