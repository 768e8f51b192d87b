#include "server/client/exports.h"

#include <doctest/doctest.h>

namespace exports_test {

TEST_CASE("a shell learns where the server is, and who it is to it") {
  CHECK(server::client::shell_exports("http://127.0.0.1:8000", {core::AccountId("000000000042"),
                                                                core::Region("eu-west-1")}) ==
        "export AWS_ENDPOINT_URL=http://127.0.0.1:8000\n"
        "export AWS_REGION=eu-west-1\n"
        "export AWS_DEFAULT_REGION=eu-west-1\n"
        "export AWS_ACCESS_KEY_ID=000000000042\n"
        "export AWS_SECRET_ACCESS_KEY=rivulet\n");
}

TEST_CASE("what a shell would read as something else is quoted") {
  struct Case {
    const char* url;
    const char* quoted;
  };
  const Case cases[] = {
      {"http://[::1]:8000",  "'http://[::1]:8000'" },
      {"http://a;rm -rf $x", "'http://a;rm -rf $x'"},
      {"it's",               R"('it'\''s')"        },
      {"",                   "''"                  },
      {"az09AZ_-./:@%+=,",   "az09AZ_-./:@%+=,"    },
  };
  for (const Case& c : cases) {
    CAPTURE(c.url);
    const std::string text = server::client::shell_exports(
        c.url, {core::AccountId("000000000000"), core::Region("us-east-1")});
    CHECK(text.substr(0, text.find('\n')) == "export AWS_ENDPOINT_URL=" + std::string(c.quoted));
  }
}

}  // namespace exports_test
