#include "core/partiql/key_equalities.h"

#include "core/partiql/condition_builder.h"
#include "tests/unit/core/partiql/parsed.h"

#include <doctest/doctest.h>

namespace core::partiql::key_equalities_test {

namespace {

using testing::item;

const KeySchema kKey{{{"p", ScalarType::s}}, {{"s", ScalarType::s}}};

KeyEqualities split(const std::string& where) {
  return split_key(to_condition(testing::where(where), {}), kKey);
}

std::size_t terms_left(const KeyEqualities& equalities) {
  return equalities.rest ? std::get<expressions::And>(equalities.rest->node).terms.size() : 0;
}

}  // namespace

TEST_CASE("what = says of the key for all of WHERE is the key") {
  struct Case {
    std::string where;
    std::string key;
    std::size_t rest;
  };
  const Case cases[] = {
      {"p = 'a' AND s = 'b'",             R"({"p": {"S": "a"}, "s": {"S": "b"}})", 0},
      {"(p = 'a' AND s = 'b') AND x = 1", R"({"p": {"S": "a"}, "s": {"S": "b"}})", 1},
      {"x = 1 AND y = 2 AND s = 'b'",     R"({"s": {"S": "b"}})",                  2},
      {"p = 'a' OR s = 'b'",              "{}",                                    1},
      {"p IN ['a'] AND s = 'b'",          R"({"s": {"S": "b"}})",                  1},
      {"p < 'a' AND p.q = 1 AND p = x",   "{}",                                    3},
      {"NOT p = 'a'",                     "{}",                                    1},
  };
  for (const Case& c : cases) {
    CAPTURE(c.where);
    const KeyEqualities equalities = split(c.where);
    CHECK(equalities.key == item(c.key));
    CHECK(terms_left(equalities) == c.rest);
    CHECK_FALSE(equalities.conflict);
  }
  CHECK(split_key(std::nullopt, kKey).key.empty());
}

TEST_CASE("a key attribute of two values keeps the first, and the other stays a condition") {
  const KeyEqualities two = split("p = 'a' AND s = 'b' AND p = 'c'");
  CHECK(two.conflict == "p");
  CHECK(two.key == item(R"({"p": {"S": "a"}, "s": {"S": "b"}})"));
  CHECK(terms_left(two) == 1);
  CHECK_FALSE(split("p = 'a' AND p = 'a'").conflict);
}

}  // namespace core::partiql::key_equalities_test
