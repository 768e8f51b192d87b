#pragma once

#include "streams/stream_source.h"

#include <cstddef>
#include <span>
#include <string>

namespace lambda_host {

// The event that a function gets: {"Records":[…]}.
std::string event_payload(std::span<const streams::SourceRecord> records);

// What the event's JSON measures: for each record its own JSON and a comma, and the frame without
// the comma that the last one hasn't.
inline constexpr std::size_t kPayloadFrameBytes = 13;
std::size_t payload_share_bytes(const streams::SourceRecord& record);

}  // namespace lambda_host
