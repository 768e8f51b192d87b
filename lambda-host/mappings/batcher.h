#pragma once

#include "core/clock.h"
#include "streams/stream_source.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace lambda_host {

struct BatchLimits {
  std::size_t records = 100;
  core::Duration window{};              // zero: whatever is there makes a batch
  std::size_t payload_bytes = 6291556;  // of the event's JSON (Lambda quotas: 6 MB)
};

// Gathers records until they are a batch: it is full, or its window has passed. A window begins
// with its batch's first record, so when the previous invocation left records waiting, it begins
// as that one ends. Decides only; whoever owns it waits.
class Batcher {
 public:
  explicit Batcher(BatchLimits limits) : limits_(limits) {}

  // False, and the record isn't taken, when the batch is full or would get too large: then the
  // batch is ready. A record that is too large alone makes a batch alone.
  bool add(streams::SourceRecord& record, core::WallTime now);

  bool empty() const { return records_.empty(); }
  bool full() const { return full_ || records_.size() >= limits_.records; }
  bool ready(core::WallTime now) const;
  // When it will be ready at the latest; nullopt while it is empty.
  std::optional<core::WallTime> closes_at() const;
  std::span<const streams::SourceRecord> records() const { return records_; }
  // The first record's number; needs one.
  core::SequenceNumber first_sequence() const { return records_.front().sequence; }
  // How many records and bytes still fit.
  std::size_t free_records() const { return limits_.records - records_.size(); }
  std::size_t free_bytes() const;

  // The event has so many bytes besides the records and their frame. For the records to come.
  void leave_room(std::size_t bytes) { other_bytes_ = bytes; }

  // The wall time was moved: what lies ahead of now counts as from now.
  void date_back(core::WallTime now);

  // The batch; the next one begins empty.
  std::vector<streams::SourceRecord> take();

 private:
  BatchLimits limits_;
  std::vector<streams::SourceRecord> records_;
  std::size_t payload_bytes_ = 0;
  std::size_t other_bytes_ = 0;
  core::WallTime opened_at_;
  bool full_ = false;  // a record didn't fit any more
};

}  // namespace lambda_host
