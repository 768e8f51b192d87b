#pragma once

#include "core/limits.h"

#include <cstddef>
#include <string_view>

namespace server::operations {

// How many groups one call looks at, by a pattern: a page may be short, or empty, and still have a
// next one.
constexpr std::size_t kMaxGroupsLookedAt = 10'000;

// How much of a page of events is taken. The first event always finds room.
class LogPage {
 public:
  explicit LogPage(std::size_t limit) : limit_(limit) {}

  bool has_room_for(std::string_view message) const {
    return events_ == 0 ||
           (events_ < limit_ && bytes_ + size_bytes(message) <= core::limits::kMaxLogPageBytes);
  }
  void take(std::string_view message) {
    ++events_;
    bytes_ += size_bytes(message);
  }

 private:
  static std::size_t size_bytes(std::string_view message) {
    return message.size() + core::limits::kLogEventOverheadBytes;
  }

  std::size_t limit_;
  std::size_t events_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace server::operations
