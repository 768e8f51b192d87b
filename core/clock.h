#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

// Two times, which the compiler keeps apart: neither can be compared with or taken from the other.
//
// - WallTime is the time of day, as requests, answers and the database tell it. A user may move it
//   forth and back, so one that was read earlier may lie ahead of now. By it goes what ages:
//   records, batching windows, iterators, tokens, statuses, items that expire.
// - SteadyTime only goes on, at the pace of real time, and means nothing outside of this process.
//   By it goes what a process or a peer is given: time limits, durations, delays.
namespace core {

using Duration = std::chrono::microseconds;
using WallTime = std::chrono::sys_time<Duration>;
using SteadyTime = std::chrono::time_point<std::chrono::steady_clock, Duration>;

constexpr std::int64_t epoch_milliseconds(WallTime time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

constexpr WallTime from_epoch_milliseconds(std::int64_t milliseconds) {
  return WallTime(std::chrono::milliseconds(milliseconds));
}

// The only source of both times, so that a test can move them.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual WallTime now() const = 0;
  virtual SteadyTime steady_now() const = 0;
  // The milliseconds since the epoch that the clocks of this machine's other processes show at that
  // time: nobody moves those.
  virtual std::int64_t host_milliseconds(SteadyTime at) const = 0;
  // What a time that was read earlier counts as, where its age matters. One that lies ahead of now
  // was read before the wall time was moved back, and counts as read when it was.
  virtual WallTime dated(WallTime time) const { return std::min(time, now()); }
};

class SystemClock : public Clock {
 public:
  WallTime now() const override {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  }
  SteadyTime steady_now() const override {
    return std::chrono::time_point_cast<Duration>(std::chrono::steady_clock::now());
  }
  std::int64_t host_milliseconds(SteadyTime at) const override {
    return epoch_milliseconds(now() + (at - steady_now()));
  }
};

// A clock that stands still until it is told to go on.
class ManualClock : public Clock {
 public:
  explicit ManualClock(WallTime start = WallTime(std::chrono::hours(24 * 365 * 55)))
      : now_(start), start_(start) {}

  WallTime now() const override { return now_; }
  SteadyTime steady_now() const override { return SteadyTime(elapsed_); }
  std::int64_t host_milliseconds(SteadyTime at) const override {
    return epoch_milliseconds(start_ + at.time_since_epoch());
  }

  // Time passes.
  void advance(Duration by) {
    now_ += by;
    elapsed_ += by;
  }
  // Somebody sets the wall clock: no time passes.
  void set(WallTime to) { now_ = to; }

 private:
  WallTime now_;
  WallTime start_;
  Duration elapsed_{};
};

}  // namespace core
