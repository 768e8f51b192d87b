#include "core/expressions/lexer.h"

#include <doctest/doctest.h>

#include <string>

namespace core::expressions::lexer_test {

TEST_CASE("a text becomes tokens, whatever is in it") {
  struct Case {
    const char* text;
    const char* tokens;  // each with a space behind it
  };
  const Case cases[] = {
      {"",            ""                  },
      {" \t\r\n",     ""                  },
      {"a<=b",        "a <= b "           },
      {"a<>b <c>= d", "a <> b < c >= d "  },
      {"a.b[12].#c",  "a . b [ 12 ] . #c "},
      {"size(:v_1)",  "size ( :v_1 ) "    },
      {"a-b+c",       "a - b + c "        },
      {"_a 1b",       "_ a 1 b "          },
      {"[0] 100 01",  "[ 0 ] 100 0 1 "    },
      {"# :x#y:",     "# :x #y : "        },
      {"ü!",         "ü ! "             },
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    std::string tokens;
    for (const Token& token : tokenize(c.text)) {
      if (token.kind != TokenKind::end) tokens += std::string(token.text) + " ";
    }
    CHECK(tokens == c.tokens);
  }
}

TEST_CASE("a token knows its kind and its place") {
  const auto tokens = tokenize("a :v #n 1 = !");
  REQUIRE(tokens.size() == 7);
  CHECK(tokens[0].kind == TokenKind::identifier);
  CHECK(tokens[1].kind == TokenKind::value_placeholder);
  CHECK(tokens[2].kind == TokenKind::name_placeholder);
  CHECK(tokens[3].kind == TokenKind::number);
  CHECK(tokens[4].kind == TokenKind::symbol);
  CHECK(tokens[5].kind == TokenKind::unknown);
  CHECK(tokens[6].kind == TokenKind::end);
  CHECK(tokens[4].offset == 10);
}

TEST_CASE("keywords have no case") {
  CHECK(tokenize("bEtWeEn")[0].is_keyword("BETWEEN"));
  CHECK_FALSE(tokenize("betweens")[0].is_keyword("BETWEEN"));
  CHECK_FALSE(tokenize("#in")[0].is_keyword("IN"));
}

}  // namespace core::expressions::lexer_test
