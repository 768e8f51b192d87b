#include "core/expressions/parser.h"
#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>

namespace core::expressions::projection_parser_test {

namespace {

using testing::syntax_error;

std::string error_in(const std::string& text) {
  Placeholders none;
  return testing::error_of([&] { parse_projection(text, none); });
}

}  // namespace

TEST_CASE("a projection names paths") {
  Placeholders known = testing::placeholders(R"({"ExpressionAttributeNames": {"#a": "x.y"}})");
  const Projection projection = parse_projection("#a, b.c[2] ,d", known);
  REQUIRE(projection.paths.size() == 3);
  CHECK(text(projection.paths[0]) == "[x.y]");
  CHECK(text(projection.paths[1]) == "[b, c, [2]]");
  CHECK(text(projection.paths[2]) == "[d]");
}

TEST_CASE("a projection that isn't one is refused as AWS does") {
  struct Case {
    std::string text;
    std::string error;
  };
  // clang-format 14 can't align tables with long cells.
  // clang-format off
  const Case cases[] = {
      {"", "The expression can not be empty;"},
      {"!!! INVALID !!!", syntax_error("!", "!!")},
      {"a,", syntax_error("<EOF>", ",")},
      {"a b", syntax_error("b", "a b")},
      {":a", syntax_error(":a", ":a")},
      {"pk, status", "Attribute name is a reserved keyword; reserved keyword: status"},
      {"#x",
       "An expression attribute name used in the document path is not defined; attribute name: "
       "#x"},
      {"a, b, a",
       "Two document paths overlap with each other; must remove or rewrite one of these paths; "
       "path one: [a], path two: [a]"},
      {"a.b, a[0]",
       "Two document paths conflict with each other; must remove or rewrite one of these paths; "
       "path one: [a, b], path two: [a, [0]]"},
  };
  // clang-format on
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(error_in(c.text) == "Invalid ProjectionExpression: " + c.error);
  }
  CHECK(error_in(std::string(4097, 'a')) ==
        "Invalid ProjectionExpression: Expression size has exceeded the maximum allowed size;");
}

}  // namespace core::expressions::projection_parser_test
