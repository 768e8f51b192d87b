#include "core/expressions/effort.h"

#include "core/expressions/evaluate_condition.h"
#include "core/expressions/parser.h"
#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>

namespace core::expressions::effort_test {

namespace {

std::size_t effort_for(const std::string& text) {
  const Item item = testing::item(R"({"a": {"S": "hello"}, "n": {"N": "2"}, "b": {"B": "aGk="},
    "ss": {"SS": ["a", "bcd"]}, "l": {"L": [{"S": "z"}, {"S": "yx"}]}})");
  Placeholders known = testing::placeholders(R"({"ExpressionAttributeValues": {
    ":s": {"S": "ell"}, ":b": {"B": "aA=="}, ":n": {"N": "2"}, ":ss": {"SS": ["a", "bcd"]},
    ":l": {"L": [{"S": "z"}]}}})");
  Effort effort;
  holds(parse_condition(text, "ConditionExpression", known), &item, effort);
  return effort.spent_bytes();
}

}  // namespace

TEST_CASE("effort is refused beyond its limit, in our own words") {
  Effort effort(2 * limits::kMegabyte);
  effort.spend(limits::kMegabyte);
  effort.spend(limits::kMegabyte);
  CHECK(
      testing::error_of([&] { effort.spend(1); }) ==
      "Conditions look through more than 2 MB of what items hold. DynamoDB would; Rivulet has this "
      "limit so that other requests needn't wait.");
}

TEST_CASE("what takes effort is to look for a part, to count letters, to compare members") {
  struct Case {
    const char* text;
    std::size_t bytes;
  };
  const Case cases[] = {
      {"contains(a, :s)",                     5        },
      {"contains(b, :b)",                     2        },
      {"contains(a, :s) AND contains(b, :b)", 7        },
      {"contains(a, :s) OR contains(b, :b)",  5        },
      {"NOT contains(a, :s)",                 5        },
      {"contains(ss, :s)",                    4 + 2 * 6},
      {"ss = :ss",                            4 + 2 * 6},
      {"ss IN (:s, :ss)",                     4 + 2 * 6},
      {"a = :s",                              0        },
      {"b = :b",                              0        },
      {"n = :n",                              0        },
      {"n BETWEEN :n AND :n",                 0        },
      {"size(a) = :n",                        5        },
      {"size(ss) = :n",                       0        },
      {"contains(q, :s)",                     0        },
      {"l = :l",                              8 + 2 * 6},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(effort_for(c.text) == c.bytes);
  }
}

}  // namespace core::expressions::effort_test
