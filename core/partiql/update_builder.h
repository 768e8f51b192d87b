#pragma once

#include "core/expressions/ast.h"
#include "core/partiql/tree.h"
#include "core/partiql/values.h"

namespace core::partiql {

// The SET and REMOVE clauses of an UPDATE: set_add is ADD, set_delete is DELETE. Throws
// ApiError(validation) for what isn't an update, and for paths that get in each other's way.
expressions::Update to_update(const Change& change, Parameters parameters);

}  // namespace core::partiql
