#include "core/index_projection.h"

#include "core/item_size.h"
#include "core/limits.h"

#include <algorithm>

namespace core {
namespace {

bool is_key_value(const AttributeValue& value, ScalarType type, std::size_t limit_bytes) {
  if (value.type() != attribute_type(type)) return false;
  const std::size_t size_bytes = attribute_value_size_bytes(value);
  return size_bytes > 0 && size_bytes <= limit_bytes;
}

bool has_key_values(const Item& item, const std::vector<AttributeDefinition>& attributes,
                    std::size_t limit_bytes) {
  return std::all_of(attributes.begin(), attributes.end(),
                     [&](const AttributeDefinition& attribute) {
                       const AttributeValue* value = item.find(attribute.name);
                       return value != nullptr && is_key_value(*value, attribute.type, limit_bytes);
                     });
}

}  // namespace

bool is_projected(const TableDefinition& table, const IndexDefinition& index,
                  std::string_view name) {
  const auto& included = index.non_key_attributes;
  return index.projection == ProjectionType::all || table.key.contains(name) ||
         index.key.contains(name) ||
         std::find(included.begin(), included.end(), name) != included.end();
}

std::set<std::string_view> projected_attributes(const TableDefinition& table,
                                                const IndexDefinition& index) {
  const auto& included = index.non_key_attributes;
  std::set<std::string_view> names(included.begin(), included.end());
  for (const KeySchema* key : {&table.key, &index.key}) {
    for (const AttributeDefinition& attribute : key->partition) names.insert(attribute.name);
    for (const AttributeDefinition& attribute : key->sort) names.insert(attribute.name);
  }
  return names;
}

Item project_to_index(const TableDefinition& table, const IndexDefinition& index,
                      const Item& item) {
  if (index.projection == ProjectionType::all) return item;
  Item projected;
  for (const Attribute& attribute : item) {
    if (is_projected(table, index, attribute.name)) {
      projected.insert_or_assign(attribute.name, attribute.value);
    }
  }
  return projected;
}

std::size_t projected_size_bytes(const TableDefinition& table, const IndexDefinition& index,
                                 const Item& item) {
  std::size_t size_bytes = 0;
  for (const Attribute& attribute : item) {
    if (is_projected(table, index, attribute.name)) {
      size_bytes += attribute.name.size() + attribute_value_size_bytes(attribute.value);
    }
  }
  return size_bytes;
}

bool is_in_index(const IndexDefinition& index, const Item& item) {
  return has_key_values(item, index.key.partition, limits::kMaxPartitionKeyBytes) &&
         has_key_values(item, index.key.sort, limits::kMaxSortKeyBytes);
}

}  // namespace core
