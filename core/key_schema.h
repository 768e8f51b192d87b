#pragma once

#include "core/attribute_value.h"

#include <string>
#include <string_view>
#include <vector>

namespace core {

// What a key attribute may be. The order is that of AttributeType's first three.
enum class ScalarType { s, n, b };

constexpr AttributeType attribute_type(ScalarType type) {
  return static_cast<AttributeType>(type);
}

struct AttributeDefinition {
  std::string name;
  ScalarType type = ScalarType::s;
  friend bool operator==(const AttributeDefinition&, const AttributeDefinition&) = default;
};

// A table has one partition attribute and at most one sort attribute, a global secondary index up
// to four of each.
struct KeySchema {
  std::vector<AttributeDefinition> partition;
  std::vector<AttributeDefinition> sort;

  // nullptr when no part of the key has that name.
  const AttributeDefinition* find(std::string_view name) const;
  bool contains(std::string_view name) const { return find(name) != nullptr; }
  friend bool operator==(const KeySchema&, const KeySchema&) = default;
};

// The key attributes of an item that has them all.
Item key_of(const KeySchema& schema, const Item& item);

}  // namespace core
