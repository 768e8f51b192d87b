#pragma once

#include "core/expressions/ast.h"
#include "core/table_definition.h"

namespace server::operations {

// What an update may do to key attributes, as far as the request alone tells. Throws
// ApiError(validation) when it writes an attribute of the table's key, gives one of an index's key
// a type that it can't have or an empty value, or goes into one of either.
void check_keys_updated(const core::TableDefinition& table,
                        const core::expressions::Update& update);

// Only the empty values, which a transaction refuses before it begins.
void check_no_empty_index_key(const core::TableDefinition& table,
                              const core::expressions::Update& update);

}  // namespace server::operations
