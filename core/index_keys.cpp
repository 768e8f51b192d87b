#include "core/index_keys.h"

#include "core/api_error.h"
#include "core/item_size.h"
#include "core/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace core {
namespace {

void check_size(const AttributeValue& value, bool partition) {
  const std::size_t size_bytes = attribute_value_size_bytes(value);
  // The missing blank is AWS's own.
  if (partition && size_bytes > limits::kMaxPartitionKeyBytes) {
    throw_validation(
        "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size "
        "limit of2048 bytes");
  }
  if (!partition && size_bytes > limits::kMaxSortKeyBytes) {
    throw_validation(
        "One or more parameter values were invalid: Aggregated size of all range keys has exceeded "
        "the size limit of 1024 bytes");
  }
}

bool contains(const std::vector<AttributeDefinition>& attributes, std::string_view name) {
  return std::any_of(attributes.begin(), attributes.end(),
                     [&](const AttributeDefinition& attribute) { return attribute.name == name; });
}

template <class Visit>
void for_each_present_key(const TableDefinition& table, const Item& item, Visit visit) {
  for (const IndexDefinition* index : in_name_order(table)) {
    for (const auto* attributes : {&index->key.partition, &index->key.sort}) {
      for (const AttributeDefinition& attribute : *attributes) {
        const AttributeValue* value = item.find(attribute.name);
        if (value != nullptr) visit(*index, attribute, *value);
      }
    }
  }
}

void check_not_empty(const IndexDefinition& index, const AttributeDefinition& attribute,
                     const AttributeValue& value) {
  if (!is_empty_scalar(value)) return;
  throw_validation(fmt::format(
      "One or more parameter values are not valid. A value specified for a secondary index key is "
      "not supported. The AttributeValue for a key attribute cannot contain an empty {} value. "
      "IndexName: {}, IndexKey: {}",
      value.type() == AttributeType::s ? "string" : "binary", index.name.get(), attribute.name));
}

}  // namespace

std::vector<const IndexDefinition*> in_name_order(const TableDefinition& table) {
  std::vector<const IndexDefinition*> indexes;
  indexes.reserve(table.indexes.size());
  for (const IndexDefinition& index : table.indexes) indexes.push_back(&index);
  std::sort(indexes.begin(), indexes.end(),
            [](const auto* left, const auto* right) { return left->name < right->name; });
  return indexes;
}

void check_index_key_type(const IndexDefinition& index, const AttributeDefinition& attribute,
                          AttributeType type) {
  if (type == attribute_type(attribute.type)) return;
  throw_validation(fmt::format(
      "One or more parameter values were invalid: Type mismatch for Index Key {} Expected: {} "
      "Actual: {} IndexName: {}",
      attribute.name, type_name(attribute_type(attribute.type)), type_name(type),
      index.name.get()));
}

void check_index_key(const IndexDefinition& index, const AttributeDefinition& attribute,
                     const AttributeValue& value) {
  check_index_key_type(index, attribute, value.type());
  check_not_empty(index, attribute, value);
  check_size(value, contains(index.key.partition, attribute.name));
}

void check_index_keys(const TableDefinition& table, const Item& item) {
  for_each_present_key(table, item, check_index_key);
}

void check_no_empty_index_key(const TableDefinition& table, const Item& item) {
  for_each_present_key(table, item,
                       [](const IndexDefinition& index, const AttributeDefinition& attribute,
                          const AttributeValue& value) {
                         if (value.type() != attribute_type(attribute.type)) return;
                         check_not_empty(index, attribute, value);
                       });
}

void check_updated_index_keys(const TableDefinition& table, const Item& item) {
  for_each_present_key(table, item,
                       [](const IndexDefinition& index, const AttributeDefinition& attribute,
                          const AttributeValue& value) {
                         if (value.type() != attribute_type(attribute.type)) {
                           throw_validation(
                               "The update expression attempted to update the secondary index key "
                               "to unsupported type");
                         }
                         check_index_key(index, attribute, value);
                       });
}

}  // namespace core
