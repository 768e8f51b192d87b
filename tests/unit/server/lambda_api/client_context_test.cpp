#include "server/lambda_api/client_context.h"

#include "core/api_error.h"
#include "core/base64.h"

#include <doctest/doctest.h>

namespace client_context_test {

using server::lambda_api::parse_client_context;

TEST_CASE("a client context becomes JSON that fits into a header") {
  struct Case {
    const char* name;
    std::string json;
    const char* expected;
  };
  const Case cases[] = {
      {"as it is",           R"({"custom":{"a":"b"}})",        R"({"custom":{"a":"b"}})"      },
      {"lines and blanks",   "{\r\n\t\"a\" :\n[1, 2.5]\r}",    R"({"a":[1,2.5]})"             },
      {"a header behind it", "{}\r\nX: y",                     nullptr                        },
      {"escaped lines",      R"({"a":"b\r\nX: y"})",           R"({"a":"b\r\nX: y"})"         },
      {"two bytes",          "{\"a\":\"\u0080\u00e9\u07ff\"}", R"({"a":"\u0080\u00e9\u07ff"})"},
      {"three bytes",        "{\"\u0800\":\"\uffff\"}",        R"({"\u0800":"\uffff"})"       },
      {"a surrogate pair",   "{\"a\":\"\U0001f600\"}",         R"({"a":"\ud83d\ude00"})"      },
      {"the last character", "{\"a\":\"\U0010ffff\"}",         R"({"a":"\udbff\udfff"})"      },
      {"printable's ends",   "{\"a\":\" ~\x7f\"}",             R"({"a":" ~\u007f"})"          },
      {"no UTF-8",           "{\"a\":\"\xc3\"}",               nullptr                        },
      {"a raw control",      "{\"a\":\"\x01\"}",               nullptr                        },
      {"no object",          "1",                              nullptr                        },
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const std::string header = core::base64_encode(c.json);
    if (c.expected) {
      CHECK(parse_client_context(header) == c.expected);
    } else {
      CHECK_THROWS_WITH_AS(parse_client_context(header),
                           "Client context must be a valid Base64-encoded JSON object.",
                           core::ApiError);
    }
  }
}

TEST_CASE("a client context may have 3,583 bytes in base64") {
  const auto of = [](std::size_t blanks) {
    return core::base64_encode("{" + std::string(blanks, ' ') + "}");
  };
  REQUIRE(of(2683).size() == 3580);
  CHECK(parse_client_context(of(2683)) == "{}");
  REQUIRE(of(2684).size() == 3584);
  CHECK_THROWS_AS(parse_client_context(of(2684)), core::ApiError);
}

}  // namespace client_context_test
