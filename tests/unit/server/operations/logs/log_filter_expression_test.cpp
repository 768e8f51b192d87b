#include "server/operations/logs/log_filter_expression.h"

#include "tests/unit/server/operations/logs/log_filter_cases.h"

namespace server::operations::testing::log_filter_expression_test {

namespace {

// Operands are digits, which stand for themselves.
std::size_t parse_digit(LogFilterCursor& cursor) {
  const char digit = cursor.peek();
  CHECK(cursor.take({&digit, 1}));
  return static_cast<std::size_t>(digit - '0');
}

LogTest parsed(const char* text) {
  LogFilterCursor cursor(text);
  return parse_log_test(cursor);
}

std::string test_error(const char* text) {
  return error_of([&] { parsed(text); });
}

}  // namespace

TEST_CASE("&& binds closer than ||, and parentheses closer than both") {
  struct Case {
    const char* text;
    const char* true_operands;
    bool holds;
  };
  const Case cases[] = {
      {"1 = x",                     "1",  true },
      {"1 = x",                     "2",  false},
      {"1 = x || 2 = x && 3 = x",   "1",  true },
      {"1 = x || 2 = x && 3 = x",   "2",  false},
      {"1 = x || 2 = x && 3 = x",   "23", true },
      {"(1 = x || 2 = x) && 3 = x", "1",  false},
      {"(1 = x || 2 = x) && 3 = x", "13", true },
      {"((1 = x))",                 "1",  true },
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.text));
    CAPTURE(std::string(c.true_operands));
    LogFilterCursor cursor(c.text);
    const LogExpression expression = parse_log_expression(cursor, parse_digit);
    CHECK(cursor.at_end());
    const std::string held = c.true_operands;
    CHECK(holds(expression, [&](std::size_t operand, const LogTest&) {
            return held.find(std::to_string(operand)) != std::string::npos;
          }) == c.holds);
  }
}

TEST_CASE("parentheses nest 63 deep") {
  const auto error = [](std::size_t depth) {
    const std::string text = std::string(depth, '(') + "1 = x" + std::string(depth, ')');
    return error_of([&] {
      LogFilterCursor cursor(text);
      parse_log_expression(cursor, parse_digit);
    });
  };
  CHECK(error(63).empty());
  CHECK(error(64) == invalid("too many parentheses"));
  LogFilterCursor open("(1 = x");
  CHECK(error_of([&] { parse_log_expression(open, parse_digit); }) == invalid("')' is missing"));
  // Those that follow one another don't nest.
  std::string row = "(1 = x)";
  for (int i = 0; i < 100; ++i) row += " || (1 = x)";
  LogFilterCursor cursor(row);
  parse_log_expression(cursor, parse_digit);
  CHECK(cursor.at_end());
}

TEST_CASE("a test is a keyword or a comparison with a value") {
  struct Case {
    const char* text;
    LogTestKind kind;
    const char* value;
    bool number;
  };
  const Case cases[] = {
      {"= 5",        LogTestKind::equal,            "5",     true },
      {"=5.5e1",     LogTestKind::equal,            "5.5e1", true },
      {"!= x",       LogTestKind::not_equal,        "x",     false},
      {"< 1",        LogTestKind::less,             "1",     true },
      {"<= -1",      LogTestKind::less_or_equal,    "-1",    true },
      {"> 1",        LogTestKind::greater,          "1",     true },
      {">= 1",       LogTestKind::greater_or_equal, "1",     true },
      {"= \"5\"",    LogTestKind::equal,            "5",     false},
      {"= 5x",       LogTestKind::equal,            "5x",    false},
      {"is null",    LogTestKind::is_null,          "",      false},
      {"IS TRUE",    LogTestKind::is_true,          "",      false},
      {"IS false",   LogTestKind::is_false,         "",      false},
      {"NOT EXISTS", LogTestKind::not_exists,       "",      false},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.text));
    const LogTest test = parsed(c.text);
    CHECK(test.kind == c.kind);
    CHECK(test.text.has_value() == (*c.value != '\0'));
    if (test.text) CHECK(test.text->matches(c.value));
    CHECK(test.number.has_value() == c.number);
    CHECK(test.regex == nullptr);
  }
  CHECK(parsed("= %a.c%").regex->found_in("abc"));
  CHECK(test_error("~ 1") == invalid("a comparison is missing"));
  CHECK(test_error("= )") == invalid("a value is missing"));
  CHECK(test_error("IS 1") == invalid("NULL, TRUE or FALSE must follow IS"));
  CHECK(test_error("NOT THERE") == invalid("EXISTS must follow NOT"));
}

TEST_CASE("a text is compared with a text that may have stars") {
  struct Case {
    const char* test;
    const char* text;
    bool equal;
  };
  const Case cases[] = {
      {"= \"\"",   "",      true },
      {"= \"\"",   "a",     false},
      {"= *",      "",      true },
      {"= *",      "ab",    true },
      {"= a*",     "a",     true },
      {"= a*",     "ba",    false},
      {"= *a",     "ba",    true },
      {"= *a",     "ab",    false},
      {"= a*b*c",  "a1b2c", true },
      {"= a*b*c",  "abbc",  true },
      {"= a*b*c",  "acb",   false},
      {"= a**",    "a",     true },
      {"= ab",     "a",     false},
      {"= %^a%",   "ab",    true },
      {"= %^a%",   "ba",    false},
      {"= *ab*ab", "aabab", true },
      {"= *ab*ab", "xabb",  false},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.test));
    CAPTURE(std::string(c.text));
    CHECK(text_passes(c.text, parsed(c.test)) == c.equal);
    CHECK(text_passes(c.text, parsed(("!" + std::string(c.test)).c_str())) == !c.equal);
  }
  CHECK_FALSE(text_passes("1", parsed("< 2")));
  CHECK_FALSE(text_passes("", parsed("IS NULL")));
}

TEST_CASE("a number is compared with a number by its value") {
  struct Case {
    const char* test;
    bool below;  // of 1
    bool same;   // of 2
    bool above;  // of 3
  };
  const Case cases[] = {
      {"= 2.0",   false, true,  false},
      {"!= 2.0",  true,  false, true },
      {"< 2",     true,  false, false},
      {"<= 2",    true,  true,  false},
      {"> 2",     false, false, true },
      {">= 2",    false, true,  true },
      {"IS NULL", false, false, false},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.test));
    CHECK(number_passes(1, parsed(c.test)) == c.below);
    CHECK(number_passes(2, parsed(c.test)) == c.same);
    CHECK(number_passes(3, parsed(c.test)) == c.above);
  }
}

TEST_CASE("the whole text is a number or it is none") {
  CHECK(read_log_number("12.5") == 12.5);
  CHECK(read_log_number("-1e3") == -1000);
  for (const char* text : {"", "x", "1x", " 1", "1 "}) {
    CAPTURE(std::string(text));
    CHECK_FALSE(read_log_number(text));
  }
}

}  // namespace server::operations::testing::log_filter_expression_test
