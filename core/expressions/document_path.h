#pragma once

#include "core/attribute_value.h"

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

namespace core::expressions {

// Where a value lies in an item: an attribute, then map keys and list indexes: a.b[2].c
struct DocumentPath {
  using Step = std::variant<std::string, std::size_t>;

  std::string attribute;
  std::vector<Step> steps;

  friend bool operator==(const DocumentPath&, const DocumentPath&) = default;
};

// nullptr when there is nothing at the path.
const AttributeValue* find(const Item& item, const DocumentPath& path);

// "[a, b, [2], c]": how AWS prints a path in an error text.
std::string text(const DocumentPath& path);

}  // namespace core::expressions
