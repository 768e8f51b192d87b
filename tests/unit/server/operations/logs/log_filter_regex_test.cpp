#include "server/operations/logs/log_filter_regex.h"

#include "tests/unit/server/operations/logs/log_filter_cases.h"

namespace server::operations::testing::log_filter_regex_test {

TEST_CASE("regular expressions are found anywhere, in front of the line feed") {
  struct Case {
    const char* pattern;
    const char* text;
    bool found;
  };
  const Case cases[] = {
      {"ERR",               "an ERROR",   true },
      {"^ERR",              "an ERROR",   false},
      {"ROR$",              "an ERROR\n", true },
      {"ERR$",              "an ERROR",   false},
      {"a|b$",              "xa y",       true },
      {"a|b$",              "b c",        false},
      {"^a.c$",             "abc",        true },
      {"^a.c$",             "abbc",       false},
      {"^ab*c$",            "ac",         true },
      {"^ab*c$",            "abbbc",      true },
      {"^ab+c$",            "ac",         false},
      {"^ab+c$",            "abbc",       true },
      {"^ab?c$",            "abc",        true },
      {"^ab?c$",            "abbc",       false},
      {"^ab{2}c$",          "abbc",       true },
      {"^ab{2}c$",          "abc",        false},
      {"^ab{1,2}c$",        "abbc",       true },
      {"^ab{1,2}c$",        "abbbc",      false},
      {"^ab{2,}c$",         "abbbbc",     true },
      {"^ab{2,}c$",         "abc",        false},
      {R"(^\d\D\w\W\s\S$)", "1aa- x",     true },
      {R"(^\d$)",           "a",          false},
      {"^[a-c]+$",          "abcab",      true },
      {"^[a-c]+$",          "abd",        false},
      {"^[^a-c]$",          "d",          true },
      {"^[^a-c]$",          "b",          false},
      {R"(^[\d.-]+$)",      "1.5-2",      true },
      {R"(^\x41\.$)",       "A.",         true },
      {R"(^\x41\.$)",       "Ab",         false},
      {"",                  "",           true },
      {"a*$",               "bbb",        true },
      {R"(^[\t-\r]$)",      "\t",         false},
      {R"(^\s\s\s$)",       "\t\r ",      true },
      {R"(^\s$)",           "\x0E",       false},
      {R"(^\w+$)",          "azAZ09_",    true },
      {R"(^\w$)",           "@",          false},
      {R"(^\W$)",           "_",          false},
      {R"(^\d+$)",          "0123456789", true },
      {R"(^\d$)",           "/",          false},
      {R"(^\d$)",           ":",          false},
      {R"(^\x4a\x4A$)",     "JJ",         true },
      {".",                 "\n\n",       false},
      {"^ab{0}c$",          "ac",         true },
      {"^ab{0,1}c$",        "ac",         true },
      {"^a{0,}$",           "",           true },
      {"^[a-]$",            "-",          true },
      {"^[^a]$",            "b",          true },
      {"^[a^]$",            "^",          true },
      {R"(^[+-\]]$)",       "B",          true },
      {R"(^[+-\]]$)",       "^",          false},
      {"a]",                "a]",         true },
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.pattern));
    CAPTURE(std::string(c.text));
    CHECK(LogFilterRegex(c.pattern).found_in(c.text) == c.found);
  }
}

TEST_CASE("a regular expression takes no longer for being a bad one") {
  const LogFilterRegex regex("a*a*a*a*a*a*a*a*b$");
  CHECK_FALSE(regex.found_in(std::string(20'000, 'a')));
  CHECK(regex.found_in(std::string(20'000, 'a') + "b"));
}

TEST_CASE("what isn't a regular expression of these is refused with its text") {
  const auto error = [](const std::string& pattern) {
    return error_of([&] { LogFilterRegex regex(pattern); });
  };
  for (const std::string pattern :
       {"(a)", "a)", "a**", "*",  "+a",  "?",  "[b-a]", "a{2,1}", "a{,2}", "a{x}", "a{2",
        "a}",  "[a", "[",   "a^", "a$b", "\\", "\\x4",  "\\xg0",  "\\x0g", "[a-"}) {
    CAPTURE(pattern);
    CHECK(error(pattern) == invalid("unsupported regular expression %" + pattern + "%"));
  }
  CHECK(error("a$|^b").empty());
}

TEST_CASE("a regular expression has 256 steps, however they are written") {
  const auto refused = [](const std::string& pattern) {
    return !error_of([&] { LogFilterRegex regex(pattern); }).empty();
  };
  CHECK_FALSE(refused(std::string(256, 'a')));
  CHECK(refused(std::string(257, 'a')));
  CHECK_FALSE(refused("a{256}"));
  CHECK(refused("a{257}"));
  CHECK(refused("a{99999999999999999999}"));
  CHECK(refused(std::string(128, 'a') + "|" + std::string(129, 'a')));
}

}  // namespace server::operations::testing::log_filter_regex_test
