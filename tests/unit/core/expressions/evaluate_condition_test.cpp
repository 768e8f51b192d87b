#include "core/expressions/evaluate_condition.h"

#include "core/expressions/parser.h"
#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>

namespace core::expressions::evaluate_condition_test {

namespace {

bool holds_for(const std::string& text, const Item* item) {
  Placeholders known = testing::placeholders(R"({"ExpressionAttributeValues": {
    ":s": {"S": "hello"}, ":he": {"S": "he"}, ":ll": {"S": "ll"}, ":z": {"S": "z"},
    ":1": {"N": "1"}, ":2": {"N": "2"}, ":3": {"N": "3"}, ":5": {"N": "5"}, ":7": {"N": "7"},
    ":bin": {"B": "aGk="}, ":h": {"B": "aA=="}, ":true": {"BOOL": true}, ":l34": {"L":
    [{"N": "3"}, {"N": "4"}]}, ":ab": {"SS": ["b", "a"]}, ":tS": {"S": "S"}, ":tM": {"S": "M"}}})");
  return holds(parse_condition(text, "ConditionExpression", known), item);
}

const char* const kItem = R"({"a": {"S": "hello"}, "n": {"N": "2.0"}, "b": {"B": "aGk="},
  "t": {"BOOL": true}, "o": {"NULL": true}, "ss": {"SS": ["a", "b"]}, "ns": {"NS": ["1", "7"]},
  "bs": {"BS": ["aGk="]}, "l": {"L": [{"S": "z"}, {"L": [{"N": "3"}, {"N": "4"}]}]},
  "m": {"M": {"x": {"N": "1"}, "y": {"L": [{"N": "0"}, {"N": "7"}]}}}, "u": {"S": "äö"},
  "clef": {"S": "é𝄞"}, "euro": {"S": "€"}, "bytes": {"B": "8J2Eng=="}})";

struct Case {
  const char* text;
  bool holds;
};

template <std::size_t N>
void check(const Case (&cases)[N], const Item* item) {
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(holds_for(c.text, item) == c.holds);
  }
}

}  // namespace

TEST_CASE("comparisons need equal types and existing attributes") {
  const Item item = testing::item(kItem);
  const Case cases[] = {
      {"a = :s",               true },
      {"a = :he",              false},
      {"n = :2",               true },
      {"a = :2",               false},
      {"a <> :2",              true },
      {"q = :s",               false},
      {"q <> :s",              true },
      {"q = z",                false},
      {"q <> z",               true },
      {"n < :5",               true },
      {"n < :2",               false},
      {"n <= :2",              true },
      {"n > :1",               true },
      {"n >= :5",              false},
      {"a < :z",               true },
      {"a < :2",               false},
      {"q < :2",               false},
      {":2 > q",               false},
      {"b = :bin",             true },
      {"b > :h",               true },
      {"t = :true",            true },
      {"t < n",                false},
      {"ss = :ab",             true },
      {"m.x = :1",             true },
      {"m.y[1] = :7",          true },
      {"m.y[2] = :7",          false},
      {"m.x < m.y[1]",         true },
      {"m.x.q = :1",           false},
      {"l[0] = :z",            true },
      {"l.q = :z",             false},
      {"n between :1 and :5",  true },
      {"n between :5 and :7",  false},
      {"a between :he and :z", true },
      {"a between :1 and :5",  false},
      {"n between m.x and q",  false},
      {"n in (:1, :2)",        true },
      {"n in (:1, :s)",        false},
      {"q in (:1)",            false},
      {"l[1] in (:l34)",       true },
  };
  check(cases, &item);
}

TEST_CASE("functions look at values of their types") {
  const Item item = testing::item(kItem);
  const Case cases[] = {
      {"attribute_exists(a)",     true },
      {"attribute_exists(m.x)",   true },
      {"attribute_exists(m.q)",   false},
      {"attribute_exists(l[1])",  true },
      {"attribute_exists(l[2])",  false},
      {"attribute_not_exists(q)", true },
      {"attribute_not_exists(o)", false},
      {"attribute_type(a, :tS)",  true },
      {"attribute_type(m, :tM)",  true },
      {"attribute_type(n, :tS)",  false},
      {"attribute_type(q, :tS)",  false},
      {"begins_with(a, :he)",     true },
      {"begins_with(a, :ll)",     false},
      {"begins_with(b, :h)",      true },
      {"begins_with(n, :he)",     false},
      {"begins_with(:s, q)",      false},
      {"contains(a, :ll)",        true },
      {"contains(a, :z)",         false},
      {"contains(b, :h)",         true },
      {"contains(ss, m)",         false},
      {"contains(ns, :7)",        true },
      {"contains(ns, :2)",        false},
      {"contains(bs, :bin)",      true },
      {"contains(bs, :h)",        false},
      {"contains(l, :z)",         true },
      {"contains(l, :l34)",       true },
      {"contains(l, :1)",         false},
      {"contains(n, :2)",         false},
      {"contains(q, :2)",         false},
      {"size(a) = :5",            true },
      {"size(u) = :2",            true },
      {"size(clef) = :3",         true }, // in UTF-16 code units
      {"size(euro) = :1",         true },
      {"size(bytes) > :3",        true },
      {"size(b) = :2",            true },
      {"size(ss) = :2",           true },
      {"size(l) = :2",            true },
      {"size(m) = :2",            true },
      {"size(n) = :1",            false},
      {"size(t) <> :1",           true },
      {"size(q) < :1",            false},
      {"size(:s) > n",            true },
      {"size(a) = :s",            false},
  };
  check(cases, &item);
}

TEST_CASE("conditions combine") {
  const Item item = testing::item(kItem);
  const Case cases[] = {
      {"a = :s AND n = :2",            true },
      {"a = :s AND n = :1",            false},
      {"a = :he OR n = :2",            true },
      {"a = :he OR n = :1",            false},
      {"NOT a = :he",                  true },
      {"NOT NOT a = :he",              false},
      {"a = :he OR a = :s AND n = :1", false},
      {"NOT a = :he AND n = :2",       true },
  };
  check(cases, &item);
}

TEST_CASE("without an item there are no attributes") {
  const Case cases[] = {
      {"attribute_not_exists(a)", true },
      {"attribute_exists(a)",     false},
      {"a = :s",                  false},
      {"a <> :s",                 true },
      {"size(a) > :1",            false},
      {":1 < :2",                 true },
      {"NOT a = :s",              true },
  };
  check(cases, nullptr);
}

}  // namespace core::expressions::evaluate_condition_test
