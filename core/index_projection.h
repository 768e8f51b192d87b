#pragma once

#include "core/table_definition.h"

#include <cstddef>

namespace core {

// What an index holds of an item: all of it, or the keys of table and index with, for INCLUDE, the
// named attributes.
Item project_to_index(const TableDefinition& table, const IndexDefinition& index, const Item& item);

// The size of that in bytes, by DynamoDB's rules.
std::size_t projected_size_bytes(const TableDefinition& table, const IndexDefinition& index,
                                 const Item& item);

// Whether the index has an entry for the item: it has all attributes of the index's key, each of
// its type, not empty and not too long. Items written before the index was may have others.
bool is_in_index(const IndexDefinition& index, const Item& item);

}  // namespace core
