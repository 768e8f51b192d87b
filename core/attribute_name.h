#pragma once

#include <string_view>

namespace core {

// Throws ApiError(validation) for a name that no attribute can have: an empty one, or one of more
// than 65535 bytes. AWS looks at names wherever a request has them, before it knows the table.
void check_attribute_name(std::string_view name);

}  // namespace core
