#include "server/protocol/url.h"

#include <doctest/doctest.h>

namespace url_test {

using namespace server::protocol;

TEST_CASE("escapes are decoded, and broken ones stay") {
  const std::pair<const char*, const char*> cases[] = {
      {"plain",     "plain"   },
      {"a%3Ab%2fc", "a:b/c"   },
      {"%",         "%"       },
      {"%4",        "%4"      },
      {"%4g",       "%4g"     },
      {"%-1",       "%-1"     },
      {"100%25",    "100%"    },
      {"%2525",     "%25"     },
      {"%C3%A9",    "\xc3\xa9"},
  };
  for (const auto& [text, decoded] : cases) {
    CAPTURE(text);
    CHECK(url_decode(text, false) == decoded);
  }
}

TEST_CASE("a plus is a blank in a query only") {
  CHECK(url_decode("a+b%2B", true) == "a b+");
  CHECK(url_decode("a+b%2B", false) == "a+b+");
}

TEST_CASE("a target's path ends where its query begins") {
  CHECK(path_of("/a/b?c=/d?e") == "/a/b");
  CHECK(path_of("/a") == "/a");
  CHECK(path_of("?a") == "");
}

TEST_CASE("a query's parameter is the first one of its name") {
  constexpr const char* kTarget = "/f?Marker=a%26b&Empty=&Flag&Marker=2&Na+me=v";
  CHECK(query_parameter(kTarget, "Marker") == "a&b");
  CHECK(query_parameter(kTarget, "Empty") == "");
  CHECK(query_parameter(kTarget, "Flag") == "");
  CHECK(query_parameter(kTarget, "Na me") == "v");
  CHECK_FALSE(query_parameter(kTarget, "marker"));
  CHECK_FALSE(query_parameter("/f", "Marker"));
  CHECK_FALSE(query_parameter("/f?", "Marker"));
}

TEST_CASE("a query's parameters come in its order, decoded") {
  using Parameters = std::vector<std::pair<std::string, std::string>>;
  CHECK(query_parameters("/f").empty());
  CHECK(query_parameters("/f?").empty());
  CHECK(query_parameters("/f?b=1&a=%26+x&b=2&flag&empty=&&c==d") ==
        Parameters{
            {"b",     "1"  },
            {"a",     "& x"},
            {"b",     "2"  },
            {"flag",  ""   },
            {"empty", ""   },
            {"c",     "=d" }
  });
}

TEST_CASE("a text is encoded but for what may stay") {
  CHECK(server::protocol::url_encode("aZ09-._~/ +%\xC3\xBC", "") == "aZ09-._~%2F+%2B%25%C3%BC");
  CHECK(server::protocol::url_encode("a/b*", "/*") == "a/b*");
}

}  // namespace url_test
