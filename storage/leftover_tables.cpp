#include "storage/leftover_tables.h"

#include "storage/index_table.h"

#include <fmt/format.h>

#include <algorithm>

namespace storage {
namespace {

// They belong to nobody: the scope is only there since each resource has one.
core::Scope nowhere() {
  return {core::AccountId("000000000000"), core::Region("us-east-1")};
}

// Where the piece ends: items may be long.
std::int64_t last_row_of_piece(sqlite::Connection& connection, const std::string& table,
                               std::string_view item) {
  auto statement = connection.prepare(
      fmt::format("SELECT rowid, ifnull(length({}), 0) FROM {} ORDER BY rowid", item, table));
  auto run = statement.run();
  std::int64_t last = 0;
  std::size_t bytes = 0;
  for (std::size_t rows = 0;
       rows < LeftoverTables::kRows && bytes < LeftoverTables::kBytes && run.next(); ++rows) {
    last = run.whole(0);
    bytes += static_cast<std::size_t>(run.whole(1));
  }
  return last;
}

void remove_items(sqlite::Connection& connection, const std::string& table, std::string_view item) {
  const std::int64_t last = last_row_of_piece(connection, table, item);
  auto statement = connection.prepare(fmt::format("DELETE FROM {} WHERE rowid <= ?", table));
  statement.run().bind(1, last).execute();
}

void remove_expiries(sqlite::Connection& connection, const std::string& table) {
  connection.execute(fmt::format(
      "DELETE FROM {0} WHERE (second, item) IN (SELECT second, item FROM {0} LIMIT {1})", table,
      LeftoverTables::kRows));
}

// How the entries of an index are called that are left.
constexpr std::string_view kIndex = "index_";

std::int64_t id_of_index(std::string_view left) {
  const std::string numbers(left.substr(kIndex.size()));  // 3_1: of table 3, number 1
  return index_id(std::stoll(numbers), std::stoi(numbers.substr(numbers.find('_') + 1)));
}

bool is_empty(sqlite::Connection& connection, const std::string& table) {
  auto statement = connection.prepare(fmt::format("SELECT 1 FROM {} LIMIT 1", table));
  return !statement.run().next();
}

}  // namespace

LeftoverTables::LeftoverTables(sqlite::Connection& connection)
    : connection_(connection), left_(connection, "leftover_table") {
  for (const Resource& left : left_.load_all()) note_number(left.name);
}

void LeftoverTables::leave(const std::string& table) {
  note_number(table);
  left_.store({nowhere(), table, "{}"});
}

void LeftoverTables::leave_index(std::int64_t table, int number) {
  leave(fmt::format("{}{}_{}", kIndex, table, number));
}

void LeftoverTables::make_way(const std::string& table) {
  if (!exists(table)) return;
  left_.erase(nowhere(), table);
  if (remove_piece(table)) return;
  std::string former;
  int number = 0;
  do {
    former = fmt::format("{}_former_{}", table, ++number);
  } while (exists(former));
  connection_.execute(fmt::format("ALTER TABLE {} RENAME TO {}", table, former));
  leave(former);
}

bool LeftoverTables::exists(const std::string& table) {
  auto statement =
      connection_.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?");
  auto run = statement.run();
  return run.bind_text(1, table).next();
}

void LeftoverTables::note_number(std::string_view table) {
  std::int64_t& last = table.starts_with("backup_") ? last_backup_number_ : last_table_id_;
  last = std::max<std::int64_t>(last, std::stoll(std::string(table.substr(table.find('_') + 1))));
}

void LeftoverTables::remove_some() {
  const auto left = left_.first();
  if (left && remove_piece(left->name)) left_.erase(nowhere(), left->name);
}

bool LeftoverTables::remove_piece(const std::string& left) {
  if (left.starts_with(kIndex)) return remove_entries_of(left);
  if (left.starts_with("expiry_")) {
    remove_expiries(connection_, left);
  } else {
    remove_items(connection_, left, left.starts_with("history_") ? "previous" : "item");
  }
  if (!is_empty(connection_, left)) return false;
  connection_.execute("DROP TABLE " + left);
  return true;
}

bool LeftoverTables::remove_entries_of(const std::string& index) {
  const std::int64_t id = id_of_index(index);
  connection_
      .prepare(
          "DELETE FROM index_entry WHERE id = ?1 AND key IN "
          "(SELECT key FROM index_entry WHERE id = ?1 ORDER BY key LIMIT ?2)")
      .run()
      .bind(1, id)
      .bind(2, static_cast<std::int64_t>(kRows))
      .execute();
  auto rest = connection_.prepare("SELECT 1 FROM index_entry WHERE id = ? LIMIT 1");
  auto run = rest.run();
  return !run.bind(1, id).next();
}

}  // namespace storage
