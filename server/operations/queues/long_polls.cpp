#include "server/operations/queues/long_polls.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace server::operations {
namespace {

// With a clock that stands still, a message may stay so many microseconds from being visible.
constexpr core::Duration kMinPause = std::chrono::milliseconds(2);

// How many waits one turn ends: each makes an answer.
constexpr std::size_t kEndsAtOnce = 200;

bool is_conclusive(const std::optional<ReceiveResult>& result) {
  return !result || !result->messages.empty();
}

}  // namespace

LongPolls::LongPolls(QueueRegistry& queues, MessageStore& messages, const core::Clock& clock,
                     std::unique_ptr<lambda_host::Alarm> alarm)
    : queues_(queues), messages_(messages), clock_(clock), alarm_(std::move(alarm)) {
  messages_.set_listener([this](std::int64_t queue) { look(queue); });
}

void LongPolls::Poll::finish(std::optional<ReceiveResult> result) {
  if (const auto call = std::exchange(done, nullptr)) call(std::move(result));
}

void LongPolls::Ending::tell() const {
  if (queue_is_gone) return poll->gone();
  poll->finish(ReceiveResult{});
}

void LongPolls::receive(Queue& queue, const ReceiveOptions& options, core::Duration wait,
                        core::HttpPeer* peer, Done done, std::function<void()> gone) {
  const auto poll = std::make_shared<Poll>(
      Poll{options, clock_.steady_now() + wait, std::move(done), std::move(gone)});
  const std::int64_t id = queue.stored.id;
  const bool waits = wait > core::Duration::zero() && !stopped_;
  if (waits && peer) {
    // Who holds whom: the peer's connection the call, and the poll the reply to that connection.
    peer->on_gone([this, id, left = std::weak_ptr(poll)] {
      if (const auto still = left.lock()) give_up(id, still);
    });
  }
  messages_.receive(queue, options, [this, id, waits, poll](std::optional<ReceiveResult> result) {
    if (!waits || is_conclusive(result)) return finish(id, poll, std::move(result));
    wait_in_line(id, poll);
    if (result->has_more_work) look(id);
  });
}

void LongPolls::wait_in_line(std::int64_t queue, const PollPtr& poll) {
  if (poll->left) return;
  if (stopped_) return poll->finish(ReceiveResult{});
  Line& line = lines_[queue];
  poll->place = line.polls.insert(line.polls.end(), poll);
  wake_in(poll->deadline - clock_.steady_now());
  if (line.polls.size() == 1) rest(queue);
}

void LongPolls::give_up(std::int64_t queue, const PollPtr& poll) {
  poll->left = true;
  leave(queue, poll);
}

void LongPolls::leave(std::int64_t queue, const PollPtr& poll) {
  const auto place = std::exchange(poll->place, std::nullopt);
  if (!place) return;
  const auto line = lines_.find(queue);
  line->second.polls.erase(*place);
  if (line->second.polls.empty()) lines_.erase(line);
}

void LongPolls::look(std::int64_t queue) {
  const auto found = lines_.find(queue);
  if (found == lines_.end()) return;
  Line& line = found->second;
  line.has_news = true;
  if (line.looking_for) return;
  line.has_news = false;
  const PollPtr poll = line.looking_for = line.polls.front();
  messages_.receive(*queues_.find(queue), poll->options,
                    [this, queue, poll](std::optional<ReceiveResult> result) {
                      looked(queue, poll, std::move(result));
                    });
}

void LongPolls::looked(std::int64_t queue, const PollPtr& poll,
                       std::optional<ReceiveResult> result) {
  const bool conclusive = is_conclusive(result);
  const bool more = result && result->has_more_work;
  if (conclusive) leave(queue, poll);
  const auto found = lines_.find(queue);
  if (found != lines_.end() && found->second.looking_for == poll) {
    found->second.looking_for = nullptr;
    const bool again = conclusive || more || found->second.has_news;
    if (again) {
      look(queue);
    } else {
      rest(queue);
    }
  }
  if (conclusive) finish(queue, poll, std::move(result));
}

