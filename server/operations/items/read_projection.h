#pragma once

#include "core/expressions/ast.h"
#include "core/expressions/placeholders.h"
#include "core/json/value.h"

#include <optional>

namespace server::operations {

// ProjectionExpression or AttributesToGet; nullopt when the whole item is wanted.
std::optional<core::expressions::Projection> read_projection(
    const core::json::Object& request, core::expressions::Placeholders& placeholders);

}  // namespace server::operations
