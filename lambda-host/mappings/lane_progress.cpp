#include "lambda-host/mappings/lane_progress.h"

#include "storage/byte_codec.h"

#include <cstdint>

// Bytes:  version  hash of what forms batches (8)  number of lanes, then each lane:
//   number of parts, each:  first  last  failures  waits  1 and an attempt, or 0
//   1 and a window, or 0
//   attempt:  request id  version  function error
//   window:   length  start  state  failures  1 and an attempt, or 0  first  last  first arrival
//   last arrival
// Numbers are varints, times microseconds since the epoch, texts as byte_codec.h has them.
namespace lambda_host {
namespace {

using storage::ByteReader;
using storage::put_text;
using storage::put_varint;

constexpr std::uint64_t kVersion = 1;

// FNV-1a, which doesn't change with the library.
std::uint64_t hash(std::uint64_t seed, std::string_view text) {
  constexpr std::uint64_t kPrime = 0x100000001b3;
  for (const char c : text) seed = (seed ^ static_cast<unsigned char>(c)) * kPrime;
  return (seed ^ text.size()) * kPrime;
}

std::uint64_t forming_hash(const EventSourceMapping& mapping) {
  std::uint64_t value = 0xcbf29ce484222325;
  value = hash(value, std::to_string(mapping.batch_size));
  value = hash(value, std::to_string(mapping.tumbling_window_seconds));
  for (const std::string& pattern : mapping.filter_patterns) value = hash(value, pattern);
  return value;
}

void put_whole(std::string& out, std::int64_t value) {
  put_varint(out, static_cast<std::uint64_t>(value));
}
int small_number(ByteReader& reader) {
  return static_cast<int>(reader.varint());
}

void put_time(std::string& out, core::WallTime time) {
  put_whole(out, time.time_since_epoch().count());
}
core::Duration duration(ByteReader& reader) {
  return core::Duration(static_cast<std::int64_t>(reader.varint()));
}
core::WallTime time(ByteReader& reader) {
  return core::WallTime(duration(reader));
}
core::SequenceNumber sequence(ByteReader& reader) {
  return core::SequenceNumber(reader.varint());
}

void put_attempt(std::string& out, const std::optional<FailedAttempt>& attempt) {
  put_varint(out, attempt ? 1 : 0);
  if (!attempt) return;
  put_text(out, attempt->request_id);
  put_text(out, attempt->executed_version);
  put_varint(out, attempt->function_error ? 1 : 0);
}

std::optional<FailedAttempt> read_attempt(ByteReader& reader) {
  if (reader.varint() == 0) return std::nullopt;
  FailedAttempt attempt;
  attempt.request_id = reader.text();
  attempt.executed_version = reader.text();
  attempt.function_error = reader.varint() != 0;
  return attempt;
}

void put_part(std::string& out, const DeliveryPart& part) {
  put_varint(out, part.first.get());
  put_varint(out, part.last.get());
  put_whole(out, part.failures);
  put_varint(out, part.waits ? 1 : 0);
  put_attempt(out, part.last_failure);
}

DeliveryPart read_part(ByteReader& reader) {
  DeliveryPart part;
  part.first = sequence(reader);
  part.last = sequence(reader);
  part.failures = small_number(reader);
  part.waits = reader.varint() != 0;
  part.last_failure = read_attempt(reader);
  return part;
}

void put_window(std::string& out, const std::optional<WindowProgress>& window) {
  put_varint(out, window ? 1 : 0);
  if (!window) return;
  put_whole(out, window->length.count());
  put_time(out, window->start);
  put_text(out, window->state);
  put_whole(out, window->final_failures);
  put_attempt(out, window->last_failure);
  put_varint(out, window->first.get());
  put_varint(out, window->last.get());
  put_time(out, window->first_arrival);
  put_time(out, window->last_arrival);
}

std::optional<WindowProgress> read_window(ByteReader& reader) {
  if (reader.varint() == 0) return std::nullopt;
  WindowProgress window;
  window.length = duration(reader);
  window.start = time(reader);
  window.state = reader.text();
  window.final_failures = small_number(reader);
  window.last_failure = read_attempt(reader);
  window.first = sequence(reader);
  window.last = sequence(reader);
  window.first_arrival = time(reader);
  window.last_arrival = time(reader);
  return window;
}

LaneProgress read_lane(ByteReader& reader) {
  LaneProgress lane;
  for (std::uint64_t parts = reader.varint(); parts > 0; --parts) {
    lane.parts.push_back(read_part(reader));
  }
  lane.window = read_window(reader);
  return lane;
}

}  // namespace

std::string write_progress(const EventSourceMapping& mapping,
                           const std::vector<LaneProgress>& lanes) {
  std::string out;
  bool empty = true;
  for (const LaneProgress& lane : lanes) empty = empty && lane.empty();
  if (empty) return out;
  put_varint(out, kVersion);
  put_varint(out, forming_hash(mapping));
  put_varint(out, lanes.size());
  for (const LaneProgress& lane : lanes) {
    put_varint(out, lane.parts.size());
    for (const DeliveryPart& part : lane.parts) put_part(out, part);
    put_window(out, lane.window);
  }
  return out;
}

std::vector<LaneProgress> read_progress(const EventSourceMapping& mapping, std::string_view bytes) {
  std::vector<LaneProgress> lanes(static_cast<std::size_t>(mapping.parallelization_factor));
  ByteReader reader(bytes);
  if (bytes.empty() || reader.varint() != kVersion) return lanes;
  const bool forms_alike = reader.varint() == forming_hash(mapping);
  if (reader.varint() != lanes.size()) return lanes;
  for (LaneProgress& lane : lanes) {
    lane = read_lane(reader);
    if (!forms_alike) lane.parts.clear();
  }
  return lanes;
}

}  // namespace lambda_host
