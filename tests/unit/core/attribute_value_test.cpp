#include "core/attribute_value.h"

#include <doctest/doctest.h>

#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace core::attribute_value_test {

namespace {

// Some of the names "0" to "39", sorted as text.
std::set<std::string> some_names(std::mt19937& random) {
  std::set<std::string> names;
  for (auto left = random() % 30; left > 0; --left) names.insert(std::to_string(random() % 40));
  return names;
}

AttributeMap map_of(const std::set<std::string>& names, const char* value) {
  AttributeMap map;
  for (const std::string& name : names) {
    map.insert_or_assign(name, AttributeValue(value + name));
  }
  return map;
}

}  // namespace

TEST_CASE("a scalar is shown with its type, as in AWS's messages, and may be empty") {
  struct Case {
    AttributeValue value;
    std::string text;
    bool empty;
  };
  const Case cases[] = {
      {AttributeValue(std::string("x")),         "AttributeValue: {S:x}",    false},
      {AttributeValue(Number::parse("1.50")),    "AttributeValue: {N:1.5}",  false},
      {AttributeValue(Binary{std::string("a")}), "AttributeValue: {B:YQ==}", false},
      {AttributeValue(std::string()),            "AttributeValue: {S:}",     true },
      {AttributeValue(Binary{}),                 "AttributeValue: {B:}",     true },
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(scalar_text(c.value) == c.text);
    CHECK(is_empty_scalar(c.value) == c.empty);
  }
}

TEST_CASE("attributes inserted at once are where each by itself would be") {
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    const auto names = some_names(random);
    AttributeMap map = map_of(names, "old ");
    AttributeMap expected = map;
    std::vector<Attribute> added;
    for (const std::string& name : some_names(random)) {
      if (names.contains(name)) continue;
      added.push_back({name, AttributeValue("new " + name)});
      expected.insert_or_assign(name, added.back().value);
    }
    map.insert_all(std::move(added));
    CHECK(map == expected);
  }
}

TEST_CASE("attributes erased at once leave what is left without each") {
  std::mt19937 random(2);
  for (int round = 0; round < 300; ++round) {
    AttributeMap map = map_of(some_names(random), "");
    AttributeMap expected = map;
    const auto names = some_names(random);
    for (const std::string& name : names) expected.erase(name);
    map.erase_all(std::vector<std::string_view>(names.begin(), names.end()));
    CHECK(map == expected);
  }
}

}  // namespace core::attribute_value_test
