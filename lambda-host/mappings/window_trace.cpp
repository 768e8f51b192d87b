#include "lambda-host/mappings/window_trace.h"

#include "lambda-host/mappings/failure_text.h"

#include <algorithm>

namespace lambda_host {

bool TracedWindow::is_delivered() const {
  return !attempts.newest.empty() && attempts.newest.back().outcome == AttemptOutcome::delivered;
}

const char* outcome_name(const TracedWindow& window) {
  if (window.discard) return "discarded";
  return window.is_delivered() ? "delivered" : "pending";
}

void WindowTrace::attempt_began(const LaneId& lane, const TumblingWindow& window, int number,
                                core::WallTime now) {
  window_of(lane, window, number).attempts.begin(number, now);
}

void WindowTrace::attempt_ended(const LaneId& lane, const InvocationResult& result, bool ok) {
  TracedWindow* const window = newest_of(lane);
  if (!window) return;
  window->attempts.end(result, ok ? AttemptOutcome::delivered : AttemptOutcome::failed,
                       ok ? "" : final_failure_text(result));
}

void WindowTrace::attempt_refused(const LaneId& lane, const TumblingWindow& window, int number,
                                  std::string_view why, core::WallTime now) {
  window_of(lane, window, number).attempts.refuse(number, why, now);
}

void WindowTrace::discarded(const LaneId& lane, const TumblingWindow& window,
                            const Discard& discard) {
  TracedWindow& given_up = window_of(lane, window, discard.invocations + 1);
  given_up.kept.reset();
  given_up.discard = discard;
}

void WindowTrace::kept_from_destination(const LaneId& lane, const TumblingWindow& window,
                                        const Discard& discard, std::string_view why) {
  keep(window_of(lane, window, discard.invocations + 1).kept, discard, why);
}

std::vector<const TracedWindow*> WindowTrace::windows_of(core::SequenceNumber after,
                                                         core::SequenceNumber last) const {
  std::vector<const TracedWindow*> found;
  for (const TracedWindow& window : windows_) {
    if (window.last > after && window.first <= last) found.push_back(&window);
  }
  return found;
}

TracedWindow* WindowTrace::newest_of(const LaneId& lane) {
  const auto found = std::find_if(windows_.rbegin(), windows_.rend(),
                                  [&](const TracedWindow& window) { return window.lane == lane; });
  return found == windows_.rend() ? nullptr : &*found;
}

// The lane's newest one, if it isn't over and the attempt continues its line: after a rewind the
// same window comes again, and is another one.
TracedWindow& WindowTrace::window_of(const LaneId& lane, const TumblingWindow& window, int number) {
  TracedWindow* const newest = newest_of(lane);
  const WindowProgress& open = *window.progress();
  const bool goes_on = newest && newest->start == open.start && newest->first == open.first &&
                       !newest->discard && !newest->is_delivered() &&
                       newest->attempts.count < number;
  if (goes_on) return *newest;
  if (windows_.size() == kWindows) windows_.pop_front();
  TracedWindow& added = windows_.emplace_back();
  added.lane = lane;
  added.start = open.start;
  added.end = window.end();
  added.first = open.first;
  added.last = open.last;
  added.is_terminated_early = window.is_terminated_early();
  return added;
}

}  // namespace lambda_host
