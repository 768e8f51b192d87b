#include "core/expressions/legacy_conditions.h"

#include "core/expressions/evaluate_condition.h"
#include "core/expressions/legacy_comparison.h"
#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace core::expressions::legacy_conditions_test {

namespace {

const std::string kInvalid = "One or more parameter values were invalid: ";

std::optional<Condition> expected(std::string request) {
  return read_expected(json::Document::parse(std::move(request)).root().object());
}

// One condition, as it stands in QueryFilter and ScanFilter.
std::optional<Condition> filter(const std::string& condition) {
  const auto document = json::Document::parse(R"({"ScanFilter": {"a": )" + condition + "}}");
  return read_filter(document.root().object(), "ScanFilter");
}

bool filter_holds(const std::string& condition, const std::string& json) {
  const Item item = testing::item(json);
  return holds(*filter(condition), &item);
}

std::string of(const std::string& op, const std::string& values) {
  return R"({"ComparisonOperator": ")" + op + R"(", "AttributeValueList": [)" + values + "]}";
}

}  // namespace

TEST_CASE("a condition names an attribute") {
  CHECK(testing::error_of([] { expected(R"({"Expected": {"": {"Exists": false}}})"); }) ==
        "Empty attribute name");
}

TEST_CASE("every ComparisonOperator means its condition") {
  struct Case {
    const char* op;
    const char* values;
    const char* item;
    bool holds;
  };
  const Case cases[] = {
      {"EQ",           R"({"S": "x"})",             R"({"a": {"S": "x"}})",     true },
      {"EQ",           R"({"L": []})",              R"({"a": {"L": []}})",      true },
      {"NE",           R"({"S": "x"})",             R"({"a": {"S": "x"}})",     false},
      {"NE",           R"({"S": "x"})",             "{}",                       true },
      {"IN",           R"({"S": "y"}, {"S": "x"})", R"({"a": {"S": "x"}})",     true },
      {"LE",           R"({"N": "1"})",             R"({"a": {"N": "1"}})",     true },
      {"LT",           R"({"N": "1"})",             R"({"a": {"N": "1"}})",     false},
      {"GE",           R"({"N": "1"})",             R"({"a": {"N": "1"}})",     true },
      {"GT",           R"({"N": "1"})",             R"({"a": {"N": "2"}})",     true },
      {"BETWEEN",      R"({"N": "1"}, {"N": "3"})", R"({"a": {"N": "2"}})",     true },
      {"NOT_NULL",     "",                          R"({"a": {"NULL": true}})", true },
      {"NULL",         "",                          R"({"a": {"NULL": true}})", false},
      {"NULL",         "",                          "{}",                       true },
      {"CONTAINS",     R"({"S": "b"})",             R"({"a": {"SS": ["b"]}})",  true },
      {"NOT_CONTAINS", R"({"S": "b"})",             R"({"a": {"SS": ["c"]}})",  true },
      {"NOT_CONTAINS", R"({"S": "b"})",             "{}",                       false},
      {"BEGINS_WITH",  R"({"S": "b"})",             R"({"a": {"S": "bc"}})",    true },
  };
  for (const Case& c : cases) {
    CAPTURE(c.op);
    CAPTURE(c.item);
    CHECK(filter_holds(of(c.op, c.values), c.item) == c.holds);
  }
}

TEST_CASE("arguments must fit the ComparisonOperator") {
  struct Case {
    const char* op;
    const char* values;
    std::string error;
  };
  const std::string count = kInvalid + "Invalid number of argument(s) for the ";
  const std::string type = kInvalid + "ComparisonOperator ";
  // clang-format 14 can't align tables with long cells.
  // clang-format off
  const Case cases[] = {
      {"EQ", "", count + "EQ ComparisonOperator"},
      {"EQ", R"({"S": "a"}, {"S": "b"})", count + "EQ ComparisonOperator"},
      {"NULL", R"({"S": "a"})", count + "NULL ComparisonOperator"},
      {"IN", "", count + "IN ComparisonOperator"},
      {"BETWEEN", R"({"S": "a"})", count + "BETWEEN ComparisonOperator"},
      {"IN", R"({"S": "a"}, {"N": "1"})",
       kInvalid + "AttributeValues inside AttributeValueList must be of same type"},
      {"LT", R"({"L": []})", type + "LT is not valid for L AttributeValue type"},
      {"IN", R"({"SS": ["a"]})", type + "IN is not valid for SS AttributeValue type"},
      {"CONTAINS", R"({"NS": ["1"]})", type + "CONTAINS is not valid for NS AttributeValue type"},
      {"CONTAINS", R"({"BOOL": true})", ""},
      {"NOT_CONTAINS", R"({"M": {}})",
       type + "NOT_CONTAINS is not valid for M AttributeValue type"},
      {"BEGINS_WITH", R"({"N": "1"})", type + "BEGINS_WITH is not valid for N AttributeValue type"},
      {"BETWEEN", R"({"BOOL": true}, {"BOOL": true})",
       type + "BETWEEN is not valid for BOOL AttributeValue type"},
      {"BETWEEN", R"({"S": "b"}, {"S": "a"})",
       "The BETWEEN condition was provided a range where the lower bound is greater than the "
       "upper bound"},
  };
  // clang-format on
  for (const Case& c : cases) {
    CAPTURE(c.op);
    CAPTURE(c.values);
    CHECK(testing::error_of([&] { filter(of(c.op, c.values)); }) == c.error);
  }
}

