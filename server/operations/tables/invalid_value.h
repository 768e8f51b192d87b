#pragma once

#include <string_view>

namespace server::operations {

// What DynamoDB begins with when values don't fit each other or the table.
constexpr std::string_view kInvalid = "One or more parameter values were invalid: ";

}  // namespace server::operations
