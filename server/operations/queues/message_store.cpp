#include "server/operations/queues/message_store.h"

#include "core/limits.h"
#include "server/operations/queues/message_fate.h"
#include "storage/writer.h"

#include <algorithm>
#include <memory>

namespace server::operations {
namespace {

// How many messages one receive looks at that it doesn't deliver.
constexpr std::size_t kMaxSetAside = 100;
constexpr std::size_t kRemovedAtOnce = 500;
// And how many bytes of messages it, or a piece of a removal, goes through, as a megabyte takes a
// millisecond or two.
constexpr std::size_t kBytesAtOnce = 2 * core::limits::kMegabyte;
constexpr std::size_t kSweptAtOnce = 500;       // queues
constexpr std::size_t kCountedAtOnce = 50'000;  // messages

// In bytes of a turn (Writer::count): what a message takes beside its own bytes, as a look for some
// does, and one that is counted; and how often a byte counts that is received, as it is digested
// and written into the answer.
constexpr std::size_t kMessageCost = std::size_t{4} << 10;
constexpr std::size_t kReceivedByteCost = 4;
constexpr std::size_t kCountedCost = 32;

std::int64_t milliseconds(core::Duration duration) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

storage::NewMessage view_of(const OutgoingMessage& message) {
  return {message.message_id, message.body,         message.attributes,
          message.sender_id,  message.trace_header, message.group_id};
}

std::size_t size_bytes(const storage::MessageContent& content) {
  return content.body.size() + content.attributes.size();
}

std::size_t size_bytes(const std::vector<OutgoingMessage>& messages) {
  std::size_t bytes = 0;
  for (const auto& each : messages) bytes += each.body.size() + each.attributes.size();
  return bytes;
}

storage::MessageState received(storage::MessageState state, core::Duration visibility_timeout,
                               std::int64_t now) {
  state.visible_at = now + milliseconds(visibility_timeout);
  state.receive_count += 1;
  state.last_received_at = now;
  if (state.first_received_at == 0) state.first_received_at = now;
  return state;
}

// One that was received with no visibility timeout is visible still.
bool is_taken(const std::vector<ReceivedMessage>& messages, std::int64_t id) {
  return std::any_of(messages.begin(), messages.end(),
                     [&](const ReceivedMessage& message) { return message.state.id == id; });
}

}  // namespace

struct MessageStore::Receiving {
  Queue& queue;
  Queue* dead_letters;  // nullptr when there is no such queue
  ReceiveOptions options;
  ReceiveResult result;
  storage::RemovalBudget set_aside{kMaxSetAside, kBytesAtOnce};  // what may be
  std::size_t bytes = 0;                                         // of the result

