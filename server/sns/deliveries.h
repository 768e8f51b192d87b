#pragma once

#include "core/clock.h"

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <unordered_map>

namespace server::sns {

// What all notifications that are on their way to subscribers have in common. Engine thread.
class Deliveries {
 public:
  // Pieces that are under way at a time: more would keep others waiting, and take memory.
  static constexpr std::size_t kMaxPieces = 8;
  static constexpr core::Duration kWarningPause = std::chrono::minutes(1);

  // Runs `piece`: at once, or when enough of those before it have ended. Each ends once, later than
  // it was run.
  void begin_piece(std::function<void()> piece);
  void end_piece();

  // Whether to warn of that subscription: if nobody did in the last minute.
  bool may_warn(const std::string& subscription, core::SteadyTime now);

 private:
  void run_waiting();

  std::deque<std::function<void()>> waiting_;
  std::size_t under_way_ = 0;
  std::unordered_map<std::string, core::SteadyTime> warned_at_;  // only of the last two minutes
  core::SteadyTime forgot_at_{};
};

}  // namespace server::sns
