#pragma once

#include "lambda-host/mappings/window.h"
#include "streams/stream_source.h"

#include <cstddef>
#include <span>
#include <string>

namespace lambda_host {

// The event that a function gets: {"Records":[…]}.
std::string event_payload(std::span<const streams::SourceRecord> records);

// What an event with windows has besides its records.
struct WindowEvent {
  const TumblingWindow& window;  // that is open
  const core::ShardId& shard;
  const core::StreamArn& stream;
  bool is_final = false;
};

// The event of a mapping with tumbling windows (Lambda guide, "Stateful processing in DynamoDB").
std::string window_payload(std::span<const streams::SourceRecord> records,
                           const WindowEvent& event);

// What the event's JSON measures: for each record its own JSON and a comma, and the frame without
// the comma that the last one hasn't.
inline constexpr std::size_t kPayloadFrameBytes = 13;
std::size_t payload_share_bytes(const streams::SourceRecord& record);
// What so many records measure at most, by what is stored of them: for whoever hasn't made their
// JSON yet.
std::size_t most_payload_bytes(std::size_t records, std::size_t stored_bytes);
// And at most so many bytes more with a window, beside its state.
inline constexpr std::size_t kWindowFrameBytes = 1024;

}  // namespace lambda_host
