#pragma once

#include "core/clock.h"

#include <optional>
#include <string>
#include <string_view>

// The ways AWS writes a time. All in UTC.
namespace core {

// "2025-02-22T03:03:25.490": a stream label; callers that need a zone letter append it.
std::string iso_milliseconds(WallTime time);
// "2025-02-22T03:03:25": the second that it lies in.
std::string iso_seconds(WallTime time);
// "2025-02-22"
std::string iso_date(WallTime time);
// "Thu, 26 Nov 2026 12:00:00 GMT": a date in a header (RFC 9110, IMF-fixdate). And back: nullopt
// for any other text.
std::string http_date(WallTime time);
std::optional<WallTime> parse_http_date(std::string_view text);
// Epoch seconds with three decimals, "1560209851.963": a timestamp in a JSON answer.
std::string epoch_seconds_text(WallTime time);
// Reads "2025-02-22T03:03:25.490Z", with or without fraction (of up to six digits) and zone letter:
// always UTC. nullopt for any other text, and for years before 1970.
std::optional<WallTime> parse_iso_time(std::string_view text);
// Whole epoch seconds as AWS prints doubles, "1.684934517E9": ApproximateCreationDateTime.
std::string exponent_seconds_text(WallTime time);

}  // namespace core
