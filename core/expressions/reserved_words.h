#pragma once

#include <string_view>

namespace core::expressions {

// Whether an attribute's name may only be written as a placeholder, whatever its case.
bool is_reserved_word(std::string_view name);

}  // namespace core::expressions
