#include "core/partiql/condition_builder.h"

#include "core/expressions/evaluate_condition.h"
#include "tests/unit/core/partiql/parsed.h"

#include <doctest/doctest.h>

namespace core::partiql::condition_builder_test {

namespace {

using testing::error_of;

const char* const kItem = R"({"n": {"N": "5"}, "s": {"S": "text"}, "b": {"B": "YWJj"},
    "yes": {"BOOL": true}, "nil": {"NULL": true}, "ss": {"SS": ["a", "b"]},
    "l": {"L": [{"S": "a"}, {"N": "1"}]}, "m": {"M": {"k": {"S": "v"}}}})";

bool holds(const std::string& condition, Parameters parameters = {}) {
  const Item item = testing::item(kItem);
  return expressions::holds(to_condition(testing::where(condition), parameters), &item);
}

std::string error_in(const std::string& condition, Parameters parameters = {}) {
  return error_of([&] { to_condition(testing::where(condition), parameters); });
}

}  // namespace

TEST_CASE("conditions mean what those of item operations mean") {
  for (const char* condition : {"n = 5",
                                "5 = n",
                                "n <> 4",
                                "n != 4",
                                "n < 6 AND n > 4",
                                "n <= 5 AND n >= 5",
                                "nope <> 1",
                                "n BETWEEN 4 AND 6",
                                "n NOT BETWEEN 6 AND 7",
                                "n IN [1, 5]",
                                "n IN (1, 5)",
                                "n NOT IN [1]",
                                "NOT n = 4",
                                "n = 4 OR s = 'text'",
                                "n = 4 AND n = 4 OR n = 5",
                                "begins_with(s, 'te')",
                                "BEGINS_WITH(\"s\", 'te')",
                                "contains(ss, 'a')",
                                "contains(s, 'ex')",
                                "size(s) = 4",
                                "4 = size(s)",
                                "attribute_type(ss, 'SS')",
                                "attribute_exists(m.k)",
                                "attribute_not_exists(m.x)",
                                "nope IS MISSING",
                                "n IS NOT MISSING",
                                "nil IS NULL",
                                "n IS NOT NULL",
                                "nope IS NOT NULL",
                                "yes IS BOOL",
                                "yes IS BOOLEAN",
                                "s IS STRING",
                                "n IS NUMERIC",
                                "b IS BLOB",
                                "m IS STRUCT",
                                "m IS TUPLE",
                                "l IS LIST",
                                "l[1] = 1",
                                "m['k'] = 'v'",
                                "ss = <<'b', 'a'>>",
                                "l = ['a', 1]",
                                "m = {'k': 'v'}",
                                "nil = null"}) {
    CAPTURE(condition);
    CHECK(holds(condition));
    CHECK_FALSE(holds("NOT (" + std::string(condition) + ")"));
  }
}

TEST_CASE("a condition can be compared with what may be true or false") {
  for (const char* condition :
       {"attribute_exists(nope) = false", "true = attribute_exists(n)", "attribute_exists(n) <> 1",
        "contains(nope, 'z') = false", "(n BETWEEN 0 AND 5) = true", "(n = 6 OR s = 'x') = false",
        "attribute_exists(nope) IN [true, false]", "attribute_exists(n) = attribute_exists(s)",
        "attribute_exists(nope) = (n = 4)", "attribute_exists(n) = yes",
        "attribute_exists(n) <> nope", "attribute_exists(n) IN [s, yes]",
        "attribute_exists(nope) IN [1, n = 4]", "attribute_exists(nope) IN [n = 5, false]"}) {
    CAPTURE(condition);
    CHECK(holds(condition));
  }
  for (const char* condition :
       {"attribute_exists(n) = 1", "NOT attribute_exists(n) = true", "attribute_exists(n) = s",
        "(attribute_exists(n) = true) = false", "attribute_exists(n) IN [false]",
        "attribute_exists(nope) = yes", "attribute_exists(n) = attribute_exists(nope)",
        "attribute_exists(n) IN [s, n = 4]", "attribute_exists(nope) IN [nope, yes]",
        "attribute_exists(n) IN []"}) {
    CAPTURE(condition);
    CHECK_FALSE(holds(condition));
  }
}

