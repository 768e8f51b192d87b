#pragma once

#include "lambda-host/mappings/delivery_observer.h"
#include "lambda-host/mappings/traced_attempts.h"

#include <cstddef>
#include <deque>
#include <optional>
#include <string_view>
#include <vector>

namespace lambda_host {

// The end of a tumbling window: its final invocation, which has no records.
struct TracedWindow {
  LaneId lane;
  core::WallTime start;
  core::WallTime end;
  // Of the records that the window had.
  core::SequenceNumber first;
  core::SequenceNumber last;
  bool is_terminated_early = false;
  TracedAttempts attempts;
  std::optional<KeptDiscard> kept;  // until it is a discard
  std::optional<Discard> discard;

  bool is_delivered() const;
};

// "pending", "delivered" or "discarded", as of a record.
const char* outcome_name(const TracedWindow& window);

// What became of the newest windows whose end has come. Memory is bounded. Engine thread.
class WindowTrace {
 public:
  static constexpr std::size_t kWindows = 128;

  // As DeliveryObserver has them. The window must be open.
  void attempt_began(const LaneId& lane, const TumblingWindow& window, int number,
                     core::WallTime now);
  void attempt_ended(const LaneId& lane, const InvocationResult& result, bool ok);
  void attempt_refused(const LaneId& lane, const TumblingWindow& window, int number,
                       std::string_view why, core::WallTime now);
  void kept_from_destination(const LaneId& lane, const TumblingWindow& window,
                             const Discard& discard, std::string_view why);
  void discarded(const LaneId& lane, const TumblingWindow& window, const Discard& discard);

  // Those that had a record behind `after` and up to `last`, in the order in which they ended.
  // Until the next call.
  std::vector<const TracedWindow*> windows_of(core::SequenceNumber after,
                                              core::SequenceNumber last) const;

 private:
  TracedWindow* newest_of(const LaneId& lane);
  TracedWindow& window_of(const LaneId& lane, const TumblingWindow& window, int number);

  std::deque<TracedWindow> windows_;
};

}  // namespace lambda_host
