#pragma once

#include "core/expressions/ast.h"
#include "server/operations/items/read_source.h"

// What expressions may say about key attributes, and a filter about an index.
namespace server::operations {

// Throws when a path goes into a key attribute of the table or of any index: keys are scalars.
void check_scalar_keys(const core::TableDefinition& table,
                       const core::expressions::Projection& projection);
void check_scalar_keys(const core::TableDefinition& table,
                       const core::expressions::Condition& filter);
void check_scalar_keys(const core::TableDefinition& table, const core::expressions::Update& update);

// A Query's filter: nothing of the key that it selects by. `parameter` as AWS prints it:
// "QueryFilter" or "Filter Expression".
void check_no_key_filtered(const core::KeySchema& key, const core::expressions::Condition& filter,
                           std::string_view parameter);

// A Query's filter on an index: only what the index projects.
void check_filter_projected(const ReadSource& source, const core::expressions::Condition& filter);

}  // namespace server::operations
