// The part of LogTable that is about events. Their bytes are counted as CloudWatch does: the
// message in UTF-8 and 26 more.
#include "core/limits.h"
#include "storage/log_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace storage {
namespace {

constexpr std::size_t kMaxTargets = 4096;
constexpr std::int64_t kMillisecondsPerDay = 86'400'000;
constexpr std::size_t kEventCost = 1024;

constexpr std::int64_t kNoId = 0;  // below all
constexpr std::int64_t kLastId = std::numeric_limits<std::int64_t>::max();

std::int64_t size_bytes(std::size_t message_bytes) {
  return static_cast<std::int64_t>(message_bytes + core::limits::kLogEventOverheadBytes);
}

// False when the visit wants no more.
bool visit_rows(sqlite::Run& run, const LogTable::Visit& visit) {
  while (run.next()) {
    const StoredLogEvent event{run.whole(0), run.whole(1), run.whole(2), run.whole(3), run.text(4)};
    if (!visit(event)) return false;
  }
  return true;
}

std::int64_t last_event_id(sqlite::Connection& connection) {
  auto statement = connection.prepare("SELECT coalesce(max(id), 0) FROM log_event");
  auto run = statement.run();
  return run.next() ? run.whole(0) : 0;
}

}  // namespace

std::size_t append_cost(std::span<const NewLogEvent> events) {
  std::size_t cost = 0;
  for (const NewLogEvent& event : events) cost += kEventCost + event.message.size();
  return cost;
}

LogTable::LogTable(sqlite::Connection& connection)
    : connection_(connection),
      insert_event_(connection.prepare("INSERT INTO log_event VALUES (?, ?, ?, ?, ?, ?)")),
      count_in_stream_(connection.prepare("UPDATE log_stream SET stored_bytes = stored_bytes + ?2, "
                                          "first_event = min(coalesce(first_event, ?3), ?3), "
                                          "last_event = max(coalesce(last_event, ?4), ?4), "
                                          "last_ingestion = ?5 WHERE id = ?1")),
      count_in_group_(connection.prepare(
          "UPDATE log_group SET stored_bytes = stored_bytes + ?2 WHERE id = ?1")),
      stream_ascending_(prepare_reads(connection, "log_stream", LogOrder::ascending)),
      stream_descending_(prepare_reads(connection, "log_stream", LogOrder::descending)),
      group_ascending_(prepare_reads(connection, "log_group", LogOrder::ascending)),
      stream_by_id_(connection.prepare(
          "SELECT s.id, s.log_group, s.name, s.created_at, s.first_event, s.last_event, "
          "s.last_ingestion FROM log_stream AS s JOIN log_group AS g ON g.id = s.log_group "
          "WHERE s.id = ? AND g.account <> ''")),
      dropped_group_(connection.prepare("SELECT id FROM log_group WHERE account = '' LIMIT 1")),
      streams_of_(connection.prepare("SELECT id FROM log_stream WHERE log_group IS ? LIMIT ?")),
      groups_behind_(connection.prepare(
          "SELECT id, retention_days FROM log_group WHERE id > ? ORDER BY id LIMIT ?")),
      events_of_stream_(connection.prepare(
          "SELECT id, log_stream, message FROM log_event WHERE log_stream = ? LIMIT ?")),
      expired_events_(
          connection.prepare("SELECT id, log_stream, message FROM log_event "
                             "WHERE log_group = ? AND timestamp < ? ORDER BY timestamp LIMIT ?")),
      erase_event_(connection.prepare("DELETE FROM log_event WHERE id = ?")),
      erase_stream_(connection.prepare("DELETE FROM log_stream WHERE id = ?")),
      erase_group_(connection.prepare("DELETE FROM log_group WHERE id = ?")),
      recount_stream_(connection.prepare(
          "UPDATE log_stream SET stored_bytes = stored_bytes - ?2, "
          "first_event = (SELECT min(timestamp) FROM log_event WHERE log_stream = ?1), "
          "last_event = (SELECT max(timestamp) FROM log_event WHERE log_stream = ?1), "
          "last_ingestion = CASE WHEN EXISTS (SELECT 1 FROM log_event WHERE log_stream = ?1) "
          "THEN last_ingestion END WHERE id = ?1")),
      next_event_id_(last_event_id(connection) + 1) {}

LogTable::Reads LogTable::prepare_reads(sqlite::Connection& connection, std::string_view owner,
                                        LogOrder order) {
  const char* direction = order == LogOrder::descending ? "DESC" : "ASC";
  const auto prepare = [&](std::string_view range) {
    return connection.prepare(
        fmt::format("SELECT id, log_stream, timestamp, ingested_at, message FROM log_event "
                    "WHERE {} = ?1 AND {} ORDER BY timestamp {}, id {}",
                    owner, range, direction, direction));
  };
  return {prepare("timestamp = ?2 AND id > ?3 AND id <= ?4"),
          prepare("timestamp > ?2 AND timestamp < ?3")};
}

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

