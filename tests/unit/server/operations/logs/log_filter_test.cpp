#include "server/operations/logs/log_filter.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

using server::operations::parse_log_filter;

namespace {

struct Case {
  const char* pattern;
  const char* message;
  bool matches;
};

template <std::size_t N>
void check(const Case (&cases)[N]) {
  for (const Case& c : cases) {
    CAPTURE(std::string(c.pattern));
    CAPTURE(std::string(c.message));
    CHECK(parse_log_filter(c.pattern).matches(c.message) == c.matches);
  }
}

std::string error(std::string_view pattern) {
  try {
    parse_log_filter(pattern);
  } catch (const core::ApiError& error) {
    CHECK(error.code() == core::ErrorCode::invalid_parameter);
    return error.message();
  }
  return "";
}

}  // namespace

TEST_CASE("terms are all there, in any order and exactly so") {
  const Case cases[] = {
      {"",                   "anything",                   true },
      {"  ",                 "anything",                   true },
      {"ERROR",              "[ERROR 400] BAD REQUEST",    true },
      {"ERROR",              "an error",                   false},
      {"ERROR timeout",      "timeout: ERROR",             true },
      {"ERROR timeout",      "ERROR",                      false},
      {"\"Task timed out\"", "x Task timed out after 3 s", true },
      {"\"Task timed out\"", "Task out timed",             false},
      {R"("say \"hi\"")",    "they say \"hi\"",            true },
      {"\xC3\xA9t\xC3\xA9",  "un \xC3\xA9t\xC3\xA9",       true },
  };
  check(cases);
}

TEST_CASE("terms are excluded by - and alternatives with ?") {
  const Case cases[] = {
      {"-INFO",          "INFO x",    false},
      {"-INFO",          "WARN x",    true },
      {"ERROR -\"a b\"", "ERROR a b", false},
      {"ERROR -\"a b\"", "ERROR a c", true },
      {"?ERROR ?WARN",   "WARN",      true },
      {"?ERROR ?WARN",   "INFO",      false},
      {"?ERROR ?%W.RN%", "WARN",      true },
 // Beside other terms, alternatives have no effect.
      {"?ERROR INFO",    "INFO",      true },
      {"?ERROR INFO",    "ERROR",     false},
  };
  check(cases);
}

TEST_CASE("regular expressions are found anywhere, in front of the line feed") {
  const Case cases[] = {
      {"%ERR%",               "an ERROR",   true },
      {"%^ERR%",              "an ERROR",   false},
      {"%ROR$%",              "an ERROR\n", true },
      {"%ERR$%",              "an ERROR",   false},
      {"%a|b$%",              "xa y",       true },
      {"%a|b$%",              "b c",        false},
      {"%^a.c$%",             "abc",        true },
      {"%^a.c$%",             "abbc",       false},
      {"%^ab*c$%",            "ac",         true },
      {"%^ab*c$%",            "abbbc",      true },
      {"%^ab+c$%",            "ac",         false},
      {"%^ab+c$%",            "abbc",       true },
      {"%^ab?c$%",            "abc",        true },
      {"%^ab?c$%",            "abbc",       false},
      {"%^ab{2}c$%",          "abbc",       true },
      {"%^ab{2}c$%",          "abc",        false},
      {"%^ab{1,2}c$%",        "abbc",       true },
      {"%^ab{1,2}c$%",        "abbbc",      false},
      {"%^ab{2,}c$%",         "abbbbc",     true },
      {"%^ab{2,}c$%",         "abc",        false},
      {R"(%^\d\D\w\W\s\S$%)", "1aa- x",     true },
      {R"(%^\d$%)",           "a",          false},
      {"%^[a-c]+$%",          "abcab",      true },
      {"%^[a-c]+$%",          "abd",        false},
      {"%^[^a-c]$%",          "d",          true },
      {"%^[^a-c]$%",          "b",          false},
      {R"(%^[\d.-]+$%)",      "1.5-2",      true },
      {R"(%^\x41\.$%)",       "A.",         true },
      {R"(%^\x41\.$%)",       "Ab",         false},
      {R"(%100\%%)",          "at 100%",    true },
      {"%%",                  "",           true },
      {"%a*$%",               "bbb",        true },
  };
  check(cases);
}

