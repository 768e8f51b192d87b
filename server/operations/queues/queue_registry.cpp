#include "server/operations/queues/queue_registry.h"

#include "core/arn.h"
#include "core/limits.h"
#include "storage/writer.h"

namespace server::operations {
namespace {

// What is older than a minute matters to nobody.
template <class Key>
void note(std::map<Key, core::WallTime>& times, Key key, core::WallTime now) {
  std::erase_if(
      times, [&](const auto& each) { return now - each.second >= core::limits::kQueueNameRest; });
  times.insert_or_assign(std::move(key), now);
}

template <class Key>
std::optional<core::WallTime> find_time(const std::map<Key, core::WallTime>& times,
                                        const Key& key) {
  const auto found = times.find(key);
  return found == times.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

QueueRegistry::QueueRegistry(storage::sqlite::Connection& connection,
                             storage::MessageTable& messages, storage::Writer& writer,
                             const core::Clock& clock)
    : table_(connection), messages_(messages), writer_(writer), clock_(clock) {
  for (storage::Queue& stored : table_.load_all()) adopt(std::move(stored));
}

Queue* QueueRegistry::find(const core::Scope& scope, std::string_view name) {
  const auto found = queues_.find({scope, std::string(name)});
  return found == queues_.end() ? nullptr : &found->second;
}

Queue* QueueRegistry::find(std::int64_t id) {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

Queue* QueueRegistry::find_by_arn(const core::Scope& scope, std::string_view arn) {
  const auto parts = core::parse_arn(arn);
  if (!parts || parts->service != "sqs" || !core::is_in(*parts, scope)) return nullptr;
  return find(scope, parts->resource);
}

std::vector<Queue*> QueueRegistry::list(const core::Scope& scope, std::string_view prefix,
                                        std::string_view after, std::size_t most) {
  std::vector<Queue*> found;
  auto at = after < prefix ? queues_.lower_bound({scope, std::string(prefix)})
                           : queues_.upper_bound({scope, std::string(after)});
  for (; at != queues_.end() && at->first.first == scope && found.size() < most; ++at) {
    if (!at->first.second.starts_with(prefix)) break;
    found.push_back(&at->second);
  }
  return found;
}

std::vector<Queue*> QueueRegistry::sources_of(const Queue& dead_letters, std::string_view after,
                                              std::size_t most) {
  const core::Scope& scope = dead_letters.stored.scope;
  const std::string arn = arn_of(dead_letters);
  std::vector<Queue*> found;
  for (auto at = sources_.upper_bound({scope, arn, std::string(after)});
       at != sources_.end() && found.size() < most; ++at) {
    const auto& [of_scope, dead_letter_arn, name] = *at;
    if (of_scope != scope || dead_letter_arn != arn) break;
    found.push_back(find(scope, name));
  }
  return found;
}

void QueueRegistry::note_source(const Queue& queue) {
  if (!queue.settings.redrive) return;
  sources_.emplace(queue.stored.scope, queue.settings.redrive->dead_letter_arn,
                   queue.stored.name.get());
}

void QueueRegistry::forget_source(const Queue& queue) {
  if (!queue.settings.redrive) return;
  sources_.erase(
      {queue.stored.scope, queue.settings.redrive->dead_letter_arn, queue.stored.name.get()});
}

std::vector<Queue*> QueueRegistry::behind(const core::Scope& scope, const std::string& name,
                                          std::size_t most) {
  std::vector<Queue*> found;
  for (auto at = queues_.upper_bound({scope, name}); at != queues_.end() && found.size() < most;
       ++at) {
    found.push_back(&at->second);
  }
  return found;
}

std::vector<Queue*> QueueRegistry::all() {
  std::vector<Queue*> queues;
  for (auto& [key, queue] : queues_) queues.push_back(&queue);
  return queues;
}

Queue& QueueRegistry::create(const core::Scope& scope, std::string_view name,
                             storage::TextMap attributes, storage::TextMap tags) {
  storage::Queue stored;
  stored.scope = scope;
  stored.name = core::QueueName(std::string(name));
  stored.created_at = stored.modified_at = core::epoch_milliseconds(clock_.now());
  stored.attributes = std::move(attributes);
  stored.tags = std::move(tags);
  writer_.transact([&] {
    stored.bucket = messages_.create_bucket();
    stored.id = table_.create(stored);
  });
  Queue& queue = adopt(std::move(stored));
  queue.in_flight_at_most = 0;
  return queue;
}

Queue& QueueRegistry::adopt(storage::Queue stored) {
  Queue queue{std::move(stored), {}, std::nullopt, 0};
  queue.settings = settings_of(queue.stored.attributes);
  Queue& kept = queues_.emplace(key_of(queue), queue).first->second;
  by_id_.emplace(kept.stored.id, &kept);
  note_source(kept);
  return kept;
}

void QueueRegistry::store(Queue& queue, storage::Queue changed) {
  writer_.transact([&] { table_.update(changed); });
  forget_source(queue);
  queue.stored = std::move(changed);
  queue.settings = settings_of(queue.stored.attributes);
  note_source(queue);
}

void QueueRegistry::set_attributes(Queue& queue, storage::TextMap attributes) {
  storage::Queue changed = queue.stored;
  changed.attributes = std::move(attributes);
  changed.modified_at = core::epoch_milliseconds(clock_.now());
  store(queue, std::move(changed));
}

void QueueRegistry::set_tags(Queue& queue, storage::TextMap tags) {
  storage::Queue changed = queue.stored;
  changed.tags = std::move(tags);
  store(queue, std::move(changed));
}

void QueueRegistry::purge(Queue& queue) {
  storage::Queue changed = queue.stored;
  writer_.transact([&] {
    messages_.drop_bucket(changed.bucket);
    changed.bucket = messages_.create_bucket();
    table_.update(changed);
  });
  queue.stored = std::move(changed);
  queue.in_flight_at_most = 0;
  note(purged_at_, key_of(queue), clock_.now());
}

void QueueRegistry::drop(Queue& queue) {
  Key key = key_of(queue);
  take_back(queue);
  note(dropped_at_, std::move(key), clock_.now());
}

void QueueRegistry::take_back(Queue& queue) {
  writer_.transact([&] {
    messages_.drop_bucket(queue.stored.bucket);
    table_.erase(queue.stored.id);
  });
  const Key key = key_of(queue);
  forget_source(queue);
  by_id_.erase(queue.stored.id);
  purged_at_.erase(key);
  queues_.erase(key);
}

std::vector<Queue*> QueueRegistry::list(const core::ScopeFilter& scopes) {
  std::vector<Queue*> found;
  for (auto& [key, queue] : queues_) {
    if (scopes.covers(key.first)) found.push_back(&queue);
  }
  return found;
}

std::vector<std::int64_t> QueueRegistry::drop_all(const core::ScopeFilter& scopes,
                                                  std::size_t most) {
  std::vector<std::int64_t> dropped;
  std::vector<Key> keys;
  writer_.transact([&] {
    for (const auto& [key, queue] : queues_) {
      if (keys.size() == most) break;
      if (!scopes.covers(key.first)) continue;
      messages_.drop_bucket(queue.stored.bucket);
      table_.erase(queue.stored.id);
      keys.push_back(key);
      dropped.push_back(queue.stored.id);
    }
  });
  for (const std::int64_t id : dropped) by_id_.erase(id);
  for (const Key& key : keys) {
    forget_source(queues_.at(key));
    queues_.erase(key);
  }
  forget_times(scopes);
  return dropped;
}

void QueueRegistry::forget_times(const core::ScopeFilter& scopes) {
  const auto is_of_it = [&](const auto& entry) { return scopes.covers(entry.first.first); };
  std::erase_if(dropped_at_, is_of_it);
  std::erase_if(purged_at_, is_of_it);
}

void QueueRegistry::empty(Queue& queue) {
  purge(queue);
  purged_at_.erase(key_of(queue));
}

std::optional<core::WallTime> QueueRegistry::dropped_at(const core::Scope& scope,
                                                        std::string_view name) const {
  return find_time(dropped_at_, Key(scope, std::string(name)));
}

std::optional<core::WallTime> QueueRegistry::purged_at(const Queue& queue) const {
  return find_time(purged_at_, key_of(queue));
}

QueueCopy::QueueCopy(QueueRegistry& queues, const Queue& queue, const core::Scope& to,
                     storage::TextMap attributes, storage::TextMap tags)
    : queues_(queues),
      stored_(queue.stored),
      messages_(queues.messages_.copies(), queue.stored.bucket) {
  stored_.bucket = messages_.bucket();
  stored_.scope = to;
  stored_.attributes = std::move(attributes);
  stored_.tags = std::move(tags);
}

bool QueueCopy::step() {
  bool more = true;
  queues_.writer_.transact([&] {
    more = messages_.step();
    if (more) return;
    stored_.created_at = stored_.modified_at = core::epoch_milliseconds(queues_.clock_.now());
    stored_.id = queues_.table_.create(stored_);
  });
  if (!more) queues_.adopt(stored_);
  return more;
}

std::string arn_of(const Queue& queue) {
  return core::queue_arn(queue.stored.scope, queue.stored.name);
}

}  // namespace server::operations
