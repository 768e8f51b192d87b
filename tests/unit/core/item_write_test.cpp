#include "core/item_write.h"

#include "core/expressions/legacy_updates.h"
#include "core/expressions/parser.h"
#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>

namespace core::item_write_test {

namespace {

using expressions::testing::error_of;
using expressions::testing::item;

expressions::Placeholders values() {
  return expressions::testing::placeholders(
      R"({"ExpressionAttributeValues": {":1": {"N": "1"}, ":s": {"SS": ["a"]}}})");
}

// What becomes of a previous item that is kept, and of one that isn't.
Outcome apply(const ItemWrite& write, const Item* previous) {
  std::optional<Item> kept, taken;
  if (previous) kept = taken = *previous;
  expressions::Effort effort, same_effort;
  const Outcome outcome = core::apply(write, kept ? &*kept : nullptr, true, effort);
  if (previous) CHECK(*kept == *previous);
  CHECK(core::apply(write, taken ? &*taken : nullptr, false, same_effort).new_item ==
        outcome.new_item);
  return outcome;
}

expressions::Condition condition(const char* text) {
  auto known = values();
  return expressions::parse_condition(text, "ConditionExpression", known);
}

UpdateItem update(const char* text, std::optional<expressions::Condition> when = {}) {
  auto known = values();
  return UpdateItem{item(R"({"p": {"S": "k"}})"), expressions::parse_update(text, known),
                    std::move(when)};
}

const Item kPrevious = item(R"({"p": {"S": "k"}, "a": {"N": "1"}})");

// A value with that many lists around a number.
AttributeValue nested(int lists) {
  AttributeValue value(Number(1));
  for (int i = 0; i < lists; ++i) {
    List list;
    list.push_back(std::move(value));
    value = AttributeValue(std::move(list));
  }
  return value;
}

}  // namespace

TEST_CASE("a write becomes an outcome") {
  const Item put = item(R"({"p": {"S": "k"}, "b": {"N": "2"}})");
  SUBCASE("put") {
    CHECK(apply(PutItem{put, {}}, nullptr).new_item == put);
    CHECK(apply(PutItem{put, condition("a = :1")}, &kPrevious).new_item == put);
    const Outcome failed = apply(PutItem{put, condition("a = :1")}, nullptr);
    CHECK(failed.condition_failed);
    CHECK_FALSE(failed.new_item);
  }
  SUBCASE("delete") {
    const Outcome gone = apply(DeleteItem{}, &kPrevious);
    CHECK_FALSE(gone.condition_failed);
    CHECK_FALSE(gone.keep_previous);
    CHECK_FALSE(gone.new_item);
    CHECK(apply(DeleteItem{condition("a <> :1")}, &kPrevious).condition_failed);
  }
  SUBCASE("update") {
    CHECK(apply(update("SET a = a + :1"), &kPrevious).new_item ==
          item(R"({"p": {"S": "k"}, "a": {"N": "2"}})"));
    CHECK(apply(update("SET b = :1", condition("attribute_not_exists(p)")), &kPrevious)
              .condition_failed);
  }
  SUBCASE("condition check") {
    CHECK(apply(ConditionCheck{condition("a = :1")}, &kPrevious).keep_previous);
    CHECK(apply(ConditionCheck{condition("a = :1")}, nullptr).condition_failed);
  }
}

TEST_CASE("an update of a missing item starts from the key") {
  CHECK(apply(update("SET b = :1"), nullptr).new_item ==
        item(R"({"p": {"S": "k"}, "b": {"N": "1"}})"));
  const UpdateItem nothing{item(R"({"p": {"S": "k"}})"), {}, {}};
  CHECK(apply(nothing, nullptr).new_item == item(R"({"p": {"S": "k"}})"));
}

TEST_CASE("an update that only removes makes no item") {
  for (const char* text : {"REMOVE a", "REMOVE a.b, c[0]", "DELETE a :s"}) {
    CAPTURE(text);
    const Outcome outcome = apply(update(text), nullptr);
    CHECK(outcome.keep_previous);
    CHECK_FALSE(outcome.new_item);
  }
  CHECK(apply(update("REMOVE a", condition("a = :1")), nullptr).condition_failed);
}

TEST_CASE("only what needs the previous item reads it") {
  CHECK_FALSE(reads_previous(PutItem{}));
  CHECK_FALSE(reads_previous(DeleteItem{}));
  CHECK(reads_previous(PutItem{{}, condition("a = :1")}));
  CHECK(reads_previous(DeleteItem{condition("a = :1")}));
  CHECK(reads_previous(update("SET a = :1")));
  CHECK(reads_previous(ConditionCheck{condition("a = :1")}));
}

TEST_CASE("an item can be 400 KB large") {
  const auto with = [](std::size_t length) {
    Item large = item(R"({"p": {"S": "k"}})");
    large.insert_or_assign("t", AttributeValue(std::string(length, 'x')));
    return large;
  };
  const std::size_t fits = 400 * 1024 - 3;
  CHECK(error_of([&] { apply(PutItem{with(fits), {}}, nullptr); }) == "");
  CHECK(error_of([&] {
          apply(PutItem{with(fits + 1), {}}, nullptr);
        }) == "Item size has exceeded the maximum allowed size");
  const Item full = with(fits);
  CHECK(error_of([&] { apply(update("SET b = :1"), &full); }) ==
        "Item size to update has exceeded the maximum allowed size");
  CHECK(error_of([&] { apply(update("SET t = :1"), &full); }) == "");
}

TEST_CASE("an update can't nest deeper than 32 levels") {
  const auto set_in_list = [](int lists) {
    UpdateItem write = update("SET l[0] = :1");
    write.update.sets[0].value = expressions::SetValue{expressions::Literal(nested(lists))};
    return write;
  };
  Item previous = kPrevious;
  previous.insert_or_assign("l", AttributeValue(List()));
  CHECK(error_of([&] { apply(set_in_list(30), &previous); }) == "");
  CHECK(error_of([&] { apply(set_in_list(31), &previous); }) ==
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels "
        "beyond supported limit");
}

TEST_CASE("the levels of what is set count, not those of its neighbours") {
  Item previous = kPrevious;
  previous.insert_or_assign("l", AttributeValue(List{AttributeValue(Number(1)), nested(40)}));
  CHECK(error_of([&] { apply(update("SET l[0] = :1"), &previous); }) == "");
  previous.insert_or_assign("d", nested(31));
  CHECK(error_of([&] { apply(update("SET l[0] = d"), &previous); }) != "");
  CHECK(error_of([&] { apply(update("SET l[7] = d"), &previous); }) != "");
  CHECK(error_of([&] { apply(update("SET e = d"), &previous); }) == "");
}

}  // namespace core::item_write_test
