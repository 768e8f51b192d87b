#include "core/expressions/change_item.h"

#include "core/expressions/apply_update.h"
#include "tests/unit/core/expressions/json_values.h"
#include "tests/unit/core/expressions/random_items.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace core::expressions::change_item_test {

namespace {

using testing::random_item;
using testing::random_path;
using testing::random_value;

// The update one path after the other, as simply as it can be said: what is there is replaced, then
// lists grow, and what goes away goes from the end.
Item one_by_one(const Update& update, Item item) {
  std::vector<DocumentPath> removed;
  for (const DocumentPath& path : update.removes) {
    if (find(item, path) != nullptr) removed.push_back(path);
  }
  std::vector<SetAction> appended;
  const auto parent = [&](const DocumentPath& path) -> AttributeValue* {
    DocumentPath above = path;
    above.steps.pop_back();
    return const_cast<AttributeValue*>(find(item, above));
  };
  for (const SetAction& set : update.sets) {
    const AttributeValue value = *std::get<Literal>(set.value.node);
    if (set.path.steps.empty()) {
      item.insert_or_assign(set.path.attribute, value);
    } else if (const auto* name = std::get_if<std::string>(&set.path.steps.back())) {
      parent(set.path)->get_if<AttributeMap>()->insert_or_assign(*name, value);
    } else if (find(item, set.path) != nullptr) {
      *const_cast<AttributeValue*>(find(item, set.path)) = value;
    } else {
      appended.push_back(set);
    }
  }
  std::sort(appended.begin(), appended.end(),
            [](const SetAction& a, const SetAction& b) { return a.path.steps < b.path.steps; });
  for (const SetAction& set : appended) {
    parent(set.path)->get_if<List>()->push_back(*std::get<Literal>(set.value.node));
  }
  std::sort(removed.begin(), removed.end(),
            [](const DocumentPath& a, const DocumentPath& b) { return b.steps < a.steps; });
  for (const DocumentPath& path : removed) {
    if (path.steps.empty()) {
      item.erase(path.attribute);
    } else if (const auto* name = std::get_if<std::string>(&path.steps.back())) {
      parent(path)->get_if<AttributeMap>()->erase(*name);
    } else {
      List& list = *parent(path)->get_if<List>();
      list.erase(list.begin() +
                 static_cast<std::ptrdiff_t>(std::get<std::size_t>(path.steps.back())));
    }
  }
  return item;
}

Update random_update(std::mt19937& random, const Item& item) {
  Update update;
  std::vector<DocumentPath> paths;
  for (auto left = random() % 40; left > 0; --left) {
    paths.push_back(random_path(random, item));
    if (!testing::are_apart(paths)) {
      paths.pop_back();
    } else if (random() % 2 == 0) {
      update.removes.push_back(paths.back());
    } else {
      update.sets.push_back(SetAction{paths.back(), SetValue{Literal(random_value(random, 1))}});
    }
  }
  return update;
}

}  // namespace

TEST_CASE("an update of many paths comes to the same as one path after the other") {
  std::mt19937 random(1);
  for (int round = 0; round < 3000; ++round) {
    CAPTURE(round);
    const Item before = random_item(random);
    const Update update = random_update(random, before);
    CHECK(apply_update(update, before) == one_by_one(update, before));
  }
}

TEST_CASE("a place is a value, or where one could be") {
  Item item = testing::item(R"({"a": {"N": "1"}, "l": {"L": [{"M": {"x": {"N": "2"}}}]}})");
  const std::size_t first = 0;
  const std::size_t second = 1;
  const auto at = [&](std::vector<DocumentPath::Step> steps) {
    return find_place(item, DocumentPath{"l", std::move(steps)});
  };
  REQUIRE(at({first, "x"}) != nullptr);
  CHECK(*at({first, "x"}) == testing::value(R"({"N": "2"})"));
  CHECK(at({}) == item.find("l"));
  CHECK(at({first, "y"}) == nullptr);
  CHECK(at({second}) == nullptr);
  CHECK(find_place(item, DocumentPath{"b", {}}) == nullptr);
  const std::string impossible =
      "The document path provided in the update expression is invalid for update";
  CHECK(testing::error_of([&] { at({second, "x"}); }) == impossible);
  CHECK(testing::error_of([&] { at({"x"}); }) == impossible);
  CHECK(testing::error_of([&] { at({first, first}); }) == impossible);
  CHECK(testing::error_of([&] { find_place(item, DocumentPath{"b", {"x"}}); }) == impossible);
}

}  // namespace core::expressions::change_item_test
