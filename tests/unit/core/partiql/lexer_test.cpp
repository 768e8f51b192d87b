#include "core/partiql/lexer.h"

#include "tests/unit/core/partiql/parsed.h"

#include <doctest/doctest.h>

namespace core::partiql::lexer_test {

namespace {

using testing::error_of;
using testing::kNotWellFormed;

// "identifier:pk symbol:= …"
std::string shown(std::string_view statement) {
  constexpr const char* kNames[] = {"name",      "quoted", "keyword", "string", "number",
                                    "parameter", "symbol", "star",    "end"};
  std::string all;
  for (const Token& token : tokenize(statement)) {
    if (token.kind == TokenKind::end) continue;
    if (!all.empty()) all += ' ';
    all += std::string(kNames[static_cast<int>(token.kind)]) + ":" + token.text;
  }
  return all;
}

std::string last_position(std::string_view statement) {
  const auto tokens = tokenize(statement);
  return text(tokens[tokens.size() - 2].position);
}

}  // namespace

TEST_CASE("a statement is cut into tokens") {
  struct Case {
    std::string statement;
    std::string tokens;
  };
  const Case cases[] = {
      {"Select pk_1, $a",              "keyword:select name:pk_1 symbol:, name:$a"           },
      {"'it''s' \"a\"\"b\" ''",        "string:it's quoted:a\"b string:"                     },
      {"1 1.5 .5 2e3 2.E-3 7e+6",
       "number:1 number:1.5 number:.5 number:2e3 number:2.E-3 number:7e+6"                   },
      {"<=<> != >= << >> a||b ?",
       "symbol:<= symbol:<> symbol:<> symbol:>= symbol:<< symbol:>> name:a symbol:|| name:b "
       "parameter:?"                                                                         },
      {"INSERT /* x */ INTO t",        "keyword:insert_into name:t"                          },
      {"a IS NOT NULL",                "name:a keyword:is_not keyword:null"                  },
      {"a NOT IN b NOT BETWEEN",       "name:a keyword:not_in name:b keyword:not_between"    },
      {"RETURNING MODIFIED OLD *",     "keyword:returning keyword:modified_old star:*"       },
      {"all new modified new all old", "keyword:all_new keyword:modified_new keyword:all_old"},
      {"left outer join right",        "keyword:join keyword:right"                          },
      {"double precision",             "keyword:double_precision"                            },
      {"not",                          "keyword:not"                                         },
      {"a -- b\n-c--",                 "name:a symbol:- name:c"                              },
      {"a/**/b",                       "name:a name:b"                                       },
      {"",                             ""                                                    },
  };
  for (const Case& c : cases) {
    CAPTURE(c.statement);
    CHECK(shown(c.statement) == c.tokens);
  }
}

TEST_CASE("a star behind something to multiply multiplies") {
  CHECK(shown("SELECT * FROM") == "keyword:select star:* keyword:from");
  CHECK(shown("count(*)") == "keyword:count symbol:( star:* symbol:)");
  CHECK(shown("a.*") == "name:a symbol:. star:*");
  for (const char* before : {"a", "\"a\"", "'a'", "1", "?", ")", "]", "}", ">>", "true", "null"}) {
    CAPTURE(before);
    CHECK(shown(std::string(before) + " * b").ends_with("symbol:* name:b"));
  }
}

TEST_CASE("positions count characters from 1") {
  CHECK(last_position("abc") == "1:1:3");
  CHECK(last_position("a  'it''s'") == "1:4:7");
  CHECK(last_position("a\n  b") == "2:3:1");
  CHECK(last_position("'ä€' b") == "1:6:1");
  CHECK(last_position("a 'ä€'") == "1:3:4");
  CHECK(last_position("\"ab\"") == "1:1:4");
}

TEST_CASE("what is no token is refused without a reason") {
  for (const char* statement :
       {"a # b", "a /* b", "'a", "\"a", "'a''", "`a`", "a ! b", "a | b", "ä", "1e", "1e+", "12a",
        "1e2147483648", "1e99999999999", "1.5e-2147483647", "1e-2147483648"}) {
    CAPTURE(statement);
    CHECK(error_of([&] { tokenize(statement); }) == kNotWellFormed);
  }
  CHECK(shown("1e2147483647") == "number:1e2147483647");
  CHECK(shown("1.5e-2147483646") == "number:1.5e-2147483646");
}

}  // namespace core::partiql::lexer_test
