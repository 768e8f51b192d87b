#include "core/index_projection.h"

#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>

#include <string>

namespace index_projection_test {

using namespace core;
using expressions::testing::item;

namespace {

IndexDefinition index(ProjectionType projection, std::vector<std::string> included = {}) {
  IndexDefinition index;
  index.key = {{{"g", ScalarType::s}}, {{"r", ScalarType::n}}};
  index.projection = projection;
  index.non_key_attributes = std::move(included);
  return index;
}

TableDefinition table() {
  TableDefinition table;
  table.key = {{{"pk", ScalarType::s}}, {{"sk", ScalarType::s}}};
  return table;
}

constexpr const char* kItem =
    R"({"pk":{"S":"a"},"sk":{"S":"b"},"g":{"S":"c"},"r":{"N":"1"},"x":{"S":"xx"},"y":{"S":"yyy"}})";

}  // namespace

TEST_CASE("two items are alike to an index that shows nothing of what they differ in") {
  const auto alike = [](const IndexDefinition& of, const char* other) {
    return is_projected_alike(table(), of, item(kItem), item(other));
  };
  const IndexDefinition all = index(ProjectionType::all);
  const IndexDefinition keys = index(ProjectionType::keys_only);
  const IndexDefinition some = index(ProjectionType::include, {"y", "absent"});
  struct Case {
    const char* other;
    bool to_all;
    bool to_keys;
    bool to_some;
  };
  const Case cases[] = {
      {kItem,                                                                            true,  true, true },
      {R"({"pk":{"S":"a"},"sk":{"S":"b"},"g":{"S":"c"},"r":{"N":"1"},"y":{"S":"yyy"}})", false,
       true,                                                                                          true },
      {R"({"pk":{"S":"a"},"sk":{"S":"b"},"g":{"S":"c"},"r":{"N":"1"},"x":{"S":"xx"}})",  false, true,
       false                                                                                               },
      {R"({"pk":{"S":"a"},"sk":{"S":"b"},"g":{"S":"c"},"r":{"N":"1"},"absent":{"S":"yyy"},)"
       R"("y":{"S":"yyy"}})",                                                     false, true, false},
      {R"({"pk":{"S":"a"},"sk":{"S":"b"},"g":{"S":"d"},"r":{"N":"1"},"y":{"S":"yyy"}})", false,
       false,                                                                                         false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.other);
    CHECK(alike(all, c.other) == c.to_all);
    CHECK(alike(keys, c.other) == c.to_keys);
    CHECK(alike(some, c.other) == c.to_some);
  }
}

TEST_CASE("the attributes that an index holds are known by their names, and all of them at once") {
  const TableDefinition of_table = table();
  const IndexDefinition keys = index(ProjectionType::keys_only);
  const IndexDefinition some = index(ProjectionType::include, {"y"});
  CHECK(projected_attributes(of_table, keys) == std::set<std::string_view>{"g", "pk", "r", "sk"});
  CHECK(projected_attributes(of_table, some) ==
        std::set<std::string_view>{"g", "pk", "r", "sk", "y"});
  for (const char* name : {"pk", "sk", "g", "r", "x", "y"}) {
    CAPTURE(name);
    CHECK(is_projected(of_table, keys, name) ==
          projected_attributes(of_table, keys).contains(name));
    CHECK(is_projected(of_table, some, name) ==
          projected_attributes(of_table, some).contains(name));
    CHECK(is_projected(of_table, index(ProjectionType::all), name));
  }
}

TEST_CASE("the projected size counts names and values of what is shown") {
  const auto size = [](const IndexDefinition& of) {
    return projected_size_bytes(table(), of, item(kItem));
  };
  CHECK(size(index(ProjectionType::keys_only)) == 3 + 3 + 2 + (1 + 2));
  CHECK(size(index(ProjectionType::include, {"x"})) == 11 + 3);
  CHECK(size(index(ProjectionType::include, {"x", "absent", "pk", "g"})) == 11 + 3);
  CHECK(size(index(ProjectionType::all)) == 11 + 3 + 4);
}

TEST_CASE("an item is in an index when it has the whole key, of its types and sizes") {
  const IndexDefinition of = index(ProjectionType::all);
  const auto with_g = [](std::size_t bytes) {
    return R"({"g":{"S":")" + std::string(bytes, 'x') + R"("},"r":{"N":"1"}})";
  };
  CHECK(is_in_index(of, item(kItem)));
  CHECK_FALSE(is_in_index(of, item(R"({"g":{"S":"c"}})")));
  CHECK_FALSE(is_in_index(of, item(R"({"r":{"N":"1"}})")));
  CHECK_FALSE(is_in_index(of, item(R"({"g":{"N":"1"},"r":{"N":"1"}})")));
  CHECK_FALSE(is_in_index(of, item(R"({"g":{"S":""},"r":{"N":"1"}})")));
  CHECK(is_in_index(of, item(with_g(2048))));
  CHECK_FALSE(is_in_index(of, item(with_g(2049))));
}

}  // namespace index_projection_test
