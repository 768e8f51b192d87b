#pragma once

#include "core/expressions/ast.h"
#include "core/expressions/placeholders.h"
#include "core/json/value.h"

#include <optional>
#include <string_view>

namespace server::operations {

// ProjectionExpression or AttributesToGet; nullopt when the whole item is wanted.
std::optional<core::expressions::Projection> read_projection(
    const core::json::Object& request, core::expressions::Placeholders& placeholders);

// What the projection shows of a stored item.
core::Item project_stored(const core::expressions::Projection& projection, std::string_view stored);

}  // namespace server::operations
