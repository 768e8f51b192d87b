#pragma once

#include "core/clock.h"
#include "core/scope_filter.h"
#include "server/operations/queues/queue_settings.h"
#include "storage/message_table.h"
#include "storage/queue_table.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
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
  // In the order of their names: those behind `after` whose names begin with the prefix.
  std::vector<Queue*> list(const core::Scope& scope, std::string_view prefix,
                           std::string_view after);
  std::vector<Queue*> all();
  std::vector<Queue*> list(const core::ScopeFilter& scopes);

  // There must be none of the name. Attributes are checked already.
  Queue& create(const core::Scope& scope, std::string_view name, storage::TextMap attributes,
                storage::TextMap tags);
  // The same of another scope's, with its messages, and these attributes and tags.
  Queue& copy(const Queue& queue, const core::Scope& to, storage::TextMap attributes,
              storage::TextMap tags);
  void set_attributes(Queue& queue, storage::TextMap attributes);
  void set_tags(Queue& queue, storage::TextMap tags);
  // All messages are gone.
  void purge(Queue& queue);
  void drop(Queue& queue);
  // The same of one that was never to be: nobody remembers that it was there.
  void take_back(Queue& queue);
  // All of these scopes, in one transaction: they are dropped, or lose their messages. Neither is
  // remembered, so a queue of the same name may be made at once.
  void drop_all(const core::ScopeFilter& scopes);
  void empty_all(const core::ScopeFilter& scopes);

  // When a queue of that name was dropped last, or that one was purged, since the program began.
  std::optional<core::WallTime> dropped_at(const core::Scope& scope, std::string_view name) const;
  std::optional<core::WallTime> purged_at(const Queue& queue) const;

 private:
  using Key = std::pair<core::Scope, std::string>;

  static Key key_of(const Queue& queue) { return {queue.stored.scope, queue.stored.name.get()}; }
  // Stores it, with what `fill` puts into its bucket.
  Queue& add(storage::Queue stored, const std::function<void(std::int64_t bucket)>& fill);
  void store(Queue& queue, storage::Queue changed);
  void forget_times(const core::ScopeFilter& scopes);

  storage::QueueTable table_;
  storage::MessageTable& messages_;
  storage::Writer& writer_;
  const core::Clock& clock_;
  std::map<Key, Queue> queues_;
  std::unordered_map<std::int64_t, Queue*> by_id_;
  std::map<Key, core::WallTime> dropped_at_;
  std::map<Key, core::WallTime> purged_at_;
};

std::string arn_of(const Queue& queue);

}  // namespace server::operations
