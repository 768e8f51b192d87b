#pragma once

#include "core/clock.h"
#include "core/names.h"
#include "core/sequence_number.h"
#include "streams/stream_source.h"

#include <cstddef>
#include <optional>
#include <string>
#include <variant>

namespace server::control {

// A sequence number, or the first record that was made at a time or later.
using StreamPlace = std::variant<core::SequenceNumber, core::WallTime>;

// Of all shards: from a place on, and up to another one: to that sequence number, or what was made
// before that time. Without them, all that is there.
struct StreamRange {
  core::StreamArn stream;
  std::optional<StreamPlace> from;
  std::optional<StreamPlace> to;
};

struct StreamDump {
  std::string ndjson;  // events as a function gets them, one a line, by sequence number
  std::optional<core::SequenceNumber> next;  // there are more from here on
};

// At most so many records, and few megabytes: so that nobody waits long for it. The stream must be
// there.
StreamDump dump_stream(streams::StreamSource& source, const StreamRange& range, std::size_t limit);

}  // namespace server::control
