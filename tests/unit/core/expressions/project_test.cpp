#include "core/expressions/project.h"

#include "core/expressions/parser.h"
#include "tests/unit/core/expressions/json_values.h"
#include "tests/unit/core/expressions/random_items.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <utility>
#include <vector>

namespace core::expressions::project_test {

namespace {

// Looks at every value of an item, and asks whether its path is among the wanted ones.
std::optional<AttributeValue> kept(const AttributeValue& value, const DocumentPath& at,
                                   const std::vector<DocumentPath>& wanted) {
  if (std::find(wanted.begin(), wanted.end(), at) != wanted.end()) return value;
  const auto below = [&](const AttributeValue& part, DocumentPath::Step step) {
    DocumentPath path = at;
    path.steps.push_back(std::move(step));
    return kept(part, path, wanted);
  };
  AttributeMap map;
  if (const auto* attributes = value.get_if<AttributeMap>()) {
    for (const Attribute& each : *attributes) {
      if (auto part = below(each.value, each.name)) map.insert_or_assign(each.name, *part);
    }
  }
  List list;
  if (const auto* elements = value.get_if<List>()) {
    for (std::size_t i = 0; i < elements->size(); ++i) {
      if (auto part = below((*elements)[i], i)) list.push_back(*part);
    }
  }
  if (!map.empty()) return AttributeValue(std::move(map));
  if (!list.empty()) return AttributeValue(std::move(list));
  return std::nullopt;
}

}  // namespace

TEST_CASE("a projection keeps the parts it names and nothing else") {
  const Item item = testing::item(R"({"a": {"S": "x"}, "e": {"M": {}},
    "l": {"L": [{"N": "0"}, {"M": {"x": {"N": "1"}, "y": {"N": "2"}}}, {"N": "2"}]},
    "m": {"M": {"x": {"N": "1"}, "y": {"M": {"z": {"S": "deep"}, "w": {"S": "no"}}}}}})");
  struct Case {
    const char* text;
    const char* parts;
  };
  // clang-format 14 can't align tables with long cells.
  // clang-format off
  const Case cases[] = {
      {"a", R"({"a": {"S": "x"}})"},
      {"q", "{}"},
      {"a, q, e", R"({"a": {"S": "x"}, "e": {"M": {}}})"},
      {"m.y.z", R"({"m": {"M": {"y": {"M": {"z": {"S": "deep"}}}}}})"},
      {"m.y.z, m.x", R"({"m": {"M": {"x": {"N": "1"}, "y": {"M": {"z": {"S": "deep"}}}}}})"},
      {"m.q, a.x, e.q, l[7]", "{}"},
      {"l.x, m[0]", "{}"},
      {"l[2], l[0]", R"({"l": {"L": [{"N": "0"}, {"N": "2"}]}})"},
      {"l[2], l[1].y", R"({"l": {"L": [{"M": {"y": {"N": "2"}}}, {"N": "2"}]}})"},
      {"l[1].q, l[0]", R"({"l": {"L": [{"N": "0"}]}})"},
  };
  // clang-format on
  for (const Case& c : cases) {
    CAPTURE(c.text);
    Placeholders none;
    const Projection projection = parse_projection(c.text, none);
    CHECK(Projector(paths_of(projection)).copy(item) == testing::item(c.parts));
    CHECK(project(projection, item) == testing::item(c.parts));
  }
}

TEST_CASE("many paths keep what each of them names") {
  std::mt19937 random(1);
  for (int round = 0; round < 2000; ++round) {
    CAPTURE(round);
    const Item item = testing::random_item(random);
    Projection projection;
    for (auto left = random() % 60; left > 0; --left) {
      projection.paths.push_back(testing::random_path(random, item));
      if (!testing::are_apart(projection.paths)) projection.paths.pop_back();
    }
    Item expected;
    for (const Attribute& each : item) {
      const auto part = kept(each.value, DocumentPath{each.name, {}}, projection.paths);
      if (part) expected.insert_or_assign(each.name, *part);
    }
    CHECK(Projector(paths_of(projection)).copy(item) == expected);
    CHECK(project(projection, item) == expected);
  }
}

}  // namespace core::expressions::project_test
