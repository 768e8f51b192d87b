#pragma once

#include <string_view>

namespace server::operations {

// "Invalid Request: …", a ValidationException: how operations on backups and exports begin what
// they find wrong with a request.
[[noreturn]] void throw_invalid_request(std::string_view fault);

}  // namespace server::operations
