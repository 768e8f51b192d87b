#include "core/key_schema.h"

#include "core/ensure.h"

#include <algorithm>

namespace core {

const AttributeDefinition* KeySchema::find(std::string_view name) const {
  for (const auto* part : {&partition, &sort}) {
    const auto found =
        std::find_if(part->begin(), part->end(),
                     [&](const AttributeDefinition& attribute) { return attribute.name == name; });
    if (found != part->end()) return &*found;
  }
  return nullptr;
}

Item key_of(const KeySchema& schema, const Item& item) {
  Item key;
  for (const auto* part : {&schema.partition, &schema.sort}) {
    for (const AttributeDefinition& attribute : *part) {
      const AttributeValue* value = item.find(attribute.name);
      ensure(value, "an item has its key's attributes");
      key.insert_or_assign(attribute.name, *value);
    }
  }
  return key;
}

}  // namespace core
