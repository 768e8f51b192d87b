// The part of LogTable that is about events. Their bytes are counted as CloudWatch does: the
// message in UTF-8 and 26 more.
#include "core/limits.h"
#include "storage/log_table.h"

#include <algorithm>

namespace storage {
namespace {

constexpr std::size_t kMaxTargets = 4096;
constexpr std::int64_t kMillisecondsPerDay = 86'400'000;

constexpr const char* kOfStream =
    "SELECT id, log_stream, timestamp, ingested_at, message FROM log_event "
    "WHERE log_stream = ?1 AND (timestamp, id) > (?2, ?3) AND (timestamp, id) <= (?4, ?5) "
    "AND timestamp BETWEEN ?2 AND ?4 ";
constexpr const char* kOfGroup =
    "SELECT id, log_stream, timestamp, ingested_at, message FROM log_event "
    "WHERE log_group = ?1 AND (timestamp, id) > (?2, ?3) AND (timestamp, id) <= (?4, ?5) "
    "AND timestamp BETWEEN ?2 AND ?4 ORDER BY timestamp, id";

std::int64_t size_bytes(std::size_t message_bytes) {
  return static_cast<std::int64_t>(message_bytes + core::limits::kLogEventOverheadBytes);
}

void bind_range(sqlite::Run& run, std::int64_t owner, const LogRange& range) {
  run.bind(1, owner)
      .bind(2, range.after.timestamp)
      .bind(3, range.after.id)
      .bind(4, range.up_to.timestamp)
      .bind(5, range.up_to.id);
}

std::int64_t last_event_id(sqlite::Connection& connection) {
  auto statement = connection.prepare("SELECT coalesce(max(id), 0) FROM log_event");
  auto run = statement.run();
  return run.next() ? run.whole(0) : 0;
}

}  // namespace

LogTable::LogTable(sqlite::Connection& connection)
    : connection_(connection),
      insert_event_(connection.prepare("INSERT INTO log_event VALUES (?, ?, ?, ?, ?, ?)")),
      count_in_stream_(connection.prepare("UPDATE log_stream SET stored_bytes = stored_bytes + ?2, "
                                          "first_event = min(coalesce(first_event, ?3), ?3), "
                                          "last_event = max(coalesce(last_event, ?4), ?4), "
                                          "last_ingestion = ?5 WHERE id = ?1")),
      count_in_group_(connection.prepare(
          "UPDATE log_group SET stored_bytes = stored_bytes + ?2 WHERE id = ?1")),
      stream_ascending_(connection.prepare(std::string(kOfStream) + "ORDER BY timestamp, id")),
      stream_descending_(
          connection.prepare(std::string(kOfStream) + "ORDER BY timestamp DESC, id DESC")),
      group_ascending_(connection.prepare(kOfGroup)),
      stream_by_id_(connection.prepare(
          "SELECT id, log_group, name, created_at, first_event, last_event, last_ingestion "
          "FROM log_stream WHERE id = ? AND log_group IS NOT NULL")),
      next_event_id_(last_event_id(connection) + 1) {}

void LogTable::append(std::int64_t group, std::int64_t stream, std::span<const NewLogEvent> events,
                      std::int64_t now) {
  if (events.empty()) return;
  may_exceed_ = true;
  std::int64_t bytes = 0;
  std::int64_t first = events.front().timestamp;
  std::int64_t last = first;
  for (const NewLogEvent& event : events) {
    insert_event_.run()
        .bind(1, next_event_id_++)
        .bind(2, group)
        .bind(3, stream)
        .bind(4, event.timestamp)
        .bind(5, now)
        .bind_text(6, event.message)
        .execute();
    bytes += size_bytes(event.message.size());
    first = std::min(first, event.timestamp);
    last = std::max(last, event.timestamp);
  }
  count_in_stream_.run()
      .bind(1, stream)
      .bind(2, bytes)
      .bind(3, first)
      .bind(4, last)
      .bind(5, now)
      .execute();
  count_in_group_.run().bind(1, group).bind(2, bytes).execute();
}

void LogTable::append(const core::Scope& scope, const std::string& group, const std::string& stream,
                      std::span<const NewLogEvent> events, std::int64_t now) {
  const Target target = target_of(scope, group, stream, now);
  append(target.group, target.stream, events, now);
}

LogTable::Target LogTable::target_of(const core::Scope& scope, const std::string& group,
                                     const std::string& stream, std::int64_t now) {
  // No part has a colon but the stream's name might have one: it comes last.
  std::string key = scope.account.get() + ':' + scope.region.get() + ':' + group + ':' + stream;
  const auto known = targets_.find(key);
  if (known != targets_.end()) return known->second;
  Target target;
  const auto found_group = find_group(scope, group);
  if (found_group) {
    target.group = found_group->id;
  } else {
    LogGroup created;
    created.name = group;
    created.created_at = now;
    target.group = create_group(scope, created);
  }
  const auto found_stream = find_stream(target.group, stream);
  target.stream = found_stream ? found_stream->id : create_stream(target.group, stream, now);
  if (targets_.size() == kMaxTargets) targets_.clear();
  targets_.emplace(std::move(key), target);
  return target;
}

void LogTable::visit_rows(sqlite::Run& run, const Visit& visit) {
  while (run.next()) {
    const StoredLogEvent event{run.whole(0), run.whole(1), run.whole(2), run.whole(3), run.text(4)};
    if (!visit(event)) return;
  }
}

void LogTable::read_stream(std::int64_t stream, const LogRange& range, LogOrder order,
                           const Visit& visit) {
  auto run = (order == LogOrder::ascending ? stream_ascending_ : stream_descending_).run();
  bind_range(run, stream, range);
  visit_rows(run, visit);
}

void LogTable::read_group(std::int64_t group, const LogRange& range, const Visit& visit) {
  auto run = group_ascending_.run();
  bind_range(run, group, range);
  visit_rows(run, visit);
}

std::size_t LogTable::remove_obsolete(std::int64_t now, std::size_t max_events) {
  std::size_t removed = remove_dropped(max_events);
  std::vector<std::pair<std::int64_t, std::int64_t>> groups;
  {
    auto statement = connection_.prepare(
        "SELECT id, retention_days FROM log_group WHERE retention_days IS NOT NULL");
    auto run = statement.run();
    while (run.next()) groups.emplace_back(run.whole(0), run.whole(1));
  }
  for (const auto& [group, days] : groups) {
    if (removed == max_events) break;
    removed += remove_expired(group, now - days * kMillisecondsPerDay, max_events - removed);
  }
  return removed;
}

std::size_t LogTable::remove_dropped(std::size_t max_events) {
  auto next_stream =
      connection_.prepare("SELECT id FROM log_stream WHERE log_group IS NULL LIMIT 1");
  auto erase_events = connection_.prepare(
      "DELETE FROM log_event WHERE id IN "
      "(SELECT id FROM log_event WHERE log_stream = ? LIMIT ?) RETURNING id");
  auto erase_stream = connection_.prepare("DELETE FROM log_stream WHERE id = ?");
  std::size_t removed = 0;
  while (removed < max_events) {
    std::int64_t stream = 0;
    {
      auto run = next_stream.run();
      if (!run.next()) break;
      stream = run.whole(0);
    }
    {
      auto run = erase_events.run();
      run.bind(1, stream).bind(2, static_cast<std::int64_t>(max_events - removed));
      while (run.next()) ++removed;
    }
    // The budget wasn't used up: there are no more of this stream.
    if (removed < max_events) erase_stream.run().bind(1, stream).execute();
  }
  return removed;
}

std::size_t LogTable::remove_expired(std::int64_t group, std::int64_t before,
                                     std::size_t max_events) {
  auto erase = connection_.prepare(
      "DELETE FROM log_event WHERE id IN (SELECT id FROM log_event "
      "WHERE log_group = ? AND timestamp < ? ORDER BY timestamp LIMIT ?) "
      "RETURNING log_stream, length(CAST(message AS BLOB))");
  BytesOfStreams bytes_of_streams;
  std::size_t removed = 0;
  {
    auto run = erase.run();
    run.bind(1, group).bind(2, before).bind(3, static_cast<std::int64_t>(max_events));
    for (; run.next(); ++removed) {
      bytes_of_streams[run.whole(0)] += size_bytes(static_cast<std::size_t>(run.whole(1)));
    }
  }
  count_out(bytes_of_streams);
  return removed;
}

std::int64_t LogTable::excess_bytes(std::int64_t max_bytes) {
  if (!may_exceed_) return 0;
  auto statement = connection_.prepare("SELECT coalesce(sum(stored_bytes), 0) FROM log_group");
  auto run = statement.run();
  const std::int64_t excess = (run.next() ? run.whole(0) : 0) - max_bytes;
  may_exceed_ = excess > 0;
  return excess;
}

// Ids are given in the order of arrival.
std::size_t LogTable::remove_oldest(std::int64_t bytes, std::size_t max_events) {
  auto oldest = connection_.prepare(
      "SELECT id, log_stream, length(CAST(message AS BLOB)) FROM log_event ORDER BY id LIMIT ?");
  BytesOfStreams bytes_of_streams;
  std::int64_t last = 0;
  std::size_t removed = 0;
  {
    auto run = oldest.run();
    run.bind(1, static_cast<std::int64_t>(max_events));
    std::int64_t seen_bytes = 0;
    while (bytes > 0 && seen_bytes < kMaxRemovedBytes && run.next()) {
      last = run.whole(0);
      const std::int64_t stream = run.whole(1);
      const std::int64_t size = size_bytes(static_cast<std::size_t>(run.whole(2)));
      ++removed;
      seen_bytes += size;
      // A dropped stream's bytes have left the group already.
      if (!find_stream(stream)) continue;
      bytes_of_streams[stream] += size;
      bytes -= size;
    }
  }
  auto erase = connection_.prepare("DELETE FROM log_event WHERE id <= ?");
  erase.run().bind(1, last).execute();
  count_out(bytes_of_streams);
  return removed;
}

void LogTable::count_out(const BytesOfStreams& removed) {
  for (const auto& [stream, bytes] : removed) {
    const auto found = find_stream(stream);
    // A dropped stream's bytes have left the group already.
    if (!found) continue;
    recount_stream(stream, bytes);
    count_in_group_.run().bind(1, found->group).bind(2, -bytes).execute();
  }
}

void LogTable::recount_stream(std::int64_t stream, std::int64_t removed_bytes) {
  auto statement = connection_.prepare(
      "UPDATE log_stream SET stored_bytes = stored_bytes - ?2, "
      "first_event = (SELECT min(timestamp) FROM log_event WHERE log_stream = ?1), "
      "last_event = (SELECT max(timestamp) FROM log_event WHERE log_stream = ?1), "
      "last_ingestion = CASE WHEN EXISTS (SELECT 1 FROM log_event WHERE log_stream = ?1) "
      "THEN last_ingestion END WHERE id = ?1");
  statement.run().bind(1, stream).bind(2, removed_bytes).execute();
}

}  // namespace storage
