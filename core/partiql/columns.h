#pragma once

#include "core/expressions/ast.h"
#include "core/partiql/tree.h"

#include <optional>
#include <string>
#include <vector>

namespace core::partiql {

// What a SELECT shows of an item: the values at paths, side by side under their last names, unlike
// a ProjectionExpression, which keeps the levels above them.
struct Columns {
  std::vector<std::string> names;      // "b" for a.b, "l[0]" for a.l[0]
  expressions::Projection projection;  // a path for each name
};

// nullopt for a star. Throws ApiError(validation) for columns that aren't paths.
std::optional<Columns> to_columns(const Select& select);

// What isn't there is left out.
Item pick(const Columns& columns, const Item& item);

}  // namespace core::partiql