  bool has_set_aside() const { return set_aside.messages < kMaxSetAside; }
  bool has_room_for(const storage::MessageContent& content) const {
    return result.messages.empty() ||
           bytes + size_bytes(content) <= core::limits::kMaxReceivedBytes;
  }
};

void MessageStore::count_cost(std::size_t messages, std::size_t bytes) {
  writer_.count(messages * kMessageCost + bytes);
}

void MessageStore::tell(std::int64_t queue) const {
  if (listener_) listener_(queue);
}

void MessageStore::send(Queue& queue, std::vector<OutgoingMessage> messages, Done done,
                        std::function<void()> beside) {
  writer_.submit(
      [this, bucket = queue.stored.bucket, messages = std::move(messages),
       beside = std::move(beside)] {
        const std::int64_t sent_at = now();
        for (const OutgoingMessage& message : messages) {
          table_.insert(bucket, view_of(message), sent_at, sent_at + milliseconds(message.delay));
        }
        count_cost(messages.size(), size_bytes(messages));
        if (beside) beside();
      },
      [this, id = queue.stored.id, done = std::move(done)](bool committed) {
        done(committed);
        if (committed) tell(id);
      });
}

// Queues are dropped and changed by transactions of their own, which end the turn first: in it, all
// are what they were when the work was submitted.
void MessageStore::receive(Queue& queue, const ReceiveOptions& options, ReceiveDone done) {
  const auto& redrive = queue.settings.redrive;
  Queue* dead_letters =
      redrive ? queues_.find_by_arn(queue.stored.scope, redrive->dead_letter_arn) : nullptr;
  const auto receiving = std::make_shared<Receiving>(Receiving{queue, dead_letters, options, {}});
  writer_.submit([this, receiving] { take(*receiving); },
                 [this, receiving, id = queue.stored.id, done = std::move(done)](bool committed) {
                   if (!committed) {
                     forget_in_flight(id);
                     return done(std::nullopt);
                   }
                   const bool moved = receiving->dead_letters && receiving->has_set_aside();
                   const std::int64_t target = moved ? receiving->dead_letters->stored.id : 0;
                   done(std::move(receiving->result));
                   if (moved) tell(target);
                 });
}

void MessageStore::take(Receiving& receiving) {
  const std::int64_t at = now();
  count_cost(1);
  if (has_too_many_in_flight(receiving.queue, at)) {
    receiving.result.too_many_in_flight = true;
    return;
  }
  storage::MessagePosition seen;
  while (take_some(receiving, seen, at)) {
  }
  const auto& messages = receiving.result.messages;
  if (messages.empty()) return;
  note_in_flight(receiving.queue, messages.size(), messages.front().state.visible_at);
}

bool MessageStore::take_some(Receiving& receiving, storage::MessagePosition& seen,
                             std::int64_t at) {
  const auto& messages = receiving.result.messages;
  const std::size_t wanted = receiving.options.most - messages.size();
  auto states = table_.find_visible(receiving.queue.stored.bucket, at, seen, wanted);
  for (auto& state : states) {
    if (receiving.set_aside.is_spent()) {
      receiving.result.has_more_work = true;
      return false;
    }
    seen = {state.visible_at, state.id};
    if (!is_taken(messages, state.id) && !take_one(receiving, std::move(state), at)) return false;
  }
  return !states.empty() && messages.size() < receiving.options.most;
}

bool MessageStore::take_one(Receiving& receiving, storage::MessageState state, std::int64_t at) {
  const Queue& queue = receiving.queue;
  count_cost(1);
  const auto set_aside = [&](std::size_t bytes) {
    receiving.set_aside.take(bytes);
    writer_.count(bytes);
    return true;
  };
  const MessageFate fate = fate_of(state, queue.settings, core::from_epoch_milliseconds(at));
  if (fate == MessageFate::expire) return set_aside(table_.erase(queue.stored.bucket, state.id));
  // Without its dead-letter queue, a message stays where it is.
  if (fate == MessageFate::redrive && receiving.dead_letters) {
    state.source_arn = arn_of(queue);
    state.visible_at = at;
    return set_aside(table_.move(state, receiving.dead_letters->stored.bucket));
  }
  return deliver(receiving, state, at);
}

bool MessageStore::deliver(Receiving& receiving, const storage::MessageState& state,
                           std::int64_t at) {
  ReceivedMessage message{received(state, receiving.options.visibility_timeout, at),
                          table_.content(state.id)};
  const std::size_t bytes = size_bytes(message.content);
  writer_.count(bytes * kReceivedByteCost);
  if (!receiving.has_room_for(message.content)) return false;
  writer_.count(table_.update(message.state));
  receiving.bytes += bytes;
  receiving.result.messages.push_back(std::move(message));
  return true;
}

// Counts only when as many might be in flight, and then not again before one may have left, since
// to count them takes long.
bool MessageStore::has_too_many_in_flight(Queue& queue, std::int64_t at) {
  const auto& at_most = queue.in_flight_at_most;
  const bool may_be = at_most && *at_most >= core::limits::kMaxInFlightMessages;
  if (!at_most || (may_be && at >= queue.in_flight_until)) count_in_flight(queue, at);
  return *at_most >= core::limits::kMaxInFlightMessages;
}

void MessageStore::count_in_flight(Queue& queue, std::int64_t at) {
  const std::int64_t in_flight = table_.count_in_flight(queue.stored.bucket, at);
  writer_.count(static_cast<std::size_t>(in_flight) * kCountedCost);
  queue.in_flight_at_most = in_flight;
  queue.in_flight_until = table_.next_visible_at(queue.stored.bucket, at).value_or(0);
}

void MessageStore::note_in_flight(Queue& queue, std::size_t messages, std::int64_t until) {
  if (queue.in_flight_at_most) *queue.in_flight_at_most += static_cast<std::int64_t>(messages);
  queue.in_flight_until = std::min(queue.in_flight_until, until);
}

void MessageStore::forget_in_flight(std::int64_t queue) {
  if (Queue* const found = queues_.find(queue)) found->in_flight_at_most.reset();
}

void MessageStore::erase(Queue& queue, std::vector<std::int64_t> messages, Done done) {
  writer_.submit(
      [this, &queue, messages = std::move(messages)] {
        std::size_t bytes = 0;
        for (const std::int64_t message : messages) {
          bytes += table_.erase(queue.stored.bucket, message);
        }
        queue.in_flight_until = 0;
        count_cost(messages.size(), bytes);
      },
      std::move(done));
}

void MessageStore::hand_back(Queue& queue, std::vector<ReceiptHandle> receives) {
  writer_.submit(
      [this, &queue, receives = std::move(receives)] {
        for (const ReceiptHandle& receive : receives) undo_receive(queue, receive, now());
        count_cost(receives.size());
      },
      [this, id = queue.stored.id](bool committed) {
        if (committed) tell(id);
      });
}

// One that was never received stands where it was sent; others, behind those that are visible.
void MessageStore::undo_receive(Queue& queue, const ReceiptHandle& receive, std::int64_t at) {
  auto state = table_.find(queue.stored.bucket, receive.message);
  if (!state || state->receive_count != receive.receive) return;
  state->receive_count -= 1;
  state->visible_at = at;
  if (state->receive_count == 0) {
    state->visible_at = std::min(state->sent_at, at);
    state->first_received_at = state->last_received_at = 0;
  }
  writer_.count(table_.update(*state));
  queue.in_flight_until = 0;
}

void MessageStore::change_visibility(Queue& queue, std::vector<VisibilityChange> changes,
                                     ChangeDone done) {
  const auto outcomes = std::make_shared<std::vector<VisibilityOutcome>>();
  writer_.submit(
      [this, &queue, outcomes, changes = std::move(changes)] {
        for (const auto& each : changes) outcomes->push_back(change(queue, each, now()));
        count_cost(changes.size());
      },
      [this, id = queue.stored.id, outcomes, done = std::move(done)](bool committed) {
        if (!committed) {
          forget_in_flight(id);
          return done(std::nullopt);
        }
        done(std::move(*outcomes));
        tell(id);
      });
}

VisibilityOutcome MessageStore::change(Queue& queue, const VisibilityChange& change,
                                       std::int64_t at) {
  auto state = table_.find(queue.stored.bucket, change.message);
  if (!state) return VisibilityOutcome::no_such_message;
  if (is_beyond_visibility_limit(*state, change.timeout, core::from_epoch_milliseconds(at))) {
    return VisibilityOutcome::beyond_limit;
  }
  const bool was_visible = state->visible_at <= at;
  state->visible_at = at + milliseconds(change.timeout);
  writer_.count(table_.update(*state));
  note_in_flight(queue, was_visible ? 1 : 0, state->visible_at);
  return VisibilityOutcome::changed;
}

void MessageStore::count(const Queue& queue, CountDone done) {
  countings_.push_back({
      {queue.stored.bucket, now(), {}, {}},
      std::move(done)
  });
  if (countings_.size() == 1) count_piece();
}

void MessageStore::count_piece() {
  Counting& first = countings_.front();
  std::optional<Counting> counted;
  if (!table_.count_some(first.progress, kCountedAtOnce)) {
    counted = std::move(first);
    countings_.pop_front();
  }
  if (!countings_.empty()) writer_.call_later([this] { count_piece(); });
  if (counted) counted->done(counted->progress.counts);
}

std::size_t MessageStore::count_visible(const Queue& queue, std::size_t most) {
  return table_.find_visible(queue.stored.bucket, now(), {}, most).size();
}

std::optional<core::WallTime> MessageStore::next_visible_at(const Queue& queue) {
  const auto at = table_.next_visible_at(queue.stored.bucket, now());
  if (!at) return std::nullopt;
  return core::from_epoch_milliseconds(*at);
}

bool MessageStore::remove_obsolete(bool from_first) {
  if (from_first) {
    swept_scope_ = {};
    swept_name_.clear();
  }
  storage::RemovalBudget budget{kRemovedAtOnce, kBytesAtOnce};
  bool more = false;
  writer_.transact([&] {
    const bool more_dropped = table_.remove_dropped(budget, from_first);
    const auto queues = queues_.behind(swept_scope_, swept_name_, kSweptAtOnce);
    more = more_dropped || queues.size() == kSweptAtOnce;
    for (Queue* queue : queues) {
      if (budget.is_spent()) break;
      remove_too_old(*queue, budget);
      if (budget.is_spent()) break;
      swept_scope_ = queue->stored.scope;
      swept_name_ = queue->stored.name.get();
    }
  });
  return more || budget.is_spent();
}

// No time passes in a snapshot.
void MessageStore::remove_too_old(Queue& queue, storage::RemovalBudget& budget) {
  if (core::is_snapshot(queue.stored.scope)) return;
  const std::int64_t oldest = now() - milliseconds(queue.settings.retention);
  const std::size_t before = budget.messages;
  table_.remove_sent_until(queue.stored.bucket, oldest, budget);
  if (budget.messages < before) queue.in_flight_until = 0;
}

}  // namespace server::operations