TEST_CASE("Expected has a way of its own to say it") {
  const Item item = testing::item(R"({"a": {"S": "x"}})");
  struct Case {
    const char* expected;
    bool holds;
  };
  const Case cases[] = {
      {R"({"Value": {"S": "x"}})",                             true },
      {R"({"Value": {"S": "y"}})",                             false},
      {R"({"Exists": true, "Value": {"S": "x"}})",             true },
      {R"({"Exists": false})",                                 false},
      {R"({"ComparisonOperator": "NE", "Value": {"S": "y"}})", true },
      {R"({"ComparisonOperator": "NOT_NULL"})",                true },
  };
  for (const Case& c : cases) {
    CAPTURE(c.expected);
    const auto condition = expected(R"({"Expected": {"a": )" + std::string(c.expected) + "}}");
    REQUIRE(condition);
    CHECK(holds(*condition, &item) == c.holds);
  }
  CHECK_FALSE(expected("{}"));
  CHECK_FALSE(expected(R"({"Expected": {}})"));
}

TEST_CASE("members of Expected that contradict each other are refused") {
  struct Case {
    const char* expected;
    std::string error;
  };
  // clang-format 14 can't align tables with long cells.
  // clang-format off
  const Case cases[] = {
      {R"({})", "Value must be provided when Exists is null for Attribute: a"},
      {R"({"Exists": true})", "Value must be provided when Exists is true for Attribute: a"},
      {R"({"Exists": false, "Value": {"S": "a"}})",
       "Value cannot be used when Exists is false for Attribute: a"},
      {R"({"Value": {"S": "a"}, "AttributeValueList": []})",
       "Value and AttributeValueList cannot be used together for Attribute: a"},
      {R"({"AttributeValueList": []})",
       "AttributeValueList can only be used with a ComparisonOperator for Attribute: a"},
      {R"({"Exists": true, "ComparisonOperator": "EQ"})",
       "Exists and ComparisonOperator cannot be used together for Attribute: a"},
      {R"({"ComparisonOperator": "EQ"})",
       "Value or AttributeValueList must be used with ComparisonOperator: EQ for Attribute: a"},
      {R"({"ComparisonOperator": "BETWEEN", "Value": {"S": "a"}})",
       "Invalid number of argument(s) for the BETWEEN ComparisonOperator"},
  };
  // clang-format on
  for (const Case& c : cases) {
    CAPTURE(c.expected);
    const std::string request = R"({"Expected": {"a": )" + std::string(c.expected) + "}}";
    CHECK(testing::error_of([&] { expected(request); }) == kInvalid + c.error);
  }
}

TEST_CASE("ConditionalOperator joins two conditions or more") {
  const std::string two = R"("Expected": {"a": {"Value": {"S": "x"}}, "b": {"Value": {"S": "y"}}})";
  const Item item = testing::item(R"({"a": {"S": "x"}})");
  CHECK_FALSE(holds(*expected("{" + two + "}"), &item));
  CHECK_FALSE(holds(*expected("{" + two + R"(, "ConditionalOperator": "AND"})"), &item));
  CHECK(holds(*expected("{" + two + R"(, "ConditionalOperator": "OR"})"), &item));
  CHECK(testing::error_of([] { expected(R"({"ConditionalOperator": "OR"})"); }) ==
        "ConditionalOperator cannot be used without Filter or Expected");
  CHECK(testing::error_of([] {
          expected(R"({"ConditionalOperator": "OR", "Expected": {"a": {"Exists": false}}})");
        }) ==
        "ConditionalOperator can only be used when Filter or Expected has two or more elements");
}

// AWS takes at least 27,500 (dynalite's recording), where an expression's IN ends at 100.
TEST_CASE("IN of an older parameter takes as many values as a request holds") {
  std::string values = R"({"S": "b"})";
  for (int i = 1; i < 27'500; ++i) values += R"(, {"S": "a"})";
  CHECK(filter_holds(of("IN", values), R"({"a": {"S": "b"}})"));
  CHECK_FALSE(filter_holds(of("IN", values), R"({"a": {"S": "c"}})"));
}

TEST_CASE("an older parameter has 50,000 conditions at most, and as many values") {
  const auto conditions = [](std::size_t count) {
    std::string text = R"({"Expected": {"x": {"Exists": false})";
    for (std::size_t i = 1; i < count; ++i) {
      text += fmt::format(R"(, "{}": {{"Exists": false}})", i);
    }
    return testing::error_of([&] { expected(text + "}}"); });
  };
  const auto values = [](std::size_t count) {
    std::string text = R"({"S": "b"})";
    for (std::size_t i = 1; i < count; ++i) text += R"(,{"S":"a"})";
    return testing::error_of([&] { filter_holds(of("IN", text), "{}"); });
  };
  const std::string reason =
      " DynamoDB would take them; Rivulet has this limit so that other requests needn't wait.";
  CHECK(conditions(kMaxLegacyEntries) == "");
  CHECK(conditions(kMaxLegacyEntries + 1) ==
        "Expected has more than 50000 conditions and values of IN." + reason);
  CHECK(values(kMaxLegacyEntries) == "");
  CHECK(values(kMaxLegacyEntries + 1) == "AttributeValueList has more than 50000 values." + reason);
}

}  // namespace core::expressions::legacy_conditions_test
