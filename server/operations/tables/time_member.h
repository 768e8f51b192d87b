#pragma once

#include "core/clock.h"
#include "core/json/writer.h"

#include <optional>
#include <string_view>

namespace server::operations {

// As AWS writes times: seconds since the epoch, with three digits behind the point. What has no
// time has no member.
void write_time(core::json::Writer& writer, std::string_view name,
                std::optional<core::WallTime> time);

}  // namespace server::operations
