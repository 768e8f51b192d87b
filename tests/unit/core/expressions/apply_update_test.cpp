#include "core/expressions/apply_update.h"

#include "core/expressions/parser.h"
#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>

namespace core::expressions::apply_update_test {

namespace {

using testing::error_of;
using testing::item;

Update parsed(const std::string& text) {
  Placeholders known = testing::placeholders(R"({"ExpressionAttributeValues": {
    ":1": {"N": "1"}, ":2": {"N": "2"}, ":s": {"S": "x"}, ":v": {"S": "v"}, ":w": {"S": "w"},
    ":l": {"L": [{"N": "9"}]}, ":ab": {"SS": ["a", "b"]}, ":b": {"SS": ["b"]},
    ":c": {"SS": ["c"]}, ":ns": {"NS": ["1"]}, ":m": {"M": {}},
    ":max": {"N": "99999999999999999999999999999999999999"}}})");
  return parse_update(text, known);
}

const char* const kBefore = R"({"p": {"S": "p"}, "a": {"N": "5"}, "s": {"S": "t"},
  "l": {"L": [{"S": "0"}, {"S": "1"}, {"S": "2"}, {"S": "3"}]},
  "m": {"M": {"x": {"N": "1"}, "l": {"L": [{"S": "y"}]}}}, "ss": {"SS": ["a", "b"]}})";

// The whole item after the update must be kBefore with these attributes instead; NULL: without.
struct Case {
  const char* text;
  const char* changed;
};

template <std::size_t N>
void check(const Case (&cases)[N]) {
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const Item changed = item(c.changed);
    Item expected = item(kBefore);
    for (const Attribute& attribute : changed) {
      expected.insert_or_assign(attribute.name, attribute.value);
      if (attribute.value == AttributeValue()) expected.erase(attribute.name);
    }
    CHECK(apply_update(parsed(c.text), item(kBefore)) == expected);
  }
}

}  // namespace

TEST_CASE("SET assigns values, paths and what functions give") {
  // clang-format 14 can't align tables with long cells.
  // clang-format off
  const Case cases[] = {
      {"SET n = :s", R"({"n": {"S": "x"}})"},
      {"SET a = :s", R"({"a": {"S": "x"}})"},
      {"SET n = m.x", R"({"n": {"N": "1"}})"},
      {"SET a = s, s = a", R"({"a": {"S": "t"}, "s": {"N": "5"}})"},
      {"SET a = a + :2", R"({"a": {"N": "7"}})"},
      {"SET a = :1 - a", R"({"a": {"N": "-4"}})"},
      {"SET m.x = m.x + a", R"({"m": {"M": {"x": {"N": "6"}, "l": {"L": [{"S": "y"}]}}}})"},
      {"SET m.q = :m",
       R"({"m": {"M": {"q": {"M": {}}, "x": {"N": "1"}, "l": {"L": [{"S": "y"}]}}}})"},
      {"SET n = if_not_exists(n, :1)", R"({"n": {"N": "1"}})"},
      {"SET a = if_not_exists(a, :1) + :1", R"({"a": {"N": "6"}})"},
      {"SET n = list_append(m.l, :l)", R"({"n": {"L": [{"S": "y"}, {"N": "9"}]}})"},
      {"SET n = list_append(if_not_exists(q, :l), :l)",
       R"({"n": {"L": [{"N": "9"}, {"N": "9"}]}})"},
  };
  // clang-format on
  check(cases);
}

TEST_CASE("list indexes mean the list before the update") {
  // clang-format 14 can't align tables with long cells.
  // clang-format off
  const Case cases[] = {
      {"SET l[1] = :v", R"({"l": {"L": [{"S": "0"}, {"S": "v"}, {"S": "2"}, {"S": "3"}]}})"},
      {"SET l[9] = :v, l[7] = :w",
       R"({"l": {"L": [{"S": "0"}, {"S": "1"}, {"S": "2"}, {"S": "3"}, {"S": "w"}, {"S": "v"}]}})"},
      {"REMOVE l[1] SET l[3] = :v", R"({"l": {"L": [{"S": "0"}, {"S": "2"}, {"S": "v"}]}})"},
      {"REMOVE l[0], l[2]", R"({"l": {"L": [{"S": "1"}, {"S": "3"}]}})"},
      {"REMOVE l[2], l[0]", R"({"l": {"L": [{"S": "1"}, {"S": "3"}]}})"},
      {"REMOVE l[0], l[4] SET l[8] = :v",
       R"({"l": {"L": [{"S": "1"}, {"S": "2"}, {"S": "3"}, {"S": "v"}]}})"},
      {"REMOVE l[17]", "{}"},
      {"REMOVE m.l[0]", R"({"m": {"M": {"x": {"N": "1"}, "l": {"L": []}}}})"},
  };
  // clang-format on
  check(cases);
}

TEST_CASE("REMOVE takes away what is there") {
  const Case cases[] = {
      {"REMOVE a",           R"({"a": {"NULL": true}})"                   },
      {"REMOVE q",           "{}"                                         },
      {"REMOVE m.q",         "{}"                                         },
      {"REMOVE m.x",         R"({"m": {"M": {"l": {"L": [{"S": "y"}]}}}})"},
      {"REMOVE s SET n = s", R"({"n": {"S": "t"}, "s": {"NULL": true}})"  },
  };
  check(cases);
}

