#pragma once

#include "core/table_definition.h"

namespace core {

// One attribute of the index's key. Throws as check_index_keys does.
void check_index_key(const IndexDefinition& index, const AttributeDefinition& attribute,
                     const AttributeValue& value);

// Throws ApiError(validation) when the item has an attribute of some secondary index's key with a
// type, an emptiness or a size that an index key can't have. AWS refuses the whole write.
void check_index_keys(const TableDefinition& table, const Item& item);

}  // namespace core
