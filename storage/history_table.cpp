#include "storage/history_table.h"

#include <fmt/format.h>

#include <algorithm>

namespace storage {

HistoryTable::HistoryTable(sqlite::Connection& connection, std::int64_t id)
    : append_(connection.prepare(fmt::format(
          "INSERT INTO history_{} (at, total, key, previous) VALUES (?, ?, ?, ?)", id))),
      newest_(connection.prepare(fmt::format(
          "SELECT position, at, total FROM history_{} ORDER BY position DESC LIMIT 1", id))),
      mark_from_(connection.prepare(
          fmt::format("SELECT position, at, total FROM history_{} WHERE position >= ? "
                      "ORDER BY position LIMIT 1",
                      id))),
      former_(connection.prepare(
          fmt::format("SELECT previous FROM history_{} WHERE key = ? AND position > ? "
                      "ORDER BY position LIMIT 1",
                      id))),
      last_change_(connection.prepare(
          fmt::format("SELECT at FROM history_{} WHERE key = ? AND position > ? AND position <= ? "
                      "ORDER BY position DESC LIMIT 1",
                      id))),
      next_key_(connection.prepare(fmt::format(
          "SELECT key FROM history_{} WHERE key >= ? ORDER BY key, position LIMIT 1", id))),
      trim_(connection.prepare(fmt::format("DELETE FROM history_{} WHERE position <= ?", id))),
      date_back_(connection.prepare(
          fmt::format("UPDATE history_{} SET at = ? WHERE position > ? AND position <= ?", id))) {}

void HistoryTable::create(sqlite::Connection& connection, std::int64_t id) {
  connection.execute(
      fmt::format("CREATE TABLE history_{} (position INTEGER PRIMARY KEY, at INTEGER NOT NULL, "
                  "total INTEGER NOT NULL, key BLOB NOT NULL, previous BLOB, "
                  "UNIQUE (key, position))",
                  id));
}

std::string HistoryTable::name(std::int64_t id) {
  return fmt::format("history_{}", id);
}

std::optional<HistoryTable::Mark> HistoryTable::newest() {
  auto run = newest_.run();
  if (!run.next()) return std::nullopt;
  return Mark{run.whole(0), run.whole(1), run.whole(2)};
}

std::optional<HistoryTable::Mark> HistoryTable::mark_from(HistoryPosition position) {
  auto run = mark_from_.run();
  run.bind(1, position);
  if (!run.next()) return std::nullopt;
  return Mark{run.whole(0), run.whole(1), run.whole(2)};
}

void HistoryTable::append(core::WallTime at, std::string_view key,
                          std::optional<std::string_view> previous) {
  constexpr std::int64_t kRecordBytes = 64;  // what a row takes beside its key, twice, and its item
  const Mark before = newest().value_or(Mark{});
  const auto bytes = static_cast<std::int64_t>(2 * key.size() + (previous ? previous->size() : 0));
  auto run = append_.run();
  run.bind(1, std::max(core::epoch_milliseconds(at), before.at));
  run.bind(2, before.total + bytes + kRecordBytes).bind_blob(3, key);
  if (previous) {
    run.bind_blob(4, *previous);
  } else {
    run.bind_null(4);
  }
  run.execute();
}

HistoryPosition HistoryTable::last() {
  const auto mark = newest();
  return mark ? mark->position : 0;
}

// Positions have no gaps but before the first, and neither times nor totals go back: so by halves.
template <class Holds>
HistoryPosition HistoryTable::last_that(HistoryPosition first, HistoryPosition end, Holds holds) {
  while (end - first > 1) {
    const HistoryPosition middle = first + (end - first) / 2;
    (holds(*mark_from(middle)) ? first : end) = middle;
  }
  return first;
}

HistoryPosition HistoryTable::at(core::WallTime time) {
  const std::int64_t milliseconds = core::epoch_milliseconds(time);
  const auto first = mark_from(0);
  if (!first || first->at > milliseconds) return first ? first->position - 1 : 0;
  return last_that(first->position, last() + 1,
                   [&](const Mark& mark) { return mark.at <= milliseconds; });
}

std::optional<std::optional<std::string>> HistoryTable::former(std::string_view key,
                                                               HistoryPosition moment) {
  auto run = former_.run();
  run.bind_blob(1, key).bind(2, moment);
  if (!run.next()) return std::nullopt;
  if (run.is_null(0)) return std::optional<std::string>();
  return std::optional<std::string>(run.blob(0));
}

std::optional<core::WallTime> HistoryTable::last_change(std::string_view key, HistoryPosition after,
                                                        HistoryPosition until) {
  auto run = last_change_.run();
  run.bind_blob(1, key).bind(2, after).bind(3, until);
  if (!run.next()) return std::nullopt;
  return core::from_epoch_milliseconds(run.whole(0));
}

std::optional<std::string> HistoryTable::next_key(std::string_view from) {
  auto run = next_key_.run();
  run.bind_blob(1, from);
  if (!run.next()) return std::nullopt;
  return std::string(run.blob(0));
}

HistoryTable::Trimmed HistoryTable::trim(const Bounds& bounds) {
  Trimmed trimmed;
  const auto first = mark_from(0);
  const auto newest = this->newest();
  if (!first) return trimmed;
  const HistoryPosition end = std::min({newest->position, bounds.keep_after + 1,
                                        end_of_piece(bounds.piece, first->position - 1) + 1});
  const std::int64_t before = core::epoch_milliseconds(bounds.before);
  HistoryPosition last = 0;
  for (HistoryPosition position = first->position; position < end; ++position) {
    const Mark mark = *mark_from(position);
    const bool old = mark.at < before;
    if (!old && newest->total - mark.total < bounds.max_bytes) break;
    trimmed = {true, trimmed.for_size || !old, core::from_epoch_milliseconds(mark.at)};
    last = position;
  }
  if (trimmed.any) trim_.run().bind(1, last).execute();
  return trimmed;
}

HistoryTable::Extent HistoryTable::extent() {
  const auto first = mark_from(0);
  if (!first) return {};
  const auto last = newest();
  return {last->position - first->position + 1, last->total - first->total};
}

bool HistoryTable::lies_ahead_of(core::WallTime now) {
  const auto mark = newest();
  return mark && mark->at > core::epoch_milliseconds(now);
}

HistoryTable::Extent HistoryTable::date_back(core::WallTime now, const HistoryPiece& piece) {
  const HistoryPosition after = at(now);
  const HistoryPosition end = end_of_piece(piece, after);
  if (end == after) return {};
  date_back_.run().bind(1, core::epoch_milliseconds(now)).bind(2, after).bind(3, end).execute();
  const auto before = mark_from(after);
  const bool is_first = !before || before->position != after;
  return {end - after, mark_from(end)->total - (is_first ? 0 : before->total)};
}

HistoryPosition HistoryTable::end_of_piece(const HistoryPiece& piece, HistoryPosition after) {
  const auto first = mark_from(after + 1);
  if (!first) return after;
  return last_that(first->position, std::min(last(), after + piece.records) + 1,
                   [&](const Mark& mark) { return mark.total - first->total <= piece.bytes; });
}

}  // namespace storage