void LongPolls::finish(std::int64_t queue, const PollPtr& poll,
                       std::optional<ReceiveResult> result) {
  const bool is_awaited = poll->done && !poll->left;  // it may have been told nothing by stop
  if (is_awaited) return poll->finish(std::move(result));
  Queue* const found = queues_.find(queue);
  if (!found || !result) return;
  std::vector<ReceiptHandle> receives;
  for (const ReceivedMessage& message : result->messages) {
    receives.push_back({queue, message.state.id, message.state.receive_count});
  }
  if (!receives.empty()) messages_.hand_back(*found, std::move(receives));
}

// Until a message becomes visible by itself.
void LongPolls::rest(std::int64_t queue) {
  Line& line = lines_.at(queue);
  line.next_visible_at = messages_.next_visible_at(*queues_.find(queue));
  if (line.next_visible_at) wake_in(*line.next_visible_at - clock_.now());
}

void LongPolls::wake_in(core::Duration delay) {
  delay = std::max(delay, kMinPause);
  const auto at = clock_.steady_now() + delay;
  if (wakes_at_ && *wakes_at_ <= at) return;
  wakes_at_ = at;
  alarm_->after(delay, [this] { ring(); });
}

void LongPolls::ring() {
  wakes_at_.reset();
  take_overdue(clock_.steady_now());
  ended_ = 0;
  end_some();
  std::vector<std::int64_t> ready;
  for (auto& [queue, line] : lines_) {
    for (const PollPtr& poll : line.polls) wake_in(poll->deadline - clock_.steady_now());
    if (!line.next_visible_at) continue;
    if (*line.next_visible_at <= clock_.now()) {
      line.next_visible_at.reset();
      ready.push_back(queue);
    } else {
      wake_in(*line.next_visible_at - clock_.now());
    }
  }
  for (const std::int64_t queue : ready) look(queue);
}

void LongPolls::take_overdue(core::SteadyTime now) {
  std::vector<std::pair<std::int64_t, PollPtr>> overdue;
  for (const auto& [queue, line] : lines_) {
    for (const PollPtr& poll : line.polls) {
      // One that is being looked for may have found something: it ends after that.
      if (poll->deadline <= now && poll != line.looking_for) overdue.emplace_back(queue, poll);
    }
  }
  for (const auto& [queue, poll] : overdue) {
    leave(queue, poll);
    endings_.push_back({poll});
  }
}

void LongPolls::end_some() {
  for (; ended_ < kEndsAtOnce && !endings_.empty(); ++ended_) {
    const Ending ending = std::move(endings_.front());
    endings_.pop_front();
    ending.tell();
  }
  if (!endings_.empty()) wake_in({});
}

void LongPolls::look_at_all() {
  std::vector<std::int64_t> queues;
  for (const auto& [queue, line] : lines_) queues.push_back(queue);
  for (const std::int64_t queue : queues) look(queue);
}

void LongPolls::give_up(std::int64_t queue) {
  const auto found = lines_.find(queue);
  if (found == lines_.end()) return;
  const auto polls = std::move(found->second.polls);
  lines_.erase(found);
  for (const PollPtr& poll : polls) {
    poll->place.reset();
    endings_.push_back({poll, true});
  }
  end_some();
}

void LongPolls::stop() {
  stopped_ = true;
  for (const Ending& ending : std::exchange(endings_, {})) ending.tell();
  alarm_->cancel();
  const auto lines = std::exchange(lines_, {});
  for (const auto& [queue, line] : lines) {
    for (const PollPtr& poll : line.polls) poll->place.reset();
  }
  for (const auto& [queue, line] : lines) {
    for (const PollPtr& poll : line.polls) poll->finish(ReceiveResult{});
  }
}

std::size_t LongPolls::waiting() const {
  std::size_t count = 0;
  for (const auto& [queue, line] : lines_) count += line.polls.size();
  return count;
}

}  // namespace server::operations