void LogTable::read(Reads& reads, std::int64_t owner, const LogRange& range, LogOrder order,
                    const Visit& visit) {
  const auto read_at = [&](std::int64_t time, std::int64_t behind, std::int64_t last) {
    auto run = reads.at.run();
    run.bind(1, owner).bind(2, time).bind(3, behind).bind(4, last);
    return visit_rows(run, visit);
  };
  const auto read_between = [&] {
    auto run = reads.between.run();
    run.bind(1, owner).bind(2, range.after.timestamp).bind(3, range.up_to.timestamp);
    return visit_rows(run, visit);
  };
  if (!(range.after < range.up_to)) return;
  if (range.after.timestamp == range.up_to.timestamp) {
    read_at(range.after.timestamp, range.after.id, range.up_to.id);
    return;
  }
  const auto read_end = [&](bool earlier) {
    return earlier ? read_at(range.after.timestamp, range.after.id, kLastId)
                   : read_at(range.up_to.timestamp, kNoId, range.up_to.id);
  };
  const bool ascends = order == LogOrder::ascending;
  if (read_end(ascends) && read_between()) read_end(!ascends);
}

void LogTable::read_stream(std::int64_t stream, const LogRange& range, LogOrder order,
                           const Visit& visit) {
  Reads& reads = order == LogOrder::ascending ? stream_ascending_ : stream_descending_;
  read(reads, stream, range, order, visit);
}

void LogTable::read_group(std::int64_t group, const LogRange& range, const Visit& visit) {
  read(group_ascending_, group, range, LogOrder::ascending, visit);
}

LogTable::ObsoletePiece LogTable::remove_obsolete(std::int64_t now, std::size_t most,
                                                  bool from_first) {
  if (from_first) swept_group_ = 0;
  Budget budget{most};
  remove_dropped(budget);
  const bool more = budget.is_spent() || remove_expired(now, budget);
  return {most - budget.rows, more};
}

std::optional<std::int64_t> LogTable::find_dropped_group() {
  auto run = dropped_group_.run();
  if (!run.next()) return std::nullopt;
  return run.whole(0);
}

void LogTable::remove_dropped(Budget& budget) {
  remove_streams(std::nullopt, budget);
  while (!budget.is_spent()) {
    const auto group = find_dropped_group();
    if (!group) return;
    remove_streams(group, budget);
    if (budget.is_spent()) return;
    erase_group_.run().bind(1, *group).execute();
    --budget.rows;
  }
}

std::vector<std::int64_t> LogTable::streams_of(std::optional<std::int64_t> group,
                                               std::size_t most) {
  std::vector<std::int64_t> streams;
  auto run = streams_of_.run();
  run.bind_optional(1, group).bind(2, static_cast<std::int64_t>(most));
  while (run.next()) streams.push_back(run.whole(0));
  return streams;
}

void LogTable::remove_streams(std::optional<std::int64_t> group, Budget& budget) {
  for (const std::int64_t stream : streams_of(group, budget.rows)) {
    auto events = events_of_stream_.run();
    events.bind(1, stream).bind(2, static_cast<std::int64_t>(budget.rows));
    remove_events(std::move(events), budget);
    if (budget.is_spent()) return;  // there may be more of this stream
    erase_stream_.run().bind(1, stream).execute();
    --budget.rows;
  }
}

bool LogTable::remove_expired(std::int64_t now, Budget& budget) {
  std::vector<std::pair<std::int64_t, std::int64_t>> groups;
  {
    auto run = groups_behind_.run();
    run.bind(1, swept_group_).bind(2, static_cast<std::int64_t>(kGroupsAtOnce));
    while (run.next()) groups.emplace_back(run.whole(0), run.is_null(1) ? 0 : run.whole(1));
  }
  for (const auto& [group, days] : groups) {
    if (days > 0) remove_expired(group, now - days * kMillisecondsPerDay, budget);
    if (budget.is_spent()) return true;  // there may be more of this group
    swept_group_ = group;
  }
  return groups.size() == kGroupsAtOnce;
}

void LogTable::remove_expired(std::int64_t group, std::int64_t before, Budget& budget) {
  auto events = expired_events_.run();
  events.bind(1, group).bind(2, before).bind(3, static_cast<std::int64_t>(budget.rows));
  count_out(remove_events(std::move(events), budget));
}

LogTable::BytesOfStreams LogTable::remove_events(sqlite::Run run, Budget& budget) {
  BytesOfStreams bytes_of_streams;
  std::vector<std::int64_t> ids;
  for (; !budget.is_spent() && run.next(); --budget.rows) {
    const std::int64_t bytes = size_bytes(run.text(2).size());
    ids.push_back(run.whole(0));
    bytes_of_streams[run.whole(1)] += bytes;
    budget.bytes -= bytes;
  }
  for (const std::int64_t id : ids) erase_event_.run().bind(1, id).execute();
  return bytes_of_streams;
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
  recount_stream_.run().bind(1, stream).bind(2, removed_bytes).execute();
}

}  // namespace storage
