#pragma once

#include "core/clock.h"
#include "core/names.h"

#include <string>
#include <string_view>

namespace server::operations {

// An ARN for a table's new export or import, "…:table/NAME/export/01791506414432-3f2e5aa4", that no
// other has.
std::string new_transfer_arn(const core::Scope& scope, const std::string& table,
                             std::string_view kind, core::WallTime now);

// Whether the text is the ARN of an export or an import, of whatever scope.
bool is_transfer_arn(std::string_view text, std::string_view kind);

}  // namespace server::operations
