#pragma once

#include "core/clock.h"

#include <functional>
#include <optional>

namespace core {

// A clock whose wall time a user moves: another one's, shifted, or standing still. Its steady time
// is the other one's. Engine thread only.
class AdjustableClock : public Clock {
 public:
  explicit AdjustableClock(const Clock& base);

  // Never past the year 9999, where a shifted clock stands still: our texts end there.
  WallTime now() const override { return frozen_at_ ? *frozen_at_ : shifted_now(); }
  SteadyTime steady_now() const override { return base_.steady_now(); }
  std::int64_t host_milliseconds(SteadyTime at) const override {
    return base_.host_milliseconds(at);
  }
  WallTime dated(WallTime time) const override;

  // Called after each jump of the wall time, with what it was before: for what waits until it is a
  // certain time, and, after one back, for what lies ahead of it now.
  void on_jump(std::function<void(WallTime before)> call) { jumped_ = std::move(call); }

  void freeze() { frozen_at_ = now(); }
  // A frozen clock stays so.
  void advance(Duration by) { set(now() + by); }
  void set(WallTime to);
  // As the other one again.
  void reset();
  // To be called now and then, since the other one may jump by itself: somebody sets the machine's
  // clock, or it slept. Whatever parts it from the steady time by more than a second is a jump.
  void notice_jump();

  bool frozen() const { return frozen_at_.has_value(); }
  bool shifted() const { return shift_ != Duration::zero(); }

 private:
  WallTime shifted_now() const;
  void jumped_from(WallTime before);

  const Clock& base_;
  Duration base_lead_;  // of its wall time before its steady time, when last looked at
  Duration shift_{};
  std::optional<WallTime> frozen_at_;
  std::optional<WallTime> set_back_to_;  // where the last jump back led
  std::function<void(WallTime before)> jumped_;
};

}  // namespace core
