#include "storage/log_table.h"

#include "core/json/value.h"
#include "core/json/writer.h"
#include "storage/scope_condition.h"

#include <fmt/format.h>

#include <algorithm>

namespace storage {
namespace {

constexpr const char* kGroupColumns =
    "id, name, class, kms_key, created_at, retention_days, stored_bytes";
constexpr const char* kStreamColumns =
    "id, log_group, name, created_at, first_event, last_event, last_ingestion";

// What it held counts no more, and nothing of it expires.
constexpr const char* kDropGroups =
    "UPDATE log_group SET account = '', region = '', name = CAST(id AS TEXT), "
    "retention_days = NULL, stored_bytes = 0";

std::optional<std::int64_t> optional_whole(const sqlite::Run& run, int column) {
  if (run.is_null(column)) return std::nullopt;
  return run.whole(column);
}

LogGroup read_group_row(const sqlite::Run& run) {
  LogGroup group;
  group.id = run.whole(0);
  group.name = run.text(1);
  group.log_class = run.text(2);
  group.kms_key = run.text(3);
  group.created_at = run.whole(4);
  group.retention_days = optional_whole(run, 5);
  group.stored_bytes = run.whole(6);
  return group;
}

LogStream read_stream_row(const sqlite::Run& run) {
  LogStream stream;
  stream.id = run.whole(0);
  stream.group = run.whole(1);
  stream.name = run.text(2);
  stream.created_at = run.whole(3);
  stream.first_event = optional_whole(run, 4);
  stream.last_event = optional_whole(run, 5);
  stream.last_ingestion = optional_whole(run, 6);
  return stream;
}

// Where a page of streams begins and in which order it goes on. Parameters 2 and 3 are a position.
std::string stream_order_sql(const LogStreamQuery& query) {
  const char* compare = query.descending ? "<" : ">";
  const char* direction = query.descending ? "DESC" : "ASC";
  if (query.order == LogStreamOrder::name) {
    const std::string rest = query.after ? fmt::format("AND name {} ?3 ", compare) : "";
    return fmt::format("{}ORDER BY name {}", rest, direction);
  }
  constexpr const char* kLast = "coalesce(last_event, 0)";
  // The first condition leads the index to where the page begins.
  const std::string rest =
      query.after ? fmt::format("AND {0} {1}= ?2 AND ({0}, name) {1} (?2, ?3) ", kLast, compare)
                  : "";
  return fmt::format("{}ORDER BY {} {}, name {}", rest, kLast, direction, direction);
}

}  // namespace

std::optional<LogGroup> LogTable::find_group(const core::Scope& scope, std::string_view name) {
  auto statement = connection_.prepare(fmt::format(
      "SELECT {} FROM log_group WHERE account = ? AND region = ? AND name = ?", kGroupColumns));
  auto run = statement.run();
  run.bind_text(1, scope.account.get()).bind_text(2, scope.region.get()).bind_text(3, name);
  if (!run.next()) return std::nullopt;
  return read_group_row(run);
}

std::vector<LogGroup> LogTable::find_groups(const core::Scope& scope, const LogGroupQuery& query) {
  auto statement = connection_.prepare(
      fmt::format("SELECT {} FROM log_group WHERE account = ? AND region = ? AND name >= ? "
                  "ORDER BY name",
                  kGroupColumns));
  auto run = statement.run();
  const std::string first(std::max(query.after, query.prefix));
  run.bind_text(1, scope.account.get()).bind_text(2, scope.region.get()).bind_text(3, first);
  std::vector<LogGroup> groups;
  while (groups.size() < query.limit && run.next()) {
    const std::string_view name = run.text(1);
    if (!name.starts_with(query.prefix)) break;
    if (name == query.after) continue;
    groups.push_back(read_group_row(run));
  }
  return groups;
}

std::int64_t LogTable::create_group(const core::Scope& scope, const LogGroup& group) {
  auto statement = connection_.prepare(
      "INSERT INTO log_group (account, region, name, class, kms_key, created_at, retention_days) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)");
  statement.run()
      .bind_text(1, scope.account.get())
      .bind_text(2, scope.region.get())
      .bind_text(3, group.name)
      .bind_text(4, group.log_class)
      .bind_text(5, group.kms_key)
      .bind(6, group.created_at)
      .bind_optional(7, group.retention_days)
      .execute();
  return connection_.last_insert_rowid();
}

void LogTable::drop_group(std::int64_t group) {
  forget_names();
  auto drop = connection_.prepare(fmt::format("{} WHERE id = ?", kDropGroups));
  drop.run().bind(1, group).execute();
}

std::size_t LogTable::drop_groups(const core::ScopeFilter& scopes, std::size_t most) {
  forget_names();
  auto drop = connection_.prepare(
      fmt::format("{} WHERE id IN (SELECT id FROM log_group WHERE account <> '' AND {} LIMIT {}) "
                  "RETURNING id",
                  kDropGroups, kInScopes, std::min<std::size_t>(most, INT64_MAX)));
  auto groups = drop.run();
  bind_scopes(groups, scopes);
  std::size_t dropped = 0;
  while (groups.next()) ++dropped;
  return dropped;
}

void LogTable::set_retention(std::int64_t group, std::optional<std::int64_t> days) {
  auto statement = connection_.prepare("UPDATE log_group SET retention_days = ? WHERE id = ?");
  statement.run().bind_optional(1, days).bind(2, group).execute();
}

LogTags LogTable::tags(std::int64_t group) {
  auto statement = connection_.prepare("SELECT tags FROM log_group WHERE id = ?");
  auto run = statement.run();
  run.bind(1, group);
  if (!run.next()) return {};
  return text_map_from_json(run.text(0));
}

void LogTable::set_tags(std::int64_t group, const LogTags& tags) {
  const std::string text = text_map_json(tags);
  auto statement = connection_.prepare("UPDATE log_group SET tags = ? WHERE id = ?");
  statement.run().bind_text(1, text).bind(2, group).execute();
}

std::optional<LogStream> LogTable::find_stream(std::int64_t group, std::string_view name) {
  auto statement = connection_.prepare(
      fmt::format("SELECT {} FROM log_stream WHERE log_group = ? AND name = ?", kStreamColumns));
  auto run = statement.run();
  run.bind(1, group).bind_text(2, name);
  if (!run.next()) return std::nullopt;
  return read_stream_row(run);
}

std::optional<LogStream> LogTable::find_stream(std::int64_t stream) {
  auto run = stream_by_id_.run();
  run.bind(1, stream);
  if (!run.next()) return std::nullopt;
  return read_stream_row(run);
}

std::vector<LogStream> LogTable::find_streams(std::int64_t group, const LogStreamQuery& query) {
  // A prefix is a range of names: up to the first name that doesn't begin with it, which the
  // largest of code points stands for.
  const std::string least(query.prefix);
  const std::string beyond = least + "\xF4\x8F\xBF\xBF";
  auto statement = connection_.prepare(fmt::format(
      "SELECT {} FROM log_stream WHERE log_group = ?1 {} {} LIMIT ?6", kStreamColumns,
      query.prefix.empty() ? "" : "AND name BETWEEN ?4 AND ?5", stream_order_sql(query)));
  auto run = statement.run();
  run.bind(1, group).bind(6, static_cast<std::int64_t>(query.limit));
  if (!query.prefix.empty()) run.bind_text(4, least).bind_text(5, beyond);
  if (query.after) run.bind_text(3, query.after->name);
  if (query.after && query.order == LogStreamOrder::last_event) {
    run.bind(2, query.after->last_event);
  }
  std::vector<LogStream> streams;
  while (run.next()) streams.push_back(read_stream_row(run));
  return streams;
}

std::int64_t LogTable::create_stream(std::int64_t group, std::string_view name, std::int64_t now) {
  auto statement =
      connection_.prepare("INSERT INTO log_stream (log_group, name, created_at) VALUES (?, ?, ?)");
  statement.run().bind(1, group).bind_text(2, name).bind(3, now).execute();
  return connection_.last_insert_rowid();
}

void LogTable::drop_stream(const LogStream& stream) {
  forget_names();
  auto discount = connection_.prepare(
      "UPDATE log_group SET stored_bytes = stored_bytes - "
      "(SELECT stored_bytes FROM log_stream WHERE id = ?) WHERE id = ?");
  discount.run().bind(1, stream.id).bind(2, stream.group).execute();
  auto detach = connection_.prepare("UPDATE log_stream SET log_group = NULL WHERE id = ?");
  detach.run().bind(1, stream.id).execute();
}

}  // namespace storage
