#include "tests/unit/server/operations/logs/log_filter_cases.h"

namespace server::operations::testing::log_filter_json_test {

TEST_CASE("a JSON pattern compares members") {
  const char* const message =
      R"({"level":"error","n":12.5,"big":1e3,"ok":true,"no":false,"nil":null,)"
      R"("user":{"id":7,"tags":["x","yz"]},"a.b":"dot","ip":"10.0.0.1","text":"5"})";
  const FilterCase cases[] = {
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
  const FilterCase cases[] = {
      {"{ $.a NOT EXISTS }", "plain text",    false},
      {"{ $.a NOT EXISTS }", "{broken",       false},
      {"{ $.a NOT EXISTS }", "[1]",           false},
      {"{ $.a NOT EXISTS }", "",              false},
      {"{ $.a NOT EXISTS }", "  {\"b\":1}\n", true },
  };
  check(cases);
}

TEST_CASE("a JSON pattern that isn't one is refused") {
  for (const char* pattern : {"{ $.a = }", "{ $.a = 1", "{ a = 1 }", "{ $.a ~ 1 }", "{ $.a IS 1 }",
                              "{ $.a = 1 } x", "{ $. = 1 }", "{ ($.a = 1 }", "{ $.a[x] = 1 }"}) {
    CAPTURE(std::string(pattern));
    CHECK(filter_error(pattern).starts_with("Invalid filter pattern: "));
  }
}

}  // namespace server::operations::testing::log_filter_json_test
