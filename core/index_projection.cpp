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

// The names of the attributes that an index holds where it doesn't hold all, each once. An item has
// far more than these.
template <class Visit>
void for_each_held(const TableDefinition& table, const IndexDefinition& index, Visit visit) {
  for (const auto* part : {&table.key.partition, &table.key.sort}) {
    for (const AttributeDefinition& attribute : *part) visit(attribute.name);
  }
  for (const auto* part : {&index.key.partition, &index.key.sort}) {
    for (const AttributeDefinition& attribute : *part) {
      if (!table.key.contains(attribute.name)) visit(attribute.name);
    }
  }
  for (const std::string& name : index.non_key_attributes) {
    if (!table.key.contains(name) && !index.key.contains(name)) visit(name);
  }
}

bool is_alike(const AttributeValue* one, const AttributeValue* other) {
  return one && other ? *one == *other : one == other;
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
  std::set<std::string_view> names;
  for_each_held(table, index, [&](const std::string& name) { names.insert(name); });
  return names;
}

bool is_projected_alike(const TableDefinition& table, const IndexDefinition& index, const Item& one,
                        const Item& other) {
  if (index.projection == ProjectionType::all) return one == other;
  bool alike = true;
  for_each_held(table, index, [&](const std::string& name) {
    alike = alike && is_alike(one.find(name), other.find(name));
  });
  return alike;
}

std::size_t projected_size_bytes(const TableDefinition& table, const IndexDefinition& index,
                                 const Item& item) {
  if (index.projection == ProjectionType::all) return item_size_bytes(item);
  std::size_t size_bytes = 0;
  for_each_held(table, index, [&](const std::string& name) {
    const AttributeValue* value = item.find(name);
    if (value) size_bytes += name.size() + attribute_value_size_bytes(*value);
  });
  return size_bytes;
}

bool is_in_index(const IndexDefinition& index, const Item& item) {
  return has_key_values(item, index.key.partition, limits::kMaxPartitionKeyBytes) &&
         has_key_values(item, index.key.sort, limits::kMaxSortKeyBytes);
}

}  // namespace core
