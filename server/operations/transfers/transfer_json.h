#pragma once

#include "core/json/value.h"

#include <cstdint>
#include <string>
#include <string_view>

// What requests and documents of exports and imports have in common.
namespace server::operations {

// A member's text; empty when there is none.
std::string text_in(const core::json::Object& object, std::string_view name);
// A whole number, which must be there.
std::int64_t whole_in(const core::json::Object& object, std::string_view name);

}  // namespace server::operations
