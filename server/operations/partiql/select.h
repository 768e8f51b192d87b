#pragma once

#include "server/operations/partiql/prepared_statement.h"

#include <string>

namespace server::operations {

// The answer of ExecuteStatement to a SELECT: one page of what it finds.
std::string select(const core::json::Object& request, const PreparedStatement& prepared);

}  // namespace server::operations