TEST_CASE("a regular expression takes no longer for being a bad one") {
  const auto filter = parse_log_filter("%a*a*a*a*a*a*a*a*b$%");
  CHECK_FALSE(filter.matches(std::string(20'000, 'a')));
  CHECK(filter.matches(std::string(20'000, 'a') + "b"));
}

TEST_CASE("a JSON pattern compares members") {
  const char* const message =
      R"({"level":"error","n":12.5,"big":1e3,"ok":true,"no":false,"nil":null,)"
      R"("user":{"id":7,"tags":["x","yz"]},"a.b":"dot","ip":"10.0.0.1","text":"5"})";
  const Case cases[] = {
      {R"({ $.level = "error" })",              message, true },
      {R"({$.level="error"})",                  message, true },
      {R"({ $.level = error })",                message, true },
      {R"({ $.level = "err" })",                message, false},
      {R"({ $.level = "err*" })",               message, true },
      {R"({ $.level = "*rr*r" })",              message, true },
      {R"({ $.level != "info" })",              message, true },
      {R"({ $.level != "error" })",             message, false},
      {R"({ $.level = %^e.*r$% })",             message, true },
      {R"({ $.level = %^r% })",                 message, false},
      {R"({ $.ip = 10.0.* })",                  message, true },
      {R"({ $.n = 12.50 })",                    message, true },
      {R"({ $.n > 12 })",                       message, true },
      {R"({ $.n < 12 })",                       message, false},
      {R"({ $.n >= 12.5 && $.n <= 12.5 })",     message, true },
      {R"({ $.n != 12.5 })",                    message, false},
      {R"({ $.big = 1000 })",                   message, true },
      {R"({ $.level > 1 })",                    message, false},
      {R"({ $.text = 5 })",                     message, true },
      {R"({ $.n = * })",                        message, true },
      {R"({ $.user.id = 7 })",                  message, true },
      {R"({ $.user.tags[1] = "yz" })",          message, true },
      {R"({ $.user.tags[2] = "yz" })",          message, false},
      {R"({ $.user.tags[*] = "yz" })",          message, true },
      {R"({ $.['a.b'] = "dot" })",              message, true },
      {R"({ $.ok IS TRUE })",                   message, true },
      {R"({ $.no IS TRUE })",                   message, false},
      {R"({ $.no is false })",                  message, true },
      {R"({ $.nil IS NULL })",                  message, true },
      {R"({ $.ok IS NULL })",                   message, false},
      {R"({ $.gone NOT EXISTS })",              message, true },
      {R"({ $.nil NOT EXISTS })",               message, false},
      {R"({ $.gone != "x" })",                  message, false},
      {R"({ $.n = 1 || $.n = 12.5 })",          message, true },
 // "&&" binds closer.
      {R"({ $.n > 1 || $.n > 1 && $.n = 1 })",  message, true },
      {R"({ ($.n > 1 || $.n > 1) && $.n = 1})", message, false},
  };
  check(cases);
}

TEST_CASE("a JSON pattern matches nothing but JSON objects") {
  const Case cases[] = {
      {"{ $.a NOT EXISTS }", "plain text",    false},
      {"{ $.a NOT EXISTS }", "{broken",       false},
      {"{ $.a NOT EXISTS }", "[1]",           false},
      {"{ $.a NOT EXISTS }", "",              false},
      {"{ $.a NOT EXISTS }", "  {\"b\":1}\n", true },
  };
  check(cases);
}

TEST_CASE("a pattern of fields compares them by position") {
  const char* const message =
      "127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] \"GET /index.html HTTP/1.0\" 404 1534\n";
  const Case cases[] = {
      {"[ip, user, name, time, request, status, bytes]",                message,               true },
      {"[ip, user, name, time, request = *.html*, status = 4*, bytes]", message,               true },
      {"[ip, user, name, time, request = *.gif*, status = 4*, bytes]",  message,               false},
      {"[ip, user, name, time=10/Oct*, request, status, bytes > 1000]", message,               true },
      {"[ip, user, name, time, request, status, bytes > 2000]",         message,               false},
      {"[ip, ..., status = 404 || status = 410, bytes]",                message,               true },
      {"[ip, ..., status = 500 || status = 410, bytes]",                message,               false},
      {"[ip != 127.0.0.1, ...]",                                        message,               false},
      {"[ip = %^127\\.%, ...]",                                         message,               true },
      {"[..., bytes = 1534]",                                           message,               true },
      {"[...]",                                                         "",                    true },
      {"[w1 = ERROR, w2]",                                              "ERROR in some place", true },
      {"[w1 = ERROR, w2]",                                              "some ERROR",          false},
      {"[w1, w2 = \"in some*\"]",                                       "ERROR in some place", true },
      {"[w1 != ERROR && w1 != WARN, w2]",                               "WARN x",              false},
      {"[w1 != ERROR && w1 != WARN, w2]",                               "INFO x",              true },
      {"[a, b, c]",                                                     "only two",            false},
      {"[a,,c=z]",                                                      "x y z",               true },
  };
  check(cases);
}

TEST_CASE("a pattern that isn't one is refused") {
  CHECK(error("task-id") == "Invalid character(s) in term 'task-id'");
  CHECK(error("a $.b") == "Invalid character(s) in term '$.b'");
  const char* const wrong[] = {
      "\"open",       "%open",          "%(a)%",
      "%a**%",        "%[b-a]%",        "%a{2,1}%",
      "%a{999}%",     "%[a%",           "{ $.a = }",
      "{ $.a = 1",    "{ a = 1 }",      "{ $.a ~ 1 }",
      "{ $.a IS 1 }", "{ $.a = 1 } x",  "{ $. = 1 }",
      "{ ($.a = 1 }", "{ $.a[x] = 1 }", "[a",
      "[a] b",        "[..., a, ...]",  "[a, b = 1 && c = 2]",
  };
  for (const char* pattern : wrong) {
    CAPTURE(std::string(pattern));
    CHECK(error(pattern).starts_with("Invalid filter pattern: "));
  }
  CHECK(error("{ " + std::string(500, '(') + " }") ==
        "Invalid filter pattern: too many parentheses");
}