TEST_CASE("comparisons of comparisons cost no more than they are long") {
  std::string same = "n = 5", other = "n = 5", member = "n = 5";
  for (int i = 0; i < 61; ++i) {
    same += " = yes";
    other += " = (n = 4)";
  }
  for (int i = 0; i < 21; ++i) member = "((" + member + ") IN [n = 4, nope])";
  CHECK(holds(same));
  CHECK_FALSE(holds(other));
  CHECK(holds(other + " = (n = 4)"));
  CHECK_FALSE(holds(member));
  CHECK(holds("((" + member + ") IN [n = 4, nope])"));
}

TEST_CASE("parameters stand for values, and for what IN lists") {
  CHECK(holds("n = ? AND s = ?", testing::literals({R"({"N": "5"})", R"({"S": "text"})"})));
  CHECK(holds("n IN [?, 5]", testing::literals({R"({"N": "1"})"})));
  CHECK(holds("n IN ?", testing::literals({R"({"L": [{"N": "1"}, {"N": "5"}]})"})));
  CHECK_FALSE(holds("n IN ?", testing::literals({R"({"L": [{"N": "1"}]})"})));
}

TEST_CASE("what can't be asked of an item is refused") {
  const std::string type =
      "Incorrect operand type for operator or function; operator or function: ";
  const std::string count =
      "Incorrect number of operands for operator or function; operator or function: ";
  const std::string path =
      "Operator or function requires a document path; operator or function: attribute_exists";
  struct Case {
    std::string condition;
    std::string error;
  };
  const Case cases[] = {
      {"n < true",                    type + "<, operand type: BOOL"                                },
      {"n >= [1]",                    type + ">=, operand type: L"                                  },
      {"attribute_exists(n) > false", type + ">, operand type: BOOL"                                },
      {"n BETWEEN true AND false",    type + "BETWEEN, operand type: BOOL"                          },
      {"attribute_type(l, 1)",        type + "attribute_type, operand type: N"                      },
      {"begins_with(s, 1)",           type + "begins_with, operand type: N"                         },
      {"attribute_exists('a')",       path                                                          },
      {"attribute_exists()",          count + "attribute_exists, number of operands: 0"             },
      {"attribute_exists(a, b)",      count + "attribute_exists, number of operands: 2"             },
      {"attribute_type(s, 'X')",
       "Invalid attribute type name found; type: X, valid types: "
       "{N,BS,L,B,NULL,M,S,SS,NS,BOOL}"                                                             },
      {"EXISTS(a)",                   "Unrecognized function: exists at 1:23:6"                     },
      {"set_add(a, <<1>>) = a",       "Unrecognized function: set_add at 1:23:7"                    },
      {"count(a) = 1",                "Unrecognized function: count at 1:23:5"                      },
      {"a LIKE 'b'",                  "Unsupported operator in Condition Expression. Operator: like"},
      {"a = 1 + 2",                   "Unsupported operator in Condition Expression. Operator: Plus"},
      {"a > -b",                      "Unsupported operator in Condition Expression. Operator: Neg" },
      {"a IN b",                      "Unsupported operator in Condition Expression. Operator: IN"  },
      {"a",                           "Unsupported token in expression: Id"                         },
      {"size(a)",                     "Unsupported token in expression: size"                       },
      {"a IS SEXP",
       "Unsupported data type for IS operator: sexp. Supported data types are [MISSING, NULL, "
       "BOOLEAN, BLOB, STRING, NUMERIC, STRUCT, TUPLE, LIST]"                                       },
      {"a = a",
       "The first operand must be distinct from the remaining operands for this operator or "
       "function; operator: =, first operand: [a]"                                                  },
  };
  for (const Case& c : cases) {
    CAPTURE(c.condition);
    CHECK(error_in(c.condition) == c.error);
  }
}

TEST_CASE("IN takes a hundred operands") {
  std::string list = "0";
  for (int i = 1; i < 100; ++i) list += ", " + std::to_string(i);
  CHECK(error_in("a IN [" + list + "]") == "");
  CHECK(error_in("a IN [" + list + ", 100]") ==
        "The IN operator is provided with too many operands; number of operands: 101");
}

}  // namespace core::partiql::condition_builder_test
