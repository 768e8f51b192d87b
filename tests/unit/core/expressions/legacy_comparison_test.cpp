#include "core/expressions/legacy_comparison.h"

#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>

namespace core::expressions::legacy_comparison_test {

namespace {

std::vector<AttributeValue> read(const std::string& list) {
  return read_value_list(
      json::Document::parse(R"({"AttributeValueList": )" + list + "}").root().object());
}

std::string error_in(const char* comparison_operator, const std::string& list) {
  return testing::error_of([&] { check_arguments(comparison_operator, read(list)); });
}

const std::string kInvalid = "One or more parameter values were invalid: ";

}  // namespace

TEST_CASE("the values of a list keep their order; no list has none") {
  CHECK(read(R"([{"S": "b"}, {"N": "1"}])") ==
        std::vector{testing::value(R"({"S": "b"})"), testing::value(R"({"N": "1"})")});
  CHECK(read_value_list(json::Document::parse("{}").root().object()).empty());
}

TEST_CASE("each operator takes its number of arguments") {
  struct Case {
    const char* op;
    std::size_t least;
    std::size_t most;  // of the four that are tried
  };
  const Case cases[] = {
      {"EQ",           1, 1},
      {"NE",           1, 1},
      {"LE",           1, 1},
      {"LT",           1, 1},
      {"GE",           1, 1},
      {"GT",           1, 1},
      {"IN",           1, 3},
      {"BETWEEN",      2, 2},
      {"NOT_NULL",     0, 0},
      {"NULL",         0, 0},
      {"CONTAINS",     1, 1},
      {"NOT_CONTAINS", 1, 1},
      {"BEGINS_WITH",  1, 1},
  };
  const char* const lists[] = {"[]", R"([{"S": "a"}])", R"([{"S": "a"}, {"S": "b"}])",
                               R"([{"S": "a"}, {"S": "b"}, {"S": "c"}])"};
  for (const Case& c : cases) {
    for (std::size_t count = 0; count < std::size(lists); ++count) {
      CAPTURE(c.op);
      CAPTURE(count);
      const bool fits = count >= c.least && count <= c.most;
      CHECK(error_in(c.op, lists[count]) ==
            (fits ? ""
                  : kInvalid + "Invalid number of argument(s) for the " + c.op +
                        " ComparisonOperator"));
    }
  }
}

TEST_CASE("each operator takes its types") {
  struct Case {
    const char* op;
    std::string_view types;
  };
  constexpr std::string_view kAll = "S N B SS NS BS BOOL NULL L M ";
  const Case cases[] = {
      {"EQ",           kAll              },
      {"NE",           kAll              },
      {"LE",           "S N B "          },
      {"LT",           "S N B "          },
      {"GE",           "S N B "          },
      {"GT",           "S N B "          },
      {"IN",           "S N B "          },
      {"CONTAINS",     "S N B BOOL NULL "},
      {"NOT_CONTAINS", "S N B BOOL NULL "},
      {"BEGINS_WITH",  "S B "            },
  };
  const std::pair<std::string, const char*> values[] = {
      {"S",    R"([{"S": "a"}])"      },
      {"N",    R"([{"N": "1"}])"      },
      {"B",    R"([{"B": "YQ=="}])"   },
      {"SS",   R"([{"SS": ["a"]}])"   },
      {"NS",   R"([{"NS": ["1"]}])"   },
      {"BS",   R"([{"BS": ["YQ=="]}])"},
      {"BOOL", R"([{"BOOL": true}])"  },
      {"NULL", R"([{"NULL": true}])"  },
      {"L",    R"([{"L": []}])"       },
      {"M",    R"([{"M": {}}])"       },
  };
  for (const Case& c : cases) {
    for (const auto& [type, list] : values) {
      CAPTURE(c.op);
      CAPTURE(type);
      const bool fits = (" " + std::string(c.types)).find(" " + type + " ") != std::string::npos;
      CHECK(error_in(c.op, list) ==
            (fits ? ""
                  : kInvalid + "ComparisonOperator " + c.op + " is not valid for " + type +
                        " AttributeValue type"));
    }
  }
}

TEST_CASE("the number of arguments is looked at before their types, and both before a range") {
  CHECK(error_in("BETWEEN", R"([{"S": "a"}, {"N": "1"}])") ==
        kInvalid + "AttributeValues inside AttributeValueList must be of same type");
  CHECK(error_in("EQ", R"([{"S": "a"}, {"N": "1"}])") ==
        kInvalid + "Invalid number of argument(s) for the EQ ComparisonOperator");
  CHECK(error_in("BETWEEN", R"([{"N": "2"}, {"N": "2"}])").empty());
  CHECK(error_in("BETWEEN", R"([{"N": "3"}, {"N": "2"}])") ==
        "The BETWEEN condition was provided a range where the lower bound is greater than the "
        "upper bound");
}

}  // namespace core::expressions::legacy_comparison_test
