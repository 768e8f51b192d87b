#pragma once

#include "lambda-host/alarm.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>

namespace lambda_host {

// How much of events lanes make in one turn of the event loop: where windows end together, or
// somebody is in haste, hundreds of them have a batch at once. Engine thread.
class EventTurns {
 public:
  static constexpr std::size_t kBytes = std::size_t{16} << 20;
  static constexpr std::size_t kBytesOfEvent = 4096;  // beside its records

  explicit EventTurns(std::unique_ptr<Alarm> alarm) : alarm_(std::move(alarm)) {}

  // Whether an event with records of so many bytes may be made in this turn: not behind the one
  // that goes beyond the limit. Ask again in the next turn.
  bool take(std::size_t bytes) {
    if (left_ == 0) return false;
    left_ -= std::min(left_, kBytesOfEvent + bytes);
    if (!std::exchange(is_set_, true)) alarm_->after({}, [this] { begin(); });
    return true;
  }

 private:
  void begin() {
    is_set_ = false;
    left_ = kBytes;
  }

  std::unique_ptr<Alarm> alarm_;
  std::size_t left_ = kBytes;
  bool is_set_ = false;
};

}  // namespace lambda_host
