#include "storage/row_copy.h"

#include <fmt/format.h>

#include <limits>
#include <optional>
#include <utility>

namespace storage {

RowCopy::RowCopy(sqlite::Connection& connection, const Table& from, const Table& to)
    : connection_(connection), from_(ItemTable::name(from.id)), to_(ItemTable::name(to.id)) {
  for (std::size_t n = 0; n < from.indexes.size(); ++n) {
    if (to.indexes[n].filled_to) continue;
    indexes_.push_back({from.indexes[n].entries.id(), to.indexes[n].entries.id()});
  }
}

bool RowCopy::step(const ReadBounds& bounds) {
  if (!items_are_there_) {
    items_are_there_ = !copy_items(bounds);
  } else if (!copy_entries(indexes_.back(), bounds.items)) {
    indexes_.pop_back();
    last_key_.clear();
  }
  return !items_are_there_ || !indexes_.empty();
}

// The sizes of rows are in their heads, so it costs little to look where a piece ends.
bool RowCopy::copy_items(const ReadBounds& bounds) {
  std::int64_t end = last_row_;
  bool more = false;
  {
    auto rows = connection_.prepare(fmt::format(
        "SELECT rowid, length(key) + length(item) FROM {} WHERE rowid > ? ORDER BY rowid", from_));
    auto run = rows.run();
    run.bind(1, last_row_);
    std::size_t items = 0;
    std::size_t bytes = 0;
    while (!more && run.next()) {
      more = items == bounds.items || bytes >= bounds.bytes;
      if (more) break;
      end = run.whole(0);
      bytes += static_cast<std::size_t>(run.whole(1));
      ++items;
    }
  }
  connection_
      .prepare(fmt::format("INSERT INTO {} (rowid, key, item) SELECT rowid, key, item FROM {} "
                           "WHERE rowid > ? AND rowid <= ?",
                           to_, from_))
      .run()
      .bind(1, last_row_)
      .bind(2, end)
      .execute();
  last_row_ = end;
  return more;
}

bool RowCopy::copy_entries(const Entries& index, std::size_t count) {
  std::optional<std::string> end;
  {
    auto keys = connection_.prepare(
        "SELECT key FROM index_entry WHERE id = ? AND key > ? ORDER BY key LIMIT 1 OFFSET ?");
    auto run = keys.run();
    run.bind(1, index.from).bind_blob(2, last_key_).bind(3, static_cast<std::int64_t>(count) - 1);
    if (run.next()) end = run.blob(0);
  }
  auto copy =
      connection_.prepare(fmt::format("INSERT INTO index_entry SELECT ?1, key, item FROM "
                                      "index_entry WHERE id = ?2 AND key > ?3{}",
                                      end ? " AND key <= ?4" : ""));
  auto run = copy.run();
  run.bind(1, index.to).bind(2, index.from).bind_blob(3, last_key_);
  if (end) run.bind_blob(4, *end);
  run.execute();
  if (!end) return false;
  last_key_ = *std::move(end);
  return true;
}

bool is_one_piece(const Table& table) {
  const auto rows =
      static_cast<std::size_t>(table.statistics.item_count) * (1 + table.indexes.size());
  return rows <= 2 * RowCopy::kPiece.items &&
         static_cast<std::size_t>(table.statistics.size_bytes) <= RowCopy::kPiece.bytes;
}

void copy_counts(Catalog& catalog, const Table& from, Table& to) {
  to.statistics = from.statistics;
  catalog.store_statistics(to, to.statistics);
  for (std::size_t n = 0; n < to.indexes.size(); ++n) {
    Index& copy = to.indexes[n];
    const int number = copy.definition.number;
    if (from.indexes[n].filled_to) {  // filled as a new one would be
      copy.filled_to = "";
      catalog.store_filled(to, number, copy.filled_to);
    } else {
      copy.statistics = from.indexes[n].statistics;
      catalog.store_index_statistics(to, number, copy.statistics);
    }
  }
  if (!to.expiry) return;
  to.expiry->filled_to = "";
  catalog.store_filled(to, Catalog::kExpiryNumber, to.expiry->filled_to);
}

}  // namespace storage
