#include "storage/index_table.h"

#include "storage/key_codec.h"

#include <doctest/doctest.h>

#include <array>
#include <vector>

namespace index_table_test {

using core::AttributeValue;
using core::ScalarType;

namespace {

const core::KeySchema kTableKey{{{"a", ScalarType::s}}, {{"b", ScalarType::s}}};

core::IndexDefinition index(bool global) {
  core::IndexDefinition definition;
  definition.global = global;
  definition.key = {{{global ? "c" : "a", ScalarType::s}}, {}};
  if (!global)
    definition.key.sort = {
        {"c", ScalarType::s}
    };
  return definition;
}

std::string entry(const core::IndexDefinition& definition, const char* a, const char* b) {
  const core::Item item{
      {"a", AttributeValue(std::string(a))     },
      {"b", AttributeValue(std::string(b))     },
      {"c", AttributeValue(std::string("same"))}
  };
  return *storage::index_entry_key(definition, kTableKey, item,
                                   storage::encode_key(kTableKey, item));
}

}  // namespace

// The orders in which AWS returned these items from Queries (dynalite's recordings).
TEST_CASE("entries of a global index with equal keys come in the order of their items' hash") {
  const std::vector<std::array<const char*, 2>> recorded[] = {
      {{"b", "b"}, {"a", "a"}, {"c", "e"}, {"e", "a"}, {"d", "a"}, {"c", "d"}},
      {{"a", "a"}, {"d", "a"}, {"b", "a"}, {"c", "a"}, {"d", "b"}, {"c", "b"}},
  };
  const core::IndexDefinition global = index(true);
  for (const auto& items : recorded) {
    for (std::size_t i = 0; i + 1 < items.size(); ++i) {
      CAPTURE(i);
      CHECK(entry(global, items[i][0], items[i][1]) <
            entry(global, items[i + 1][0], items[i + 1][1]));
    }
  }
}

TEST_CASE("entries of a local index with equal keys come in the order of the table's sort key") {
  const core::IndexDefinition local = index(false);
  CHECK(entry(local, "c", "a") < entry(local, "c", "b"));
  CHECK(entry(local, "c", "b") < entry(local, "c", "c"));
}

TEST_CASE("an item without the index's key has no entry") {
  const core::Item item{
      {"a", AttributeValue(std::string("a"))},
      {"b", AttributeValue(std::string("b"))}
  };
  CHECK_FALSE(storage::index_entry_key(index(true), kTableKey, item, "key"));
}

}  // namespace index_table_test
