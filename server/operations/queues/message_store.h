#pragma once

#include "core/clock.h"
#include "server/operations/queues/queue_registry.h"
#include "server/operations/queues/receipt_handle.h"
#include "storage/message_table.h"

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace storage {
class Writer;
}

namespace server::operations {

// A message whose size, attributes and characters are checked.
struct OutgoingMessage {
  std::string message_id;  // a UUID
  std::string body;
  std::string attributes;  // JSON, or empty
  std::string sender_id;
  std::string trace_header;
  std::string group_id;
  core::Duration delay{};
};

struct ReceiveOptions {
  std::size_t most = 1;
  core::Duration visibility_timeout{};
};

struct ReceivedMessage {
  storage::MessageState state;  // with this receive
  storage::MessageContent content;
};

struct ReceiveResult {
  std::vector<ReceivedMessage> messages;
  bool has_more_work = false;       // it stopped before it had looked at all
  bool too_many_in_flight = false;  // so there is none
};

struct VisibilityChange {
  std::int64_t message = 0;
  core::Duration timeout{};
};
enum class VisibilityOutcome { changed, no_such_message, beyond_limit };

// What becomes of messages. Everything is done in the writer's turn, in the order in which it was
// asked for, and the completions are called after its commit; with false or nullopt when that
// failed. Engine thread.
class MessageStore {
 public:
  using Done = std::function<void(bool committed)>;
  using ReceiveDone = std::function<void(std::optional<ReceiveResult>)>;
  using ChangeDone = std::function<void(std::optional<std::vector<VisibilityOutcome>>)>;
  using CountDone = std::function<void(const storage::MessageCounts&)>;
  // Told that messages of that queue became visible, or will at another time than it was known.
  using Listener = std::function<void(std::int64_t queue)>;

  MessageStore(QueueRegistry& queues, storage::MessageTable& table, storage::Writer& writer,
               const core::Clock& clock)
      : queues_(queues), table_(table), writer_(writer), clock_(clock) {}

  void set_listener(Listener listener) { listener_ = std::move(listener); }

  // `beside`, if there is one, is called in the messages' transaction.
  void send(Queue& queue, std::vector<OutgoingMessage> messages, Done done,
            std::function<void()> beside = {});
  // Those that are visible, in their order; they are in flight then. What is too old goes, and what
  // was received too often moves to the dead-letter queue.
  void receive(Queue& queue, const ReceiveOptions& options, ReceiveDone done);
  void erase(Queue& queue, std::vector<std::int64_t> messages, Done done);
  // These receives never came to anybody: they don't count, and their messages are visible at once.
  // What was received again or erased since is left alone.
  void hand_back(Queue& queue, std::vector<ReceiptHandle> receives);
  void change_visibility(Queue& queue, std::vector<VisibilityChange> changes, ChangeDone done);

  // Counts them all. When they are many, that goes on in later turns, and what changes meanwhile is
  // counted as it was or as it is, or twice. Calls `done` once, maybe before returning.
  void count(const Queue& queue, CountDone done);
  // Those that are visible, counted up to `most`.
  std::size_t count_visible(const Queue& queue, std::size_t most);
  // When the next message becomes visible that isn't.
  std::optional<core::WallTime> next_visible_at(const Queue& queue);
  // Removes what is too old or was left of queues, a bounded piece of it, from the first queue on
  // or where the last piece ended: true when there is more.
  bool remove_obsolete(bool from_first);

 private:
  struct Receiving;

  struct Counting {
    storage::MessageCounting progress;
    CountDone done;
  };

  void take(Receiving& receiving);
  // Whether more may be taken.
  bool take_some(Receiving& receiving, storage::MessagePosition& seen, std::int64_t now);
  bool take_one(Receiving& receiving, storage::MessageState state, std::int64_t now);
  bool deliver(Receiving& receiving, const storage::MessageState& state, std::int64_t now);
  bool has_too_many_in_flight(Queue& queue, std::int64_t now);
  void count_in_flight(Queue& queue, std::int64_t now);
  // So many more are in flight now, and one leaves at that time.
  static void note_in_flight(Queue& queue, std::size_t messages, std::int64_t until);
  // What was noted of a queue in a turn whose commit failed isn't true.
  void forget_in_flight(std::int64_t queue);
  void undo_receive(Queue& queue, const ReceiptHandle& receive, std::int64_t now);
  VisibilityOutcome change(Queue& queue, const VisibilityChange& change, std::int64_t now);
  void remove_too_old(Queue& queue, storage::RemovalBudget& budget);
  void count_piece();
  // For the turn's limit: messages with so many bytes in all.
  void count_cost(std::size_t messages, std::size_t bytes = 0);
  void tell(std::int64_t queue) const;
  std::int64_t now() const { return core::epoch_milliseconds(clock_.now()); }

  QueueRegistry& queues_;
  storage::MessageTable& table_;
  storage::Writer& writer_;
  const core::Clock& clock_;
  Listener listener_;
  std::deque<Counting> countings_;  // a piece a turn, of the first of them
  core::Scope swept_scope_;         // of the last queue that remove_obsolete was done with
  std::string swept_name_;
};

}  // namespace server::operations
