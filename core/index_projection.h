#pragma once

#include "core/table_definition.h"

#include <cstddef>
#include <set>
#include <string_view>

namespace core {

// Whether an index holds the attribute of this name: it holds all of an item, or the keys of table
// and index with, for INCLUDE, the named attributes.
bool is_projected(const TableDefinition& table, const IndexDefinition& index,
                  std::string_view name);
// Those attributes, where it doesn't hold all; views of the definitions.
std::set<std::string_view> projected_attributes(const TableDefinition& table,
                                                const IndexDefinition& index);

// What it holds of an item.
Item project_to_index(const TableDefinition& table, const IndexDefinition& index, const Item& item);

// The size of that in bytes, by DynamoDB's rules.
std::size_t projected_size_bytes(const TableDefinition& table, const IndexDefinition& index,
                                 const Item& item);

// Whether the index has an entry for the item: it has all attributes of the index's key, each of
// its type, not empty and not too long. Items written before the index was may have others.
bool is_in_index(const IndexDefinition& index, const Item& item);

}  // namespace core
