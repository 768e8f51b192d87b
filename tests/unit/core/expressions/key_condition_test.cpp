#include "core/expressions/key_condition.h"

#include "core/expressions/parser.h"
#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>

namespace core::expressions::key_condition_test {

namespace {

const KeySchema kHash = {{{"p", ScalarType::s}}, {}};
const KeySchema kRange = {{{"p", ScalarType::s}}, {{"s", ScalarType::n}}};
const std::vector<AttributeDefinition> kTwo = {
    {"h1", ScalarType::s},
    {"h2", ScalarType::s}
};
const std::vector<AttributeDefinition> kThree = {
    {"r1", ScalarType::s},
    {"r2", ScalarType::s},
    {"r3", ScalarType::s}
};
const KeySchema kWide = {kTwo, kThree};

KeyCondition parsed(const std::string& text) {
  Placeholders known = testing::placeholders(
      R"({"ExpressionAttributeValues": {":s": {"S": "a"}, ":n": {"N": "1"}}})");
  return key_condition_of(parse_condition(text, "KeyConditionExpression", known));
}

std::string error_in(const std::string& text, const KeySchema& key) {
  return testing::error_of([&] { select_by_key(parsed(text), key); });
}

KeyCondition legacy(std::string json) {
  return read_key_conditions(json::Document::parse(std::move(json)).root().object());
}

}  // namespace

TEST_CASE("a condition that fits the key is put in the key's order") {
  const KeySelection selection =
      select_by_key(parsed("r2 > :s AND h2 = :s AND r1 = :s AND h1 = :s"), kWide);
  CHECK(selection.partition.size() == 2);
  REQUIRE(selection.sort.size() == 2);
  CHECK(selection.sort[0].attribute == "r1");
  CHECK(selection.sort[1].attribute == "r2");
  CHECK(selection.sort[1].op == KeyOperator::greater);
  CHECK(error_in("p = :s", kHash) == "");
  CHECK(error_in("p = :s", kRange) == "");
  CHECK(error_in("p = :s AND s BETWEEN :n AND :n", kRange) == "");
  CHECK(error_in("h1 = :s AND h2 = :s", kWide) == "");
  CHECK(error_in("h1 = :s AND h2 = :s AND begins_with(r1, :s)", kWide) == "");
}

TEST_CASE("a condition that doesn't fit the key is refused") {
  const std::string missed = "Query condition missed key schema element: ";
  const std::string not_supported = "Query key condition not supported";
  const std::string type =
      "One or more parameter values were invalid: Condition parameter type does not match schema "
      "type";
  const auto count = [](int conditions, int attributes) {
    return "The number of query conditions (" + std::to_string(conditions) +
           ") exceeds the number of key attributes defined in the schema (" +
           std::to_string(attributes) + ")";
  };
  const auto unfixed = [](const std::string& attributes) {
    return "HASH key attributes " + attributes +
           " must have equality conditions specified in the query";
  };
  const auto gap = [](const std::string& open, const std::string& condition) {
    return "RANGE key attributes " + open +
           " must have equality conditions specified in the query because a condition is present "
           "on key attribute " +
           condition;
  };
  struct Case {
    std::string text;
    const KeySchema& key;
    std::string error;
  };
  // clang-format 14 can't align tables with long cells.
  // clang-format off
  const Case cases[] = {
      {"q = :s", kHash, missed + "p"},
      {"s = :n", kRange, missed + "p"},
      {"p = :s AND q = :s", kRange, missed + "s"},
      {"p = :s AND q = :s", kHash, not_supported},
      {"p > :s", kHash, not_supported},
      {"begins_with(p, :s)", kRange, not_supported},
      {"p = :n", kHash, type},
      {"p = :s AND s > :s", kRange, type},
      {"p = :s AND s = :n AND q = :s", kRange, count(3, 2)},
      {"h1 = :s", kWide, unfixed("h2")},
      {"h1 = :s AND h2 > :s", kWide, unfixed("h2")},
      {"r1 = :s AND h1 BETWEEN :s AND :s", kWide, unfixed("h1, h2")},
      {"h1 = :s AND h2 = :s AND r2 = :s", kWide, gap("r1", "r2")},
      {"h1 = :s AND h2 = :s AND r1 = :s AND r3 = :s", kWide, gap("r2", "r3")},
      {"h1 = :s AND h2 = :s AND r1 > :s AND r2 = :s", kWide, gap("r1", "r2")},
      {"h1 = :s AND h2 = :s AND q = :s", kWide, missed + "r1"},
      {"h1 = :s AND h2 = :s AND r1 = :s AND r2 = :s AND r3 = :s AND q = :s", kWide, count(6, 5)},
  };
  // clang-format on
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(error_in(c.text, c.key) == c.error);
  }
}

TEST_CASE("KeyConditions says the same in its older way") {
  const KeyCondition key = legacy(R"({
    "p": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "a"}]},
    "s": {"ComparisonOperator": "BETWEEN", "AttributeValueList": [{"N": "1"}, {"N": "2"}]}})");
  const KeySelection selection = select_by_key(key, kRange);
  CHECK(selection.partition[0] == testing::value(R"({"S": "a"})"));
  REQUIRE(selection.sort.size() == 1);
  CHECK(selection.sort[0].op == KeyOperator::between);
  CHECK(selection.sort[0].operands.size() == 2);
  CHECK(testing::error_of([] { legacy(R"({"": {"ComparisonOperator": "NULL"}})"); }) ==
        "Empty attribute name");
}

TEST_CASE("there must be a condition, whatever the key") {
  CHECK(testing::error_of([] { check_any_term(legacy("{}")); }) ==
        "Conditions can be of length 1 or 2 only");
  CHECK(testing::error_of([] { check_any_term(parsed("a = :s AND b = :s AND c = :s")); }) == "");
}

TEST_CASE("KeyConditions takes only operators an index can serve") {
  for (const char* json :
       {R"({"p": {"ComparisonOperator": "NULL"}})", R"({"p": {"ComparisonOperator": "NOT_NULL"}})",
        R"({"p": {"ComparisonOperator": "NE", "AttributeValueList": [{"S": "a"}]}})",
        R"({"p": {"ComparisonOperator": "IN", "AttributeValueList": [{"S": "a"}]}})",
        R"({"p": {"ComparisonOperator": "CONTAINS", "AttributeValueList": [{"S": "a"}]}})"}) {
    CAPTURE(json);
    CHECK(testing::error_of([&] { select_by_key(legacy(json), kHash); }) ==
          "Attempted conditional constraint is not an indexable operation");
  }
}

}  // namespace core::expressions::key_condition_test
