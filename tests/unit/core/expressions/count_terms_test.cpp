#include "core/expressions/count_terms.h"

#include "core/expressions/parser.h"
#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>

#include <string>

namespace core::expressions::count_terms_test {

TEST_CASE("terms of a condition are counted, however they are nested") {
  const auto count = [](const std::string& text) {
    Placeholders known = testing::placeholders(R"({"ExpressionAttributeValues": {
      ":a": {"S": "a"}, ":b": {"S": "b"}, ":c": {"S": "c"}}})");
    return count_terms(parse_condition(text, "FilterExpression", known));
  };
  CHECK(count("a = :a") == 1);
  CHECK(count("attribute_exists(a) AND contains(a, :a)") == 2);
  CHECK(count("NOT (a = :a OR b BETWEEN :a AND :b) AND begins_with(a, :c)") == 3);
  CHECK(count("a IN (:a, :b, :c)") == 3);
  std::string many = "a = :a";
  for (int i = 1; i < 100; ++i) many += " OR a = :a";
  CHECK(count(many) == 100);
}

}  // namespace core::expressions::count_terms_test
