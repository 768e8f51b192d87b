#pragma once

#include <chrono>
#include <optional>

namespace core {

using Duration = std::chrono::microseconds;
using TimePoint = std::chrono::sys_time<Duration>;

// The only source of time: whatever ages asks this, so that a test can move it.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual TimePoint now() const = 0;
};

class SystemClock : public Clock {
 public:
  TimePoint now() const override {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  }
};

// A clock that stands still until it is told to move.
class ManualClock : public Clock {
 public:
  explicit ManualClock(TimePoint start = TimePoint(std::chrono::hours(24 * 365 * 55)))
      : now_(start) {}

  TimePoint now() const override { return now_; }
  void advance(Duration by) { now_ += by; }
  void set(TimePoint to) { now_ = to; }

 private:
  TimePoint now_;
};

// A clock that a user moves: another one's time, shifted, or standing still. Engine thread only.
class AdjustableClock : public Clock {
 public:
  explicit AdjustableClock(const Clock& base) : base_(base) {}

  TimePoint now() const override { return frozen_at_ ? *frozen_at_ : base_.now() + shift_; }

  void freeze() { frozen_at_ = now(); }
  // A frozen clock stays so.
  void advance(Duration by) { set(now() + by); }
  void set(TimePoint to) {
    shift_ = to - base_.now();
    if (frozen_at_) frozen_at_ = to;
  }
  // As the other one again.
  void reset() {
    frozen_at_.reset();
    shift_ = {};
  }

  bool frozen() const { return frozen_at_.has_value(); }
  bool shifted() const { return shift_ != Duration::zero(); }

 private:
  const Clock& base_;
  Duration shift_{};
  std::optional<TimePoint> frozen_at_;
};

constexpr std::int64_t epoch_milliseconds(TimePoint time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

constexpr TimePoint from_epoch_milliseconds(std::int64_t milliseconds) {
  return TimePoint(std::chrono::milliseconds(milliseconds));
}

}  // namespace core
