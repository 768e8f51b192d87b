#include "core/base64.h"

#include <doctest/doctest.h>

#include <random>

namespace base64_test {

using core::base64_decode;
using core::base64_encode;

TEST_CASE("bytes become padded base64 and come back") {
  struct Case {
    std::string bytes;
    std::string text;
  };
  const Case cases[] = {
  // The test vectors of RFC 4648, chapter 10.
      {"",               ""        },
      {"f",              "Zg=="    },
      {"fo",             "Zm8="    },
      {"foo",            "Zm9v"    },
      {"foob",           "Zm9vYg=="},
      {"fooba",          "Zm9vYmE="},
      {"foobar",         "Zm9vYmFy"},
      {std::string("\0", 1),         "AA=="},
      {"\xFF\xFE\xFD\xFB\xEF\xBE",                "//79+++\x2b"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(base64_encode(c.bytes) == c.text);
    CHECK(base64_decode(c.text) == c.bytes);
  }
}

TEST_CASE("text that isn't strictly base64 has no bytes") {
  for (const std::string text :
       {"Z",    "Zg",   "Zg=",     "Zm8",      "=",    "==",     "====",
        "A===", "=g==", "Z===",    "Zg==Zg==", "Zm=v", "Zm9v\n", "Zm9 ",
        "Zm9-", "Zm9_", "Zm9\xC3", "Zh==",     "+/+=", "=+/=",   "Zm9vYmF"}) {
    CAPTURE(text);
    CHECK_FALSE(base64_decode(text));
  }
}

TEST_CASE("random bytes of every length survive base64") {
  std::mt19937 random(7);
  for (std::size_t length = 0; length < 300; ++length) {
    std::string bytes(length, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    REQUIRE(base64_decode(base64_encode(bytes)) == bytes);
  }
}

}  // namespace base64_test
