#pragma once

#include "core/clock.h"
#include "core/json/value.h"
#include "core/json/writer.h"

#include <cstdint>
#include <string>
#include <string_view>

// What requests, answers and documents of exports and imports have in common.
namespace server::operations {

// A member's text; empty when there is none.
std::string text_in(const core::json::Object& object, std::string_view name);
// A whole number, which must be there.
std::int64_t whole_in(const core::json::Object& object, std::string_view name);
// As AWS writes times: seconds since the epoch.
void write_time(core::json::Writer& writer, std::string_view name, core::WallTime time);

}  // namespace server::operations
