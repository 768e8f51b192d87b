#include "tests/unit/server/operations/logs/log_filter_cases.h"

namespace server::operations::testing::log_filter_fields_test {

TEST_CASE("a pattern of fields compares them by position") {
  const char* const message =
      "127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] \"GET /index.html HTTP/1.0\" 404 1534\n";
  const FilterCase cases[] = {
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

TEST_CASE("quotes and brackets hold a field together, if they are closed") {
  const FilterCase cases[] = {
      {"[a = \"x y\", b]",             "\"x y\" z",  true },
      {"[a = \"x y\", b]",             "[x y] z",    true },
      {"[a = \"x y\", b]",             "x y z",      false},
      {"[a, b = z]",                   "\"x z",      true },
      {"[a, b = z]",                   "[x z",       true },
      {"[a, b = \"\"]",                "x []",       true },
      {"[a, b]",                       "  x\t y \n", true },
      {"[a, b]",                       "  x  ",      false},
      {"[a, b = \"y z\"]",             "x y z\n",    true },
      {"[a, b = \"[y] z\"]",           "x [y] z",    true },
      {"[]",                           "x",          true },
      {"[..., a = y]",                 "y",          true },
      {"[a = x, ...]",                 "x",          true },
      {"[a = x, ..., b = y]",          "x y",        true },
      {"[a = x, ..., b = y]",          "x",          false},
      {"[a, a = y]",                   "x y",        true },
      {"[(a = x || a = y) && a != x]", "y",          true },
  };
  check(cases);
}

TEST_CASE("a pattern of fields that isn't one is refused") {
  CHECK(filter_error("[...") == invalid("']' is missing"));
  CHECK(filter_error("[a") == invalid("a comparison is missing"));
  CHECK(filter_error("[a] b") == invalid("something follows the closing ]"));
  CHECK(filter_error("[..., a, ...]") == invalid("... may stand but once"));
  CHECK(filter_error("[a, b = 1 && c = 2]") == invalid("an unknown field is used"));
  CHECK(filter_error("[= 1]") == invalid("an unknown field is used"));
}

}  // namespace server::operations::testing::log_filter_fields_test
