#pragma once

#include "core/expressions/ast.h"
#include "core/partiql/tree.h"
#include "core/partiql/values.h"

namespace core::partiql {

// What WHERE says, as the condition of an item operation. Throws ApiError(validation) for what
// DynamoDB can't ask of an item.
expressions::Condition to_condition(const Expression& where, Parameters parameters);

}  // namespace core::partiql
