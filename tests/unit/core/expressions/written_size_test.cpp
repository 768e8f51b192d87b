#include "core/expressions/apply_update.h"
#include "core/expressions/parser.h"
#include "core/expressions/set_value.h"
#include "core/limits.h"
#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>

// What an update would write is measured before it is copied.
namespace core::expressions::written_size_test {

namespace {

using testing::error_of;

constexpr std::size_t kHalf = limits::kMaxItemBytes / 2;

AttributeValue text(std::size_t bytes) {
  return AttributeValue(std::string(bytes, 'x'));
}

// "half" and "many" are half as large as an item may be; so is :half.
Item large_item() {
  return {
      {"half", text(kHalf)                            },
      {"many", AttributeValue(List{text(kHalf - 4)})  },
      {"n",    AttributeValue(Number(std::int64_t{7}))},
      {"tags", AttributeValue(StringSet{{"a"}})       }
  };
}

Item update(const std::string& expression) {
  Placeholders::Values values;
  values.emplace(":half", Literal(text(kHalf)));
  values.emplace(":x", Literal(text(1)));
  values.emplace(":one", Literal(AttributeValue(Number(std::int64_t{1}))));
  values.emplace(":set", Literal(AttributeValue(StringSet{{std::string(kHalf, 'x')}})));
  Placeholders known({}, std::move(values));
  return apply_update(parse_update(expression, known), large_item());
}

}  // namespace

TEST_CASE("what is written may come to an item's size, and not to a byte more") {
  WrittenSize size;
  CHECK(size.add(limits::kMaxItemBytes - 1));
  CHECK(size.add(1));
  CHECK_FALSE(size.exceeded());
  CHECK_FALSE(size.add(1));
  CHECK(size.exceeded());
  CHECK_FALSE(size.add(0));
}

TEST_CASE("a value that doesn't fit isn't made, and those behind it aren't either") {
  const Item item = large_item();
  const SetValue half{
      DocumentPath{"half", {}}
  };
  const SetValue small{Literal(text(1))};
  WrittenSize size;
  CHECK(evaluate(half, item, size) == text(kHalf));
  CHECK(evaluate(half, item, size) == text(kHalf));
  CHECK_FALSE(evaluate(small, item, size));
  CHECK_FALSE(evaluate(half, item, size));
}

TEST_CASE("an update that writes more than an item can hold is refused") {
  const char* const kTooLarge = "Item size to update has exceeded the maximum allowed size";
  for (const char* expression : {
           "SET a = half, b = half, c = :x",
           "SET a = :half, b = :half, c = :x",
           "SET a = list_append(many, many), b = :x",
           "SET a = if_not_exists(gone, half), b = if_not_exists(half, :x), c = :x",
           "SET a = :half, b = :x ADD c :set",
           "ADD tags :set, c :set, d :set",
       }) {
    CAPTURE(std::string(expression));
    CHECK(error_of([&] { update(expression); }) == kTooLarge);
  }
  CHECK(update("SET a = half, b = half").size() == 6);
  CHECK(update("SET a = half, b = many, c = n + :one").size() == 7);
  CHECK(update("SET a = half, b = many ADD n :one").size() == 6);
}

TEST_CASE("another fault goes before the size, wherever it stands") {
  struct Case {
    const char* expression;
    const char* error;
  };
  const char* const kMissing =
      "The provided expression refers to an attribute that does not exist in the item";
  const char* const kWrongType = "An operand in the update expression has an incorrect data type";
  const char* const kWrongPath =
      "The document path provided in the update expression is invalid for update";
  const Case cases[] = {
      {"SET a = half, b = half, c = half, d = gone",                      kMissing  },
      {"SET a = half, b = half, c = half, d = if_not_exists(gone, lost)", kMissing  },
      {"SET a = half, b = half, c = half, d = list_append(many, half)",   kWrongType},
      {"SET a = half, b = half, c = half, d = list_append(half, many)",   kWrongType},
      {"SET a = half, b = half, c = half, d = half + :one",               kWrongType},
      {"SET a = half, b = half, c = half ADD n :set",                     kWrongType},
      {"SET a = half, b = half, c = half, gone.x = :x",                   kWrongPath},
      {"SET a = half, b = half, c = half REMOVE gone.x",                  kWrongPath},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.expression));
    CHECK(error_of([&] { update(c.expression); }) == c.error);
  }
}

TEST_CASE("a placeholder's value is shared by all that use it") {
  Placeholders known = testing::placeholders(
      R"({"ExpressionAttributeValues": {":v": {"S": "x"}, ":w": {"S": "x"}}})");
  const Condition condition = parse_condition("a IN (:v, :v, :w)", "FilterExpression", known);
  const auto& candidates = std::get<In>(condition.node).candidates;
  const auto value = [&](std::size_t i) { return &*std::get<Literal>(candidates[i]); };
  CHECK(value(0) == value(1));
  CHECK(value(0) != value(2));
}

}  // namespace core::expressions::written_size_test
