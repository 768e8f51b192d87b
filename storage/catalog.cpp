#include "storage/catalog.h"

#include "storage/definition_json.h"

namespace storage {

Catalog::Catalog(sqlite::Connection& connection)
    : connection_(connection),
      index_statements_(connection),
      store_statistics_(connection.prepare("UPDATE table_statistics SET item_count = ?2, "
                                           "size_bytes = ?3 WHERE id = ?1")),
      store_index_statistics_(
          connection.prepare("INSERT OR REPLACE INTO index_statistics VALUES (?, ?, ?, ?)")),
      erase_rows_{connection.prepare("DELETE FROM table_statistics WHERE id = ?"),
                  connection.prepare("DELETE FROM index_statistics WHERE table_id = ?"),
                  connection.prepare("DELETE FROM backfill WHERE table_id = ?"),
                  connection.prepare("DELETE FROM table_definition WHERE id = ?")},
      leftovers_(connection) {
  load();
}

void Catalog::load() {
  struct Row {
    std::int64_t id;
    core::TableDefinition definition;
    Statistics statistics;
  };
  std::vector<Row> rows;
  auto statement = connection_.prepare(
      "SELECT id, account, region, name, definition, item_count, size_bytes "
      "FROM table_definition JOIN table_statistics USING (id)");
  auto run = statement.run();
  while (run.next()) {
    Row row{
        run.whole(0), definition_from_json(std::string(run.text(4))), {run.whole(5), run.whole(6)}
    };
    row.definition.scope = {core::AccountId(std::string(run.text(1))),
                            core::Region(std::string(run.text(2)))};
    row.definition.name = core::TableName(std::string(run.text(3)));
    rows.push_back(std::move(row));
  }
  for (Row& row : rows) adopt(open(row.id, std::move(row.definition))).statistics = row.statistics;
  load_index_statistics();
  load_filled();
}

void Catalog::load_filled() {
  auto statement =
      connection_.prepare("SELECT filled_to FROM backfill WHERE table_id = ? AND number = ?");
  const auto load_one = [&](const Table& table, int number, FilledTo& filled_to) {
    auto run = statement.run();
    run.bind(1, table.id).bind(2, number);
    if (run.next()) filled_to = run.blob(0);
  };
  for_each([&](Table& table) {
    for (Index& index : table.indexes) load_one(table, index.definition.number, index.filled_to);
    if (table.expiry) load_one(table, kExpiryNumber, table.expiry->filled_to);
  });
}

void Catalog::load_index_statistics() {
  auto statement = connection_.prepare(
      "SELECT item_count, size_bytes FROM index_statistics WHERE table_id = ? AND number = ?");
  for_each([&](Table& table) {
    for (Index& index : table.indexes) {
      auto run = statement.run();
      run.bind(1, table.id).bind(2, index.definition.number);
      if (run.next()) index.statistics = {run.whole(0), run.whole(1)};
    }
  });
}

std::unique_ptr<Table> Catalog::open(std::int64_t id, core::TableDefinition definition) {
  std::vector<Index> indexes;
  for (const core::IndexDefinition& index : definition.indexes) {
    indexes.push_back({index, IndexTable(index_statements_, index_id(id, index.number))});
  }
  std::optional<ExpiryIndex> expiry;
  if (definition.time_to_live_attribute) expiry = ExpiryIndex{ExpiryTable(connection_, id)};
  std::optional<HistoryTable> history;
  if (definition.recovery) history.emplace(connection_, id);
  return std::unique_ptr<Table>(new Table{id,
                                          std::move(definition),
                                          ItemTable(connection_, item_cache_, id),
                                          std::move(indexes),
                                          {},
                                          {},
                                          std::move(expiry),
                                          std::move(history)});
}

Table* Catalog::find(const core::Scope& scope, std::string_view name) {
  if (last_key_ && last_key_->second == name && last_key_->first == scope) return last_table_;
  const auto found = tables_.find(Key(scope, std::string(name)));
  if (found == tables_.end()) return nullptr;
  last_key_ = &found->first;
  last_table_ = found->second.get();
  return last_table_;
}

std::vector<Table*> Catalog::list(const core::Scope& scope, std::string_view after,
                                  std::size_t most) {
  std::vector<Table*> tables;
  auto at = tables_.upper_bound(Key(scope, std::string(after)));
  for (; at != tables_.end() && at->first.first == scope && tables.size() < most; ++at) {
    tables.push_back(at->second.get());
  }
  return tables;
}

Table* Catalog::after(const core::Scope& scope, std::string_view name) {
  const auto next = tables_.upper_bound(Key(scope, std::string(name)));
  return next == tables_.end() ? nullptr : next->second.get();
}

std::size_t Catalog::count(const core::Scope& scope) const {
  std::size_t count = 0;
  auto at = tables_.lower_bound(Key(scope, ""));
  for (; at != tables_.end() && at->first.first == scope; ++at) ++count;
  return count;
}

std::unique_ptr<Table> Catalog::store_new(core::TableDefinition definition) {
  const std::string json = definition_to_json(definition);
  auto statement = connection_.prepare(
      "INSERT INTO table_definition (account, region, name, definition, id) VALUES (?1, ?2, ?3, "
      "?4, "
      "1 + max(?5, (SELECT ifnull(max(id), 0) FROM table_definition)))");
  statement.run()
      .bind_text(1, definition.scope.account.get())
      .bind_text(2, definition.scope.region.get())
      .bind_text(3, definition.name.get())
      .bind_text(4, json)
      .bind(5, leftovers_.last_table_id())
      .execute();
  const std::int64_t id = connection_.last_insert_rowid();
  connection_.prepare("INSERT INTO table_statistics VALUES (?, 0, 0)").run().bind(1, id).execute();
  ItemTable::create(connection_, id);
  if (definition.time_to_live_attribute) ExpiryTable::create(connection_, id);
  return open(id, std::move(definition));
}

Table& Catalog::adopt(std::unique_ptr<Table> table) {
  Key key(table->definition.scope, table->definition.name.get());
  return *(tables_[std::move(key)] = std::move(table));
}

void Catalog::store_erased(const Table& table) {
  leftovers_.leave(ItemTable::name(table.id));
  store_erased_but_items(table);
}

void Catalog::store_erased_but_items(const Table& table) {
  const std::int64_t id = table.id;
  if (table.history) leftovers_.leave(HistoryTable::name(id));
  for (const auto& index : table.definition.indexes) {
    leftovers_.leave_index(id, index.number);
  }
  if (table.expiry) leftovers_.leave(ExpiryTable::name(id));
  erase_rows(id);
}

void Catalog::erase_rows(std::int64_t id) {
  for (sqlite::Statement& erase : erase_rows_) erase.run().bind(1, id).execute();
}

void Catalog::forget(Table& table) {
  last_key_ = nullptr;
  table.items.forget_cached();
  tables_.erase(Key(table.definition.scope, table.definition.name.get()));
}

void Catalog::store_definition(const Table& table, const core::TableDefinition& definition) {
  const std::string json = definition_to_json(definition);
  auto statement = connection_.prepare("UPDATE table_definition SET definition = ? WHERE id = ?");
  statement.run().bind_text(1, json).bind(2, table.id).execute();
}

Index Catalog::new_index(const Table& table, const core::IndexDefinition& definition) {
  return {definition,
          IndexTable(index_statements_, index_id(table.id, definition.number)),
          {},
          std::string()};
}

void Catalog::erase_index(const Table& table, int number) {
  leftovers_.leave_index(table.id, number);
  connection_.prepare("DELETE FROM index_statistics WHERE table_id = ? AND number = ?")
      .run()
      .bind(1, table.id)
      .bind(2, number)
      .execute();
  store_filled(table, number, {});
}

ExpiryIndex Catalog::store_new_expiry(const Table& table) {
  leftovers_.make_way(ExpiryTable::name(table.id));
  ExpiryTable::create(connection_, table.id);
  return {ExpiryTable(connection_, table.id), std::string()};
}

HistoryTable Catalog::store_new_history(const Table& table) {
  leftovers_.make_way(HistoryTable::name(table.id));  // a copy's, of a process that was killed, too
  HistoryTable::create(connection_, table.id);
  return HistoryTable(connection_, table.id);
}

void Catalog::erase_history(const Table& table) {
  leftovers_.leave(HistoryTable::name(table.id));
}

void Catalog::erase_expiry(const Table& table) {
  leftovers_.leave(ExpiryTable::name(table.id));
  store_filled(table, kExpiryNumber, {});
}

void Catalog::store_filled(const Table& table, int number, const FilledTo& to) {
  auto statement = connection_.prepare(
      to ? "INSERT OR REPLACE INTO backfill (table_id, number, filled_to) VALUES (?1, ?2, ?3)"
         : "DELETE FROM backfill WHERE table_id = ?1 AND number = ?2");
  auto run = statement.run();
  run.bind(1, table.id).bind(2, number);
  if (to) run.bind_blob(3, *to);
  run.execute();
}

void Catalog::store_statistics(const Table& table, const Statistics& statistics) {
  store_statistics_.run()
      .bind(1, table.id)
      .bind(2, statistics.item_count)
      .bind(3, statistics.size_bytes)
      .execute();
}

void Catalog::store_index_statistics(const Table& table, int number, const Statistics& statistics) {
  store_index_statistics_.run()
      .bind(1, table.id)
      .bind(2, number)
      .bind(3, statistics.item_count)
      .bind(4, statistics.size_bytes)
      .execute();
}

}  // namespace storage
