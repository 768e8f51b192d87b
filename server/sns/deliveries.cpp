#include "server/sns/deliveries.h"

#include <utility>

namespace server::sns {

void Deliveries::begin_piece(std::function<void()> piece) {
  waiting_.push_back(std::move(piece));
  run_waiting();
}

void Deliveries::end_piece() {
  --under_way_;
  run_waiting();
}

void Deliveries::run_waiting() {
  while (under_way_ < kMaxPieces && !waiting_.empty()) {
    const auto piece = std::move(waiting_.front());
    waiting_.pop_front();
    ++under_way_;
    piece();
  }
}

bool Deliveries::may_warn(const std::string& subscription, core::SteadyTime now) {
  if (now - forgot_at_ >= kWarningPause) {
    std::erase_if(warned_at_, [&](const auto& each) { return now - each.second >= kWarningPause; });
    forgot_at_ = now;
  }
  const auto [found, is_first] = warned_at_.emplace(subscription, now);
  if (is_first) return true;
  if (now - found->second < kWarningPause) return false;
  found->second = now;
  return true;
}

}  // namespace server::sns
