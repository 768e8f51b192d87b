#pragma once

#include "core/clock.h"

#include <cstddef>
#include <optional>

namespace lambda_host {

struct BatchLimits {
  std::size_t records = 100;            // or messages
  core::Duration window{};              // zero: whatever is there makes a batch
  std::size_t payload_bytes = 6291556;  // of the event's JSON (Lambda quotas: 6 MB)
};

// When what is being gathered is a batch: it is full, the next record or message would make its
// event too large, or its window has passed, which begins with the first. Knows how many there are
// and how large their event is; whoever owns it has them. Decides only.
class BatchGauge {
 public:
  explicit BatchGauge(BatchLimits limits) : limits_(limits) {}

  // Takes one that needs so many bytes of the event. False: it isn't taken, as the batch is full
  // now. One that is too large alone makes a batch alone.
  bool add(std::size_t bytes, core::WallTime now);

  bool empty() const { return count_ == 0; }
  bool full() const { return full_ || count_ >= limits_.records; }
  bool ready(core::WallTime now) const;
  // When it will be ready at the latest; nullopt while it is empty.
  std::optional<core::WallTime> closes_at() const;
  std::size_t free_records() const { return limits_.records - count_; }
  std::size_t free_bytes() const;

  // The event has so many bytes besides the records and their frame. For those to come.
  void leave_room(std::size_t bytes) { other_bytes_ = bytes; }
  // The wall time was moved: a window that began ahead of now begins now.
  void date_back(core::WallTime now);
  // The batch was taken.
  void clear();

 private:
  BatchLimits limits_;
  std::size_t count_ = 0;
  std::size_t bytes_ = 0;
  std::size_t other_bytes_ = 0;
  core::WallTime opened_at_;
  bool full_ = false;  // one didn't fit any more
};

}  // namespace lambda_host
