#include "core/adjustable_clock.h"

#include <algorithm>
#include <utility>

namespace core {
namespace {

constexpr Duration kLeastJump = std::chrono::seconds(1);
// 9999-12-31T23:59:59.999999
constexpr WallTime kLastTime{std::chrono::seconds(253'402'300'800) - Duration(1)};

Duration lead_of(const Clock& clock) {
  return clock.now().time_since_epoch() - clock.steady_now().time_since_epoch();
}

}  // namespace

AdjustableClock::AdjustableClock(const Clock& base) : base_(base), base_lead_(lead_of(base)) {}

WallTime AdjustableClock::shifted_now() const {
  return std::min(base_.now() + shift_, kLastTime);
}

WallTime AdjustableClock::dated(WallTime time) const {
  const WallTime present = now();
  if (time <= present) return time;
  return std::min(set_back_to_.value_or(present), present);
}

void AdjustableClock::set(WallTime to) {
  const WallTime before = now();
  shift_ = to - base_.now();
  if (frozen_at_) frozen_at_ = to;
  jumped_from(before);
}

void AdjustableClock::reset() {
  const WallTime before = now();
  frozen_at_.reset();
  shift_ = {};
  jumped_from(before);
}

void AdjustableClock::notice_jump() {
  const Duration lead = lead_of(base_);
  const Duration by = lead - std::exchange(base_lead_, lead);
  if (std::chrono::abs(by) > kLeastJump && !frozen_at_) jumped_from(now() - by);
}

void AdjustableClock::jumped_from(WallTime before) {
  if (now() < before) set_back_to_ = now();
  if (jumped_) jumped_(before);
}

}  // namespace core
