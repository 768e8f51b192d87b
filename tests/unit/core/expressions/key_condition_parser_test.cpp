#include "core/expressions/key_condition.h"
#include "core/expressions/parser.h"
#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>

namespace core::expressions::key_condition_parser_test {

namespace {

constexpr const char* kRequest = R"({"ExpressionAttributeValues": {":a": {"S": "a"},
  ":b": {"S": "b"}, ":n": {"N": "1"}, ":t": {"S": "S"}}})";

KeyCondition parsed(const std::string& text) {
  Placeholders known = testing::placeholders(kRequest);
  return key_condition_of(parse_condition(text, "KeyConditionExpression", known));
}

}  // namespace

TEST_CASE("a key condition is a list of terms") {
  struct Case {
    const char* text;
    KeyOperator op;  // of the last term
    std::size_t operands;
  };
  const Case cases[] = {
      {"p = :a",                         KeyOperator::equal,            1},
      {"(p = :a) AND (s < :b)",          KeyOperator::less,             1},
      {"(p = :a AND s <= :b)",           KeyOperator::less_or_equal,    1},
      {"p = :a AND s > :b",              KeyOperator::greater,          1},
      {"p = :a AND s >= :b",             KeyOperator::greater_or_equal, 1},
      {":a = p AND :b < s",              KeyOperator::greater,          1},
      {"p = :a AND :b <= s",             KeyOperator::greater_or_equal, 1},
      {"p = :a AND :b > s",              KeyOperator::less,             1},
      {"p = :a AND :b >= s",             KeyOperator::less_or_equal,    1},
      {"p = :a AND s BETWEEN :a AND :b", KeyOperator::between,          2},
      {"p = :a AND begins_with(s, :a)",  KeyOperator::begins_with,      1},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const KeyCondition key = parsed(c.text);
    REQUIRE_FALSE(key.terms.empty());
    CHECK(key.terms.front().attribute == "p");
    CHECK(key.terms.back().op == c.op);
    CHECK(key.terms.back().operands.size() == c.operands);
  }
}

TEST_CASE("what a key condition can't be is told as AWS tells it") {
  const std::string used = "Invalid operator used in KeyConditionExpression: ";
  const std::string invalid = "Invalid condition in KeyConditionExpression: ";
  const std::string unsupported = "Invalid KeyConditionExpression: KeyConditionExpressions ";
  struct Case {
    std::string text;
    std::string error;
  };
  // clang-format 14 can't align tables with long cells.
  // clang-format off
  const Case cases[] = {
      {"", "Invalid KeyConditionExpression: The expression can not be empty;"},
      {"a > 4", R"(Invalid KeyConditionExpression: Syntax error; token: "4", near: "> 4")"},
      {"a > b and size(b) > c or a > c", used + "OR"},
      {"a in (b, size(c), d)", used + "IN"},
      {"attribute_exists(a)", used + "attribute_exists"},
      {"attribute_not_exists(a)", used + "attribute_not_exists"},
      {"attribute_type(a, :t)", used + "attribute_type"},
      {"contains(a.d, b)", used + "contains"},
      {"not a > b", used + "NOT"},
      {"a <> b", used + "<>"},
      {":a between size(b) and size(a) and b > :b",
       invalid + "BETWEEN operator must have the key attribute as its first operand"},
      {"begins_with(:a, b) and a > :b",
       invalid + "begins_with operator must have the key attribute as its first operand"},
      {"size(b) > a AND a.b > b", unsupported + "cannot contain nested operations"},
      {"a > size(b.d)", unsupported + "cannot contain nested operations"},
      {"b > a.b", invalid + "Multiple attribute names used in one condition"},
      {"a between b and size(a)", invalid + "Multiple attribute names used in one condition"},
      {"begins_with(a, b)", invalid + "Multiple attribute names used in one condition"},
      {"a.d > c", unsupported + "cannot have conditions on nested attributes"},
      {"b[0] > a", unsupported + "cannot have conditions on nested attributes"},
      {":n > :n AND a < :b", invalid + "No key attribute specified"},
      {"b > :a AND b < :a and c = :a",
       unsupported + "must only contain one condition per key"},
      {"a between :n and :a",
       "Invalid KeyConditionExpression: The BETWEEN operator requires same data type for lower "
       "and upper bounds; lower bound operand: AttributeValue: {N:1}, upper bound operand: "
       "AttributeValue: {S:a}"},
  };
  // clang-format on
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(testing::error_of([&] { parsed(c.text); }) == c.error);
  }
}

}  // namespace core::expressions::key_condition_parser_test
