#include "lambda-host/events/event_lines.h"

#include "lambda-host/events/event_policy.h"

namespace lambda_host {

std::optional<EventLines::Id> EventLines::take(const Function& function, std::size_t most_running) {
  const auto found = lines_.find(function);
  if (found == lines_.end()) return std::nullopt;
  Line& line = found->second;
  if (line.ready.empty() || line.pauses || line.running >= most_running) return std::nullopt;
  const Id id = line.ready.front();
  line.ready.pop_front();
  ++line.running;
  return id;
}

void EventLines::end(const Function& function) {
  const auto found = lines_.find(function);
  Line& line = found->second;
  --line.running;
  line.refusals = 0;
  line.pauses = false;
  if (line.pause) line.pause->cancel();
  forget_if_empty(found);
}

void EventLines::refuse(const Function& function, Id id) {
  Line& line = lines_.at(function);
  --line.running;
  line.ready.push_front(id);
  line.pauses = true;
  if (!line.pause) line.pause = make_alarm_();
  line.pause->after(refusal_delay(++line.refusals), [this, function] { go_on(function); });
}

void EventLines::forget(const core::ScopeFilter& scopes) {
  std::erase_if(lines_, [&](const auto& entry) { return scopes.covers(entry.first.first); });
}

void EventLines::go_on(const Function& function) {
  lines_.at(function).pauses = false;
  look_(function);
}

void EventLines::forget_if_empty(Lines::iterator line) {
  if (line->second.ready.empty() && line->second.running == 0) lines_.erase(line);
}

}  // namespace lambda_host
