#include "tests/unit/core/partiql/parsed.h"

#include <doctest/doctest.h>

namespace core::partiql::values_test {

namespace {

using testing::error_of;
using testing::item;
using testing::literals;
using testing::value;

// The value in WHERE a = …
Expression literal(const std::string& text) {
  return std::get<Operation>(testing::where("a = " + text).node).operands.back();
}

std::string error_in(const std::string& text) {
  return error_of([&] { to_literal(literal(text), {}); });
}

std::string path_error(const std::string& text) {
  return error_of([&] { to_path(testing::select("SELECT " + text + " FROM t").columns.front()); });
}

}  // namespace

TEST_CASE("literals of every type are values") {
  struct Case {
    std::string text;
    std::string value;
  };
  const Case cases[] = {
      {"'it''s'",             R"({"S": "it's"})"                             },
      {"''",                  R"({"S": ""})"                                 },
      {"-1.50",               R"({"N": "-1.5"})"                             },
      {".73e1",               R"({"N": "7.3"})"                              },
      {"TRUE",                R"({"BOOL": true})"                            },
      {"false",               R"({"BOOL": false})"                           },
      {"null",                R"({"NULL": true})"                            },
      {"[1, 'a', []]",        R"({"L": [{"N": "1"}, {"S": "a"}, {"L": []}]})"},
      {"<<'b', 'a'>>",        R"({"SS": ["a", "b"]})"                        },
      {"<<1, -2>>",           R"({"NS": ["1", "-2"]})"                       },
      {"{'a': {'b': <<1>>}}", R"({"M": {"a": {"M": {"b": {"NS": ["1"]}}}}})" },
      {"{}",                  R"({"M": {}})"                                 },
      {"(1, 2)",              R"({"L": [{"N": "1"}, {"N": "2"}]})"           },
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(is_value(literal(c.text)));
    CHECK(*to_literal(literal(c.text), {}) == value(c.value));
  }
}

TEST_CASE("parameters are values, and take their place by their order") {
  const auto given = literals({R"({"S": "x"})", R"({"B": "YQ=="})"});
  const auto operands = std::get<Operation>(testing::where("a IN [?, ?]").node).operands;
  const auto& list = std::get<ListLiteral>(operands.back().node).elements;
  CHECK(*to_literal(list[1], given) == value(R"({"B": "YQ=="})"));
  CHECK(&*to_literal(list[0], given) == &*given[0]);
}

TEST_CASE("what no attribute can hold is refused") {
  const std::string overflow =
      "Number overflow. Attempting to store a number with magnitude larger than supported range";
  const std::string duplicates = "One or more parameter values were invalid: Input collection ";
  struct Case {
    std::string text;
    std::string error;
  };
  const Case cases[] = {
      {"1e126",                                   overflow + " under root"                                      },
      {"{'x': 1e126}",                            overflow + " under root.x"                                    },
      {"[1, 1e126]",                              overflow + " under root[1]"                                   },
      {"{'a': [{'b': 1e126}]}",                   overflow + " under root.a[0].b"                               },
      {"1e2147483647",
       "Number underflow. Attempting to store a number with magnitude smaller than supported "
       "range under root"                                                                                       },
      {"123456789012345678901234567890123456789",
       "Attempting to store more than 38 significant digits in a Number under root"                             },
      {"<<>>",                                    "Empty bags are not supported"                                },
      {"<<1, 'a'>>",
       "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags"                 },
      {"<<[1]>>",
       "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags"                 },
      {"<<'x', 'x'>>",                            duplicates + "[x, x] contains duplicates."                    },
      {"<<2, 2.0>>",                              duplicates + "[2, 2.0] contains duplicates! under root"       },
      {"[?]",                                     "Unsupported data type: Parameter under key root[0] at 1:28:1"},
      {"{'k': f(1)}",                             "Unsupported data type: f under key root.k at 1:33:1"         },
      {"{k: 1}",                                  "Unsupported data type: Id under key root at 1:28:1"          },
      {"{'': 1}",                                 "Empty attribute name"                                        },
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(error_in(c.text) == c.error);
  }
}

TEST_CASE("31 lists or maps may hold a scalar, 32 may not") {
  const auto nested = [](std::size_t levels) {
    return std::string(levels, '[') + "1" + std::string(levels, ']');
  };
  CHECK(error_in(nested(31)) == "");
  std::string place;
  for (int i = 0; i < 32; ++i) place += "[0]";
  CHECK(error_in(nested(32)) == "Nesting Levels have exceeded supported limits under root" + place);
}

TEST_CASE("paths lead to attributes") {
  const auto path = [](const std::string& text) {
    return expressions::text(to_path(testing::select("SELECT " + text + " FROM t").columns[0]));
  };
  CHECK(path("a") == "[a]");
  CHECK(path("\"a.b\"") == "[a.b]");
  CHECK(path("a.b[2].\"c d\"") == "[a, b, [2], c d]");
  CHECK(path("a['b'][-0]") == "[a, b, [0]]");
  CHECK(path("a[2147483647]") == "[a, [2147483647]]");
}

TEST_CASE("what is no path is refused where it stands") {
  struct Case {
    std::string text;
    std::string error;
  };
  const std::string index = "List index is not within the allowable range; index: ";
  const Case cases[] = {
      {"'a'",                 "Unexpected path component at 1:8:3"                   },
      {"count(*)",            "Unexpected path component at 1:8:5"                   },
      {"attribute_exists(a)", "Unexpected path component at 1:8:16"                  },
      {"'a'.b",               "Unexpected path component at 1:8:3"                   },
      {"a[b]",                "Unexpected path component at 1:10:1"                  },
      {"l[-1]",               index + "[-1] at 1:11:1"                               },
      {"l[2147483648]",       index + "[2147483648] at 1:10:10"                      },
      {"l[1.5]",              index + "[1.5] at 1:10:3"                              },
      {"a.\"\"",              "Path component cannot be an empty string"             },
      {"\"\"",                "Path component cannot be an empty string"             },
      {"a[*]",                "Wildcard path component like a[*].b are not supported"},
      {"a.*",                 "Unpivot path component like a.*.b are not supported"  },
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(path_error(c.text) == c.error);
  }
}

TEST_CASE("an item's attributes may be parameters, and so may the whole") {
  const auto inserted = [](const std::string& text, Parameters parameters) {
    return to_item(*testing::change("INSERT INTO t VALUE " + text).value, parameters);
  };
  const auto given = literals({R"({"S": "x"})"});
  CHECK(inserted("{'k': ?, 'n': [1]}", given) ==
        item(R"({"k": {"S": "x"}, "n": {"L": [{"N": "1"}]}})"));
  CHECK(inserted("?", literals({R"({"M": {"k": {"S": "x"}}})"})) == item(R"({"k": {"S": "x"}})"));
  CHECK(error_of([&] { inserted("?", given); }) ==
        "Unsupported data type: Parameter under key root at 1:21:1");
  CHECK(error_of([&] { inserted("{'k': {'l': ?}}", given); }) ==
        "Unsupported data type: Parameter under key root.l at 1:33:1");
  CHECK(error_of([&] { inserted("[1]", {}); }) ==
        "Unsupported data type: List under key root at 1:21:1");
}

}  // namespace core::partiql::values_test
