#include "core/utf8.h"

#include <doctest/doctest.h>

namespace utf8_test {

TEST_CASE("text stays, and bytes that are no text are replaced one by one") {
  struct Case {
    const char* bytes;
    const char* text;
  };
  const Case cases[] = {
      {"plain",                                "plain"                               },
      {"\xC3\xBC\xE2\x82\xAC\xF0\x9F\x98\x80", "\xC3\xBC\xE2\x82\xAC\xF0\x9F\x98\x80"},
      {"a\xFF"
       "b",                             "a\xEF\xBF\xBD"
       "b"                                                         },
      {"\xC0\xAF",                             "\xEF\xBF\xBD\xEF\xBF\xBD"            },
      {"\xED\xA0\x80",                         "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
      {"cut \xE2\x82",                         "cut \xEF\xBF\xBD\xEF\xBF\xBD"        },
  };
  for (const Case& c : cases) {
    CHECK(core::to_utf8(c.bytes) == c.text);
    CHECK(core::is_utf8(c.bytes) == (std::string_view(c.bytes) == c.text));
  }
}

TEST_CASE("a shortened text ends with a whole character and an ellipsis") {
  CHECK(core::utf8_shortened("abc", 3) == "abc");
  CHECK(core::utf8_shortened("abcd", 3) == "abc…");
  CHECK(core::utf8_shortened("ab\u00e9d", 3) == "ab…");
  CHECK(core::utf8_shortened("ab\u00e9d", 4) == "ab\u00e9…");
}

TEST_CASE("a text is cut between characters") {
  const std::string text = "ab\xE2\x82\xAC";
  CHECK(core::utf8_cut(text, 5) == 5);
  CHECK(core::utf8_cut(text, 4) == 2);
  CHECK(core::utf8_cut(text, 3) == 2);
  CHECK(core::utf8_cut(text, 2) == 2);
  CHECK(core::utf8_cut(std::string(10, '\x80'), 6) == 6);
}

}  // namespace utf8_test
