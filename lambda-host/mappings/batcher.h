#pragma once

#include "core/clock.h"
#include "lambda-host/mappings/batch_gauge.h"
#include "streams/stream_source.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace lambda_host {

// Gathers records until they are a batch, by BatchGauge. A window begins with its batch's first
// record, so when the previous invocation left records waiting, it begins as that one ends. Decides
// only; whoever owns it waits.
class Batcher {
 public:
  explicit Batcher(BatchLimits limits) : gauge_(limits) {}

  // False, and the record isn't taken, when the batch is full or would get too large: then the
  // batch is ready. A record that is too large alone makes a batch alone.
  bool add(streams::SourceRecord& record, core::WallTime now);

  bool empty() const { return records_.empty(); }
  bool full() const { return gauge_.full(); }
  bool ready(core::WallTime now) const { return gauge_.ready(now); }
  // When it will be ready at the latest; nullopt while it is empty.
  std::optional<core::WallTime> closes_at() const { return gauge_.closes_at(); }
  std::span<const streams::SourceRecord> records() const { return records_; }
  // The first record's number; needs one.
  core::SequenceNumber first_sequence() const { return records_.front().sequence; }
  // How many records and bytes still fit.
  std::size_t free_records() const { return gauge_.free_records(); }
  std::size_t free_bytes() const { return gauge_.free_bytes(); }

  // The event has so many bytes besides the records and their frame. For the records to come.
  void leave_room(std::size_t bytes) { gauge_.leave_room(bytes); }

  // The wall time was moved: what lies ahead of now counts as from now.
  void date_back(core::WallTime now);

  // The batch; the next one begins empty.
  std::vector<streams::SourceRecord> take();

 private:
  BatchGauge gauge_;
  std::vector<streams::SourceRecord> records_;
};

}  // namespace lambda_host
