#pragma once

#include "core/clock.h"
#include "core/http_message.h"
#include "lambda-host/alarm.h"
#include "server/operations/queues/message_store.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <unordered_map>

namespace server::operations {

// Receives that wait for a message: no thread each, no polling. Those of a queue stand in line; the
// first one looks again when a message of the queue was committed or becomes visible, which an
// alarm tells. How long one waits goes by the steady time, when a message is visible by the wall
// time. Engine thread.
class LongPolls {
 public:
  // nullopt: a commit failed. An empty result: the time was over.
  using Done = MessageStore::ReceiveDone;

  LongPolls(QueueRegistry& queues, MessageStore& messages, const core::Clock& clock,
            std::unique_ptr<lambda_host::Alarm> alarm);
  LongPolls(const LongPolls&) = delete;
  LongPolls& operator=(const LongPolls&) = delete;

  // Looks at once, and waits so long if there is nothing. `done` is called unless the peer, which
  // may be nullptr, leaves before, or the queue goes: then `gone` is. What was being taken for a
  // peer that left, or as the program ended, is handed back.
  void receive(Queue& queue, const ReceiveOptions& options, core::Duration wait,
               core::HttpPeer* peer, Done done, std::function<void()> gone);

  // Messages of that queue came, or are visible at another time.
  void look(std::int64_t queue);
  // The wall clock was moved.
  void look_at_all();
  // The queue is gone.
  void give_up(std::int64_t queue);
  // Nobody waits any longer, now or later.
  void stop();

  std::size_t waiting() const;

 private:
  struct Poll;
  using PollPtr = std::shared_ptr<Poll>;
  using Polls = std::list<PollPtr>;
  struct Poll {
    ReceiveOptions options;
    core::SteadyTime deadline;
    Done done;
    std::function<void()> gone;
    bool left = false;                          // the peer
    std::optional<Polls::iterator> place = {};  // in the line, while it stands there

    // Once.
    void finish(std::optional<ReceiveResult> result);
  };
  // Of one that stands in no line any more.
  struct Ending {
    PollPtr poll;
    bool queue_is_gone = false;  // else its time is over

    void tell() const;
  };
  struct Line {
    Polls polls;
    PollPtr looking_for;    // a receive is under way for that one
    bool has_news = false;  // since then
    std::optional<core::WallTime> next_visible_at;
  };

  void wait_in_line(std::int64_t queue, const PollPtr& poll);
  void give_up(std::int64_t queue, const PollPtr& poll);  // the peer left
  void leave(std::int64_t queue, const PollPtr& poll);    // the line, however long that is
  void finish(std::int64_t queue, const PollPtr& poll, std::optional<ReceiveResult> result);
  void looked(std::int64_t queue, const PollPtr& poll, std::optional<ReceiveResult> result);
  void rest(std::int64_t queue);
  void take_overdue(core::SteadyTime now);
  void end_some();
  void ring();
  void wake_in(core::Duration delay);

  QueueRegistry& queues_;
  MessageStore& messages_;
  const core::Clock& clock_;
  std::unique_ptr<lambda_host::Alarm> alarm_;
  std::optional<core::SteadyTime> wakes_at_;
  std::unordered_map<std::int64_t, Line> lines_;  // only those with polls
  std::deque<Ending> endings_;                    // not told yet, since so many end at once
  std::size_t ended_ = 0;                         // that were told since the alarm rang last
  bool stopped_ = false;
};

}  // namespace server::operations
