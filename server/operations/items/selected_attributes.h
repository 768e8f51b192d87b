#pragma once

#include "core/expressions/ast.h"
#include "core/json/value.h"
#include "server/operations/items/read_source.h"

#include <optional>

// The Select parameter of Query and Scan, and how it fits the other ones.
namespace server::operations {

enum class Select { all_attributes, all_projected_attributes, specific_attributes, count };
enum class ReadOperation { query, scan };

// nullopt when it isn't stated. Throws when it contradicts ProjectionExpression, AttributesToGet or
// IndexName.
std::optional<Select> read_select(const core::json::Object& request, ReadOperation operation);

// Whether items must be read whole from the table behind a local index, which costs extra, because
// the index doesn't project what is asked for. Throws for a global index: it can't.
bool reads_behind_index(const ReadSource& source, std::optional<Select> select,
                        const std::optional<core::expressions::Projection>& projection);

}  // namespace server::operations
