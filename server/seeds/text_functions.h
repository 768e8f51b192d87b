#pragma once

#include "server/seeds/value.h"

#include <string_view>
#include <vector>

namespace server::seeds {

// Base64, Join, Select and Split, which need nothing but their arguments (CloudFormation's user
// guide, "Intrinsic function reference"). Where these have references, they are called later.
bool is_text_function(std::string_view name);

std::size_t argument_count(std::string_view text_function);

// Throws std::invalid_argument, which says why there is no such value.
Value call_text_function(std::string_view name, const std::vector<Value>& arguments);

}  // namespace server::seeds
