#include "core/expressions/set_value.h"

#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>

#include <random>
#include <set>

namespace core::expressions::set_value_test {

namespace {

using testing::value;

Box<SetValue> literal(const char* json) {
  return Box(SetValue{Literal(value(json))});
}

Box<SetValue> path(const char* attribute) {
  return Box(SetValue{
      DocumentPath{attribute, {}}
  });
}

const char* const kItem = R"({"n": {"N": "5"}, "l": {"L": [{"S": "x"}]}, "s": {"S": "t"}})";

AttributeValue evaluated(SetValue set_value) {
  WrittenSize size;
  return *evaluate(set_value, testing::item(kItem), size);
}

std::string error_of(const SetValue& set_value) {
  WrittenSize size;
  return testing::error_of([&] { evaluate(set_value, testing::item(kItem), size); });
}

const std::string kMissing =
    "The provided expression refers to an attribute that does not exist in the item";
const std::string kWrongType = "An operand in the update expression has an incorrect data type";

}  // namespace

TEST_CASE("a right-hand side is worked out from the item") {
  CHECK(evaluated(*path("s")) == value(R"({"S": "t"})"));
  CHECK(evaluated(*literal(R"({"S": "v"})")) == value(R"({"S": "v"})"));
  CHECK(evaluated({
            Plus{path("n"), literal(R"({"N": "3"})")}
  }) == value(R"({"N": "8"})"));
  CHECK(evaluated({
            Minus{path("n"), literal(R"({"N": "3"})")}
  }) == value(R"({"N": "2"})"));
  CHECK(evaluated({
            ListAppend{path("l"), literal(R"({"L": [{"S": "y"}]})")}
  }) ==
        value(R"({"L": [{"S": "x"}, {"S": "y"}]})"));
  CHECK(evaluated({
            IfNotExists{DocumentPath{"n", {}}, path("gone")}
  }) == value(R"({"N": "5"})"));
  CHECK(evaluated({
            IfNotExists{DocumentPath{"gone", {}}, path("s")}
  }) == value(R"({"S": "t"})"));
}

TEST_CASE("what the item lacks or has of a wrong type is an error") {
  CHECK(error_of(*path("gone")) == kMissing);
  CHECK(error_of({
            IfNotExists{DocumentPath{"gone", {}}, path("gone")}
  }) == kMissing);
  CHECK(error_of({
            Plus{path("s"), path("n")}
  }) == kWrongType);
  CHECK(error_of({
            Plus{path("n"), path("s")}
  }) == kWrongType);
  CHECK(error_of({
            Minus{path("n"), path("l")}
  }) == kWrongType);
  CHECK(error_of({
            Minus{path("gone"), path("n")}
  }) == kMissing);
  CHECK(error_of({
            ListAppend{path("n"), path("l")}
  }) == kWrongType);
  CHECK(error_of({
            ListAppend{path("l"), path("n")}
  }) == kWrongType);
}

TEST_CASE("numbers, lists and sets of one type are added") {
  struct Case {
    const char* existing;
    const char* added;
    const char* sum;  // nullptr: they can't be
  };
  const Case cases[] = {
      {R"({"N": "1"})",          R"({"N": "2"})",          R"({"N": "3"})"                     },
      {R"({"L": [{"S": "b"}]})", R"({"L": [{"S": "a"}]})", R"({"L": [{"S": "b"}, {"S": "a"}]})"},
      {R"({"SS": ["a", "c"]})",  R"({"SS": ["b", "c"]})",  R"({"SS": ["a", "b", "c"]})"        },
      {R"({"NS": ["1"]})",       R"({"NS": ["2"]})",       R"({"NS": ["1", "2"]})"             },
      {R"({"BS": ["YQ=="]})",    R"({"BS": ["Yg=="]})",    R"({"BS": ["YQ==", "Yg=="]})"       },
      {R"({"SS": ["1"]})",       R"({"NS": ["1"]})",       nullptr                             },
      {R"({"N": "1"})",          R"({"NS": ["1"]})",       nullptr                             },
      {R"({"S": "a"})",          R"({"S": "b"})",          nullptr                             },
      {R"({"M": {}})",           R"({"M": {}})",           nullptr                             },
  };
  for (const Case& c : cases) {
    CAPTURE(c.existing);
    CAPTURE(c.added);
    REQUIRE(can_be_added(value(c.existing), value(c.added)) == (c.sum != nullptr));
    if (c.sum) CHECK(add_values(value(c.existing), value(c.added)) == value(c.sum));
  }
}

TEST_CASE("members leave a set of their type") {
  struct Case {
    const char* existing;
    const char* members;
    const char* rest;  // nullptr: they can't
  };
  const Case cases[] = {
      {R"({"SS": ["a", "b"]})",       R"({"SS": ["b", "c"]})", R"({"SS": ["a"]})"     },
      {R"({"NS": ["1", "2"]})",       R"({"NS": ["3"]})",      R"({"NS": ["1", "2"]})"},
      {R"({"BS": ["YQ==", "Yg=="]})", R"({"BS": ["YQ=="]})",   R"({"BS": ["Yg=="]})"  },
      {R"({"SS": ["1"]})",            R"({"NS": ["1"]})",      nullptr                },
      {R"({"N": "1"})",               R"({"N": "1"})",         nullptr                },
      {R"({"L": []})",                R"({"L": []})",          nullptr                },
  };
  for (const Case& c : cases) {
    CAPTURE(c.existing);
    CAPTURE(c.members);
    const auto rest = subtract_members(value(c.existing), value(c.members));
    CHECK(rest == (c.rest ? std::optional(value(c.rest)) : std::nullopt));
  }
}

TEST_CASE("only a set without members is an empty set") {
  const AttributeValue set = value(R"({"SS": ["a"]})");
  CHECK_FALSE(is_empty_set(set));
  CHECK(is_empty_set(*subtract_members(set, set)));
  CHECK_FALSE(is_empty_set(value(R"({"L": []})")));
  CHECK_FALSE(is_empty_set(value(R"({"M": {}})")));
  CHECK_FALSE(is_empty_set(value(R"({"S": ""})")));
}

TEST_CASE("what is left of a set doesn't depend on how many members leave it") {
  std::mt19937 random(1);
  const auto numbers = [&](std::size_t most) {
    std::set<int> some;
    for (auto left = random() % (most + 1); left > 0; --left) {
      some.insert(static_cast<int>(random() % 200));
    }
    return some;
  };
  const auto set_of = [](const std::set<int>& some) {
    NumberSet set;
    for (const int number : some) set.members.emplace_back(static_cast<std::int64_t>(number));
    return AttributeValue(std::move(set));
  };
  for (int round = 0; round < 500; ++round) {
    const auto existing = numbers(round % 2 == 0 ? 5 : 100);
    const auto members = numbers(round % 3 == 0 ? 5 : 300);
    std::set<int> rest;
    for (const int number : existing) {
      if (!members.contains(number)) rest.insert(number);
    }
    CHECK(subtract_members(set_of(existing), set_of(members)) == set_of(rest));
  }
}

}  // namespace core::expressions::set_value_test
