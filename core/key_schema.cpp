#include "core/key_schema.h"

#include <algorithm>
#include <cassert>

namespace core {

bool KeySchema::contains(std::string_view name) const {
  const auto named = [&](const AttributeDefinition& attribute) { return attribute.name == name; };
  return std::any_of(partition.begin(), partition.end(), named) ||
         std::any_of(sort.begin(), sort.end(), named);
}

Item key_of(const KeySchema& schema, const Item& item) {
  Item key;
  for (const auto* part : {&schema.partition, &schema.sort}) {
    for (const AttributeDefinition& attribute : *part) {
      const AttributeValue* value = item.find(attribute.name);
      assert(value);
      key.insert_or_assign(attribute.name, *value);
    }
  }
  return key;
}

}  // namespace core
