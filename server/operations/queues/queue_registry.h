#pragma once

#include "core/clock.h"
#include "core/scope_filter.h"
#include "server/operations/queues/queue_settings.h"
#include "storage/message_table.h"
#include "storage/queue_table.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace storage {
class Writer;
}

namespace server::operations {

struct Queue {
  storage::Queue stored;
  QueueSettings settings;
  // At least as many as are in flight; nullopt before they were counted.
  std::optional<std::int64_t> in_flight_at_most;
  // Before this time, in milliseconds, none of those that were counted leaves by itself. 0: some
  // may have left.
  std::int64_t in_flight_until = 0;
};

// All queues, by scope and name. Each change is a transaction of its own, and what is known here
// follows it. Engine thread.
class QueueRegistry {
 public:
  QueueRegistry(storage::sqlite::Connection& connection, storage::MessageTable& messages,
                storage::Writer& writer, const core::Clock& clock);
  QueueRegistry(const QueueRegistry&) = delete;
  QueueRegistry& operator=(const QueueRegistry&) = delete;

  // nullptr when there is none. Valid until it is dropped.
  Queue* find(const core::Scope& scope, std::string_view name);
  Queue* find(std::int64_t id);
  // By its ARN, which must be of that scope.
  Queue* find_by_arn(const core::Scope& scope, std::string_view arn);
  // In the order of their names: those behind `after` whose names begin with the prefix, at most so
  // many.
  std::vector<Queue*> list(const core::Scope& scope, std::string_view prefix,
                           std::string_view after, std::size_t most = core::kAll);
  // Those of the queue's scope that it is the dead-letter queue of, in the same way.
  std::vector<Queue*> sources_of(const Queue& dead_letters, std::string_view after,
                                 std::size_t most);
  std::vector<Queue*> all();
  // Of all scopes, behind the one of that scope and name: at most so many.
  std::vector<Queue*> behind(const core::Scope& scope, const std::string& name, std::size_t most);
  std::vector<Queue*> list(const core::ScopeFilter& scopes);

  // There must be none of the name. Attributes are checked already.
  Queue& create(const core::Scope& scope, std::string_view name, storage::TextMap attributes,
                storage::TextMap tags);
  void set_attributes(Queue& queue, storage::TextMap attributes);
  void set_tags(Queue& queue, storage::TextMap tags);
  // All messages are gone.
  void purge(Queue& queue);
  void drop(Queue& queue);
  // The same of one that was never to be: nobody remembers that it was there.
  void take_back(Queue& queue);
  // Those of these scopes, at most so many, in one transaction. It isn't remembered, so a queue of
  // the same name may be made at once. Answers their ids.
  std::vector<std::int64_t> drop_all(const core::ScopeFilter& scopes,
                                     std::size_t most = core::kAll);
  // The queue loses its messages, and that isn't remembered.
  void empty(Queue& queue);
  // Nobody remembers when queues of these scopes were dropped or purged.
  void forget_times(const core::ScopeFilter& scopes);

  // When a queue of that name was dropped last, or that one was purged, since the program began.
  std::optional<core::WallTime> dropped_at(const core::Scope& scope, std::string_view name) const;
  std::optional<core::WallTime> purged_at(const Queue& queue) const;

 private:
  using Key = std::pair<core::Scope, std::string>;
  // A queue with a redrive policy: its scope, the ARN of its dead-letter queue, its name.
  using Source = std::tuple<core::Scope, std::string, std::string>;

  static Key key_of(const Queue& queue) { return {queue.stored.scope, queue.stored.name.get()}; }
  friend class QueueCopy;
  // It is stored.
  Queue& adopt(storage::Queue stored);
  void store(Queue& queue, storage::Queue changed);
  void note_source(const Queue& queue);
  void forget_source(const Queue& queue);

  storage::QueueTable table_;
  storage::MessageTable& messages_;
  storage::Writer& writer_;
  const core::Clock& clock_;
  std::map<Key, Queue> queues_;
  std::unordered_map<std::int64_t, Queue*> by_id_;
  std::set<Source> sources_;
  std::map<Key, core::WallTime> dropped_at_;
  std::map<Key, core::WallTime> purged_at_;
};

// A queue that is made anew in another scope, a piece at a time: with what it is, and with the
// messages that it has, when this is made. It is there, whole, with the last piece.
class QueueCopy {
 public:
  // In a transaction. The registry must outlive it.
  QueueCopy(QueueRegistry& queues, const Queue& queue, const core::Scope& to,
            storage::TextMap attributes, storage::TextMap tags);

  // Does a piece in a transaction of its own; false when it was the last one. There must be no
  // queue of its name then. When it throws, the copy can't be completed.
  bool step();

 private:
  QueueRegistry& queues_;
  storage::Queue stored_;
  storage::MessageCopy messages_;
};

std::string arn_of(const Queue& queue);

}  // namespace server::operations
