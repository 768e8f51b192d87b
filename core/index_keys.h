#pragma once

#include "core/table_definition.h"

#include <vector>

namespace core {

// The table's indexes by name: where several have the same fault, AWS names the first of them.
// Pointers into the table.
std::vector<const IndexDefinition*> in_name_order(const TableDefinition& table);

// One attribute of the index's key. Throws as check_index_keys does.
void check_index_key(const IndexDefinition& index, const AttributeDefinition& attribute,
                     const AttributeValue& value);

// The first check of check_index_key, where only the value's type is known.
void check_index_key_type(const IndexDefinition& index, const AttributeDefinition& attribute,
                          AttributeType type);

// Throws ApiError(validation) when the item has an attribute of some secondary index's key with a
// type, an emptiness or a size that an index key can't have. AWS refuses the whole write.
void check_index_keys(const TableDefinition& table, const Item& item);

// Only the emptiness, of attributes that have their type: a transaction refuses it before it
// begins.
void check_no_empty_index_key(const TableDefinition& table, const Item& item);

// As check_index_keys for what an update made of an item, where AWS words a wrong type differently:
// types that the request alone tells were checked before.
void check_updated_index_keys(const TableDefinition& table, const Item& item);

}  // namespace core
