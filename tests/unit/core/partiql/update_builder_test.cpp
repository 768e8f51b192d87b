#include "core/partiql/update_builder.h"

#include "core/expressions/apply_update.h"
#include "tests/unit/core/partiql/parsed.h"

#include <doctest/doctest.h>

namespace core::partiql::update_builder_test {

namespace {

using testing::error_of;
using testing::item;

Item updated(const std::string& clauses, Parameters parameters = {}) {
  const Item before = item(R"({"n": {"N": "5"}, "l": {"L": [{"S": "a"}]}, "ss": {"SS": ["a", "b"]},
                               "m": {"M": {"k": {"S": "v"}}}})");
  return expressions::apply_update(to_update(testing::change("UPDATE t " + clauses), parameters),
                                   before);
}

std::string error_in(const std::string& clauses) {
  return error_of([&] { to_update(testing::change("UPDATE t " + clauses), {}); });
}

}  // namespace

TEST_CASE("clauses do what those of an UpdateExpression do") {
  struct Case {
    std::string clauses;
    std::string attribute;
    std::string value;  // empty: it is gone
  };
  const Case cases[] = {
      {"SET a = 1",                             "a",  R"({"N": "1"})"                     },
      {"SET a = n",                             "a",  R"({"N": "5"})"                     },
      {"SET n = n + 2",                         "n",  R"({"N": "7"})"                     },
      {"SET n = n - - 2",                       "n",  R"({"N": "7"})"                     },
      {"SET n = n - 2",                         "n",  R"({"N": "3"})"                     },
      {"SET m.k = 'w', a = 1",                  "m",  R"({"M": {"k": {"S": "w"}}})"       },
      {"SET l = list_append(l, [1])",           "l",  R"({"L": [{"S": "a"}, {"N": "1"}]})"},
      {"SET l = LIST_APPEND([1], l)",           "l",  R"({"L": [{"N": "1"}, {"S": "a"}]})"},
      {"SET a = if_not_exists(n, 1)",           "a",  R"({"N": "5"})"                     },
      {"REMOVE n",                              "n",  ""                                  },
      {"SET a = 1 REMOVE n SET b = 2",          "n",  ""                                  },
      {"SET a = 1 REMOVE n SET b = 2",          "b",  R"({"N": "2"})"                     },
      {"REMOVE l[0]",                           "l",  R"({"L": []})"                      },
      {"SET ss = set_add(ss, <<'c'>>)",         "ss", R"({"SS": ["a", "b", "c"]})"        },
      {"SET a = SET_ADD(a, <<1>>)",             "a",  R"({"NS": ["1"]})"                  },
      {"SET ss = set_delete(ss, <<'a'>>)",      "ss", R"({"SS": ["b"]})"                  },
      {"SET ss = set_delete(ss, <<'a', 'b'>>)", "ss", ""                                  },
  };
  for (const Case& c : cases) {
    CAPTURE(c.clauses);
    const Item after = updated(c.clauses);
    const AttributeValue* found = after.find(c.attribute);
    REQUIRE((found != nullptr) == !c.value.empty());
    if (found != nullptr) CHECK(*found == testing::value(c.value));
  }
  const auto set = testing::literals({R"({"BS": ["YQ=="]})"});
  CHECK(*updated("SET b = set_add(b, ?)", set).find("b") == testing::value(R"({"BS": ["YQ=="]})"));
}

TEST_CASE("what is no update is refused") {
  const std::string first_add = "The first argument to SET_ADD must equal the assignment value at ";
  const std::string second_add = "The second argument to SET_ADD must be a value with type SET at ";
  const std::string type =
      "Incorrect operand type for operator or function; operator or function: ";
  struct Case {
    std::string clauses;
    std::string error;
  };
  const Case cases[] = {
      {"SET t = set_add(ss, <<'x'>>)",        first_add + "1:18:7"                                        },
      {"SET s = set_add(<<'a'>>, <<'b'>>)",   first_add + "1:18:7"                                        },
      {"SET s = set_add(s, 'x')",             second_add + "1:26:1"                                       },
      {"SET \"s\" = set_add(\"s\", ['x'])",   second_add + "1:28:3"                                       },
      {"SET s = set_add(s, t)",               second_add + "1:26:1"                                       },
      {"SET s = set_add(s)",                  "SET_ADD must have exactly two arguments at 1:18:7"         },
      {"SET s = set_delete(s, <<1>>, <<2>>)",
       "SET_DELETE must have exactly two arguments at 1:18:10"                                            },
      {"SET t = set_delete(s, <<1>>)",
       "The first argument to SET_DELETE must equal the assignment value at 1:18:10"                      },
      {"SET s = set_delete(s, 1)",
       "The second argument to SET_DELETE must be a value with type SET at 1:29:1"                        },
      {"SET a = 'a' + 1",                     type + "+, operand type: S"                                 },
      {"SET a = n - null",                    type + "-, operand type: NULL"                              },
      {"SET a = list_append(l, 1)",           type + "list_append, operand type: N"                       },
      {"SET a = begins_with(l, 1)",           "Unrecognized function: begins_with at 1:18:11"             },
      {"SET a = n * 2",                       "Unsupported operator in Update Expression. Operator: Times"},
      {"SET a = 1, a = 2",
       "Two document paths overlap with each other; must remove or rewrite one of these paths; "
       "path one: [a], path two: [a]"                                                                     },
      {"SET a.b = 1 REMOVE a",
       "Two document paths overlap with each other; must remove or rewrite one of these paths; "
       "path one: [a, b], path two: [a]"                                                                  },
  };
  for (const Case& c : cases) {
    CAPTURE(c.clauses);
    CHECK(error_in(c.clauses) == c.error);
  }
}

TEST_CASE("an update knows that a statement made it") {
  CHECK(to_update(testing::change("UPDATE t SET a = 1"), {}).from_statement);
}

}  // namespace core::partiql::update_builder_test
