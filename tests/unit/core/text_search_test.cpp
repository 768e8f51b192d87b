#include "core/text_search.h"

#include <doctest/doctest.h>

namespace text_search_test {

using core::contains_text;
using core::find_text;
using core::Wildcard;

TEST_CASE("a part is found where it begins first") {
  CHECK(find_text("abcabc", "bc") == 1);
  CHECK(find_text("abcabc", "") == 0);
  CHECK(find_text("", "") == 0);
  CHECK(find_text("", "a") == std::string_view::npos);
  CHECK(find_text("abc", "abcd") == std::string_view::npos);
  CHECK(find_text(std::string_view("a\0b", 3), std::string_view("\0b", 2)) == 1);
  CHECK(contains_text("abc", "abc"));
  CHECK_FALSE(contains_text("abc", "ac"));
}

// Quadratic, it would compare 10^12 bytes.
TEST_CASE("half of a long text of one letter is looked for as quickly as anything") {
  const std::string text(4'000'000, 'a');
  const std::string half(2'000'000, 'a');
  CHECK_FALSE(contains_text(text, half + "b"));
  CHECK_FALSE(contains_text(text, "b" + half));
  CHECK_FALSE(contains_text(text, half + "b" + half));
  CHECK(find_text(text + half + "b", half + "b") == 4'000'000);
}

TEST_CASE("a star stands for any text, also for none") {
  struct Case {
    const char* pattern;
    const char* text;
    bool matches;
  };
  const Case cases[] = {
      {"",      "",         true },
      {"",      "a",        false},
      {"*",     "",         true },
      {"*",     "abc",      true },
      {"abc",   "abc",      true },
      {"abc",   "abcd",     false},
      {"abc",   "ab",       false},
      {"a*",    "a",        true },
      {"a*",    "ba",       false},
      {"*a",    "ba",       true },
      {"*a",    "ab",       false},
      {"a*a",   "aa",       true },
      {"a*a",   "a",        false},
      {"ab*ba", "aba",      false},
      {"ab*ba", "abba",     true },
      {"*b*",   "abc",      true },
      {"*b*",   "ac",       false},
      {"*b*b*", "ab",       false},
      {"*b*b*", "bb",       true },
      {"a*b*c", "a-b-b-c",  true },
      {"a*b*c", "a-c-b",    false},
      {"a*bc",  "abc-bc",   true },
      {"*ab*c", "aab-ab-c", true },
      {"a**c",  "abc",      true },
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.pattern));
    CAPTURE(std::string(c.text));
    CHECK(Wildcard::split(c.pattern).matches(c.text) == c.matches);
  }
}

// Going back to the last star for each byte would compare 10^12 bytes.
TEST_CASE("a wildcard with a long piece takes no longer for it") {
  const std::string text(4'000'000, 'a');
  const std::string piece = std::string(500'000, 'a') + "b";
  CHECK_FALSE(Wildcard::split("*" + piece + "*").matches(text));
  CHECK_FALSE(Wildcard::split("*a*" + piece + "*a").matches(text));
  CHECK(Wildcard::split("*" + piece + "*").matches(text + "b"));
}

}  // namespace text_search_test