TEST_CASE("ADD and DELETE work on numbers and sets") {
  const Case cases[] = {
      {"ADD a :2",      R"({"a": {"N": "7"}})"                                        },
      {"ADD n :2",      R"({"n": {"N": "2"}})"                                        },
      {"ADD m.x :2",    R"({"m": {"M": {"x": {"N": "3"}, "l": {"L": [{"S": "y"}]}}}})"},
      {"ADD ss :c",     R"({"ss": {"SS": ["a", "b", "c"]}})"                          },
      {"ADD ss :b",     "{}"                                                          },
      {"ADD n :ns",     R"({"n": {"NS": ["1"]}})"                                     },
      {"DELETE ss :b",  R"({"ss": {"SS": ["a"]}})"                                    },
      {"DELETE ss :c",  "{}"                                                          },
      {"DELETE ss :ab", R"({"ss": {"NULL": true}})"                                   },
      {"DELETE q :ab",  "{}"                                                          },
  };
  check(cases);
}

TEST_CASE("an update that doesn't fit the item is refused") {
  const std::string missing =
      "The provided expression refers to an attribute that does not exist in the item";
  const std::string path =
      "The document path provided in the update expression is invalid for update";
  const std::string type = "An operand in the update expression has an incorrect data type";
  struct ErrorCase {
    std::string text;
    std::string error;
  };
  const ErrorCase cases[] = {
      {"SET n = q",                   missing},
      {"SET n = :1, o = n",           missing},
      {"SET n = m.q + :1",            missing},
      {"SET n = list_append(q, :l)",  missing},
      {"SET n = if_not_exists(q, r)", missing},
      {"SET q.x = :1",                path   },
      {"SET a.x = :1",                path   },
      {"SET l.x = :1",                path   },
      {"SET m[0] = :1",               path   },
      {"SET q[0] = :1",               path   },
      {"REMOVE q.x",                  path   },
      {"REMOVE a[0]",                 path   },
      {"ADD q.x :1",                  path   },
      {"DELETE q.x :ab",              path   },
      {"SET n = s + :1",              type   },
      {"SET n = :1 - ss",             type   },
      {"SET n = list_append(a, :l)",  type   },
      {"ADD s :1",                    type   },
      {"ADD ss :ns",                  type   },
      {"ADD a :ab",                   type   },
      {"ADD l :ab",                   type   },
      {"DELETE ss :ns",               type   },
      {"DELETE a :ab",                type   },
  };
  for (const ErrorCase& c : cases) {
    CAPTURE(c.text);
    const Item before = item(kBefore);
    CHECK(error_of([&] { apply_update(parsed(c.text), before); }) == c.error);
    CHECK_FALSE(c.error.empty());
  }
}

TEST_CASE("a sum that is no number any more is refused") {
  const std::string error = error_of([] { apply_update(parsed("ADD a :max"), item(kBefore)); });
  CHECK(error == error_of([] {
          return Number::parse("99999999999999999999999999999999999999") + Number(5);
        }));
  CHECK_FALSE(error.empty());
}

TEST_CASE("what UPDATED_OLD and UPDATED_NEW return are the updated paths") {
  struct PathCase {
    const char* text;
    const char* old_parts;
    const char* new_parts;
  };
  // clang-format 14 can't align tables with long cells.
  // clang-format off
  const PathCase cases[] = {
      {"SET a = :1, n = :2", R"({"a": {"N": "5"}})", R"({"a": {"N": "1"}, "n": {"N": "2"}})"},
      {"SET m.x = :2", R"({"m": {"M": {"x": {"N": "1"}}}})", R"({"m": {"M": {"x": {"N": "2"}}}})"},
      {"SET l[1] = :v", R"({"l": {"L": [{"S": "1"}]}})", R"({"l": {"L": [{"S": "v"}]}})"},
      {"REMOVE a", R"({"a": {"N": "5"}})", "{}"},
      {"REMOVE l[1], l[7]", R"({"l": {"L": [{"S": "1"}]}})", R"({"l": {"L": [{"S": "2"}]}})"},
      {"SET l[100] = :v", "{}", "{}"},
      {"ADD a :1 DELETE ss :b", R"({"a": {"N": "5"}, "ss": {"SS": ["a", "b"]}})",
       R"({"a": {"N": "6"}, "ss": {"SS": ["a"]}})"},
  };
  // clang-format on
  for (const PathCase& c : cases) {
    CAPTURE(c.text);
    const Update update = parsed(c.text);
    const Item before = item(kBefore);
    CHECK(updated_attributes(update, before) == item(c.old_parts));
    CHECK(updated_attributes(update, apply_update(update, before)) == item(c.new_parts));
  }
}

TEST_CASE("key attributes can't be updated") {
  const std::string keys[] = {"p", "q"};
  for (const char* text :
       {"SET p = :1", "REMOVE p", "ADD p.b :1", "DELETE p :ab", "SET a = :1 REMOVE p"}) {
    CAPTURE(text);
    CHECK(error_of([&] { check_no_key_updated(parsed(text), keys); }) ==
          "One or more parameter values were invalid: Cannot update attribute p. This attribute "
          "is part of the key");
  }
  CHECK(error_of([&] { check_no_key_updated(parsed("SET a = p"), keys); }) == "");
}

TEST_CASE("only REMOVE and DELETE make no item") {
  CHECK(only_removes(parsed("REMOVE a DELETE b :ab")));
  CHECK_FALSE(only_removes(parsed("REMOVE a SET b = :1")));
  CHECK_FALSE(only_removes(parsed("ADD a :1")));
  CHECK_FALSE(only_removes(Update()));
}

}  // namespace core::expressions::apply_update_test
