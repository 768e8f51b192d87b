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

// Whether it holds the same of both items.
bool is_projected_alike(const TableDefinition& table, const IndexDefinition& index, const Item& one,
                        const Item& other);

// The size in bytes of what it holds of an item, by DynamoDB's rules.
std::size_t projected_size_bytes(const TableDefinition& table, const IndexDefinition& index,
                                 const Item& item);

// Whether the index has an entry for the item: it has all attributes of the index's key, each of
// its type, not empty and not too long. Items written before the index was may have others.
bool is_in_index(const IndexDefinition& index, const Item& item);

}  // namespace core
