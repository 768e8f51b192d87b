#include "core/expressions/update_charge.h"

#include "core/expressions/parser.h"
#include "core/limits.h"
#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>

namespace core::expressions::update_charge_test {

namespace {

std::size_t charge_of(const std::string& text) {
  Placeholders known = testing::placeholders(R"({"ExpressionAttributeNames": {"#long": "b"},
    "ExpressionAttributeValues": {":ten": {"S": "yyyyyyyyyy"}, ":1": {"N": "1"},
    ":map": {"M": {"leaf": {"S": "yyyyyyyyyy"}}}, ":list": {"L": [{"S": "yyyyyyyyyy"}]},
    ":set": {"SS": ["abc", "de"]}}})");
  return update_charge_bytes(parse_update(text, known));
}

}  // namespace

TEST_CASE("an update is charged for its clauses and what they write") {
  struct Case {
    const char* text;
    std::size_t bytes;
  };
  const Case cases[] = {
      {"SET b = :ten",                      3 + 19 + 1 + 10                              },
      {"SET #long = :ten",                  3 + 19 + 1 + 10                              },
      {"SET b = :ten, c = :ten",            3 + 2 * (19 + 1 + 10)                        },
      {"SET b = :map",                      3 + 19 + 1 + (3 + 1 + 4 + 10)                },
      {"SET b.leaf = :ten",                 3 + 19 + (1 + 4 + 4) + 10                    },
      {"SET b = :list",                     3 + 19 + 1 + (3 + 1 + 10)                    },
      {"SET b[0] = :ten",                   3 + 19 + (1 + 4 + 1) + 10                    },
      {"SET b[10].ab = :ten",               3 + 19 + (1 + 4 + 2 + 4 + 2) + 10            },
      {"SET b = abcdefghij",                3 + 19 + 1 + (1 + 14 + 10)                   },
      {"SET b = m.a.z",                     3 + 19 + 1 + (1 + 14 + 1 + 14 + 1 + 14 + 1)  },
      {"SET b = l[10]",                     3 + 19 + 1 + (1 + 14 + 1 + 14 + 2)           },
      {"SET n = n + :1",                    3 + 19 + 1 + 34 + (1 + 14 + 1) + 2           },
      {"SET n = n - :1",                    3 + 19 + 1 + 37 + (1 + 14 + 1) + 2           },
      {"SET l = list_append(l, :list)",     3 + 19 + 1 + 37 + (1 + 14 + 1) + (3 + 1 + 10)},
      {"SET c = if_not_exists(c, :ten)",    3 + 19 + 1 + 39 + (1 + 14 + 1) + 10          },
      {"SET n = if_not_exists(n, :1) + :1", 3 + 19 + 1 + 34 + (39 + 1 + 14 + 1 + 2) + 2  },
      {"ADD n :1",                          3 + 19 + 1 + 2                               },
      {"ADD ss :set",                       3 + 19 + 2 + 5                               },
      {"REMOVE r",                          3 + 1 + 1                                    },
      {"REMOVE m.yyyyyyyyyy, l[10]",        3 + (1 + 1 + 4 + 10) + (1 + 1 + 4 + 2)       },
      {"DELETE ss :set",                    3 + 1 + 2                                    },
      {"SET b = :ten REMOVE r ADD n :1",    3 + (19 + 1 + 10) + (1 + 1) + (19 + 1 + 2)   },
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(charge_of(c.text) == c.bytes);
  }
}

TEST_CASE("an update of nothing costs three bytes") {
  CHECK(update_charge_bytes(Update{}) == 3);
}

TEST_CASE("beyond an item's size it isn't counted on") {
  const auto charge = [](const std::string& text) {
    Placeholders::Values values;
    values.emplace(":v", Literal(AttributeValue(std::string(limits::kMaxItemBytes, 'x'))));
    values.emplace(":s",
                   Literal(AttributeValue(StringSet{{std::string(limits::kMaxItemBytes, 'x')}})));
    Placeholders known({}, std::move(values));
    return update_charge_bytes(parse_update(text, known));
  };
  CHECK(charge("SET a = :v, b = :v, c = :v") == charge("SET a = :v"));
  CHECK(charge("ADD a :s, b :s") == charge("ADD a :s"));
  CHECK(charge("SET a = :v ADD b :s, c :s") == charge("SET a = :v"));
}

}  // namespace core::expressions::update_charge_test
