#pragma once

#include "core/clock.h"
#include "core/names.h"
#include "core/scope_filter.h"
#include "lambda-host/alarm.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace lambda_host {

// The asynchronous invocations that could be tried now, a line for each function, and how many of
// it run. A function that refuses one is left alone for a while, longer each time.
class EventLines {
 public:
  using Id = std::int64_t;
  using Function = std::pair<core::Scope, core::FunctionName>;

  // `look` is told of a line that goes on after a pause.
  EventLines(MakeAlarm make_alarm, std::function<void(const Function&)> look)
      : make_alarm_(std::move(make_alarm)), look_(std::move(look)) {}

  void push(const Function& function, Id id) { lines_[function].ready.push_back(id); }
  // The first that is ready, which runs from now on; nullopt when there is none, when so many run
  // already, or while the line pauses.
  std::optional<Id> take(const Function& function, std::size_t most_running);
  // One that ran doesn't any more: the function may be less busy than it was.
  void end(const Function& function);
  // Nothing of these scopes is ready or runs.
  void forget(const core::ScopeFilter& scopes);
  // One that was to run was refused: it is the first again, after a pause.
  void refuse(const Function& function, Id id);

 private:
  struct Line {
    std::deque<Id> ready;
    std::size_t running = 0;
    int refusals = 0;  // in a row
    std::unique_ptr<Alarm> pause;
    bool pauses = false;
  };
  using Lines = std::map<Function, Line>;

  void go_on(const Function& function);
  void forget_if_empty(Lines::iterator line);

  MakeAlarm make_alarm_;
  std::function<void(const Function&)> look_;
  Lines lines_;
};

}  // namespace lambda_host
