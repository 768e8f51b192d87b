#include "storage/catalog.h"

#include "storage/schema.h"

#include <doctest/doctest.h>

namespace catalog_test {

namespace {

using storage::Catalog;
using storage::Table;

const core::Scope kHere{core::AccountId("000000000000"), core::Region("us-east-1")};
const core::Scope kThere{core::AccountId("000000000000"), core::Region("us-west-2")};

storage::sqlite::Connection new_database() {
  auto connection = storage::sqlite::Connection::in_memory();
  storage::migrate(connection);
  return connection;
}

core::IndexDefinition index(const char* name, int number) {
  core::IndexDefinition definition;
  definition.name = core::IndexName(name);
  definition.number = number;
  definition.key.partition = {
      {"g", core::ScalarType::s}
  };
  return definition;
}

core::TableDefinition definition(const core::Scope& scope, const char* name) {
  core::TableDefinition d;
  d.scope = scope;
  d.name = core::TableName(name);
  d.key.partition = {
      {"pk", core::ScalarType::s}
  };
  d.indexes = {index("G", 1)};
  return d;
}

struct Fixture {
  storage::sqlite::Connection connection = new_database();
  Catalog catalog{connection};

  Table& add(const core::Scope& scope, const char* name) {
    return catalog.adopt(catalog.store_new(definition(scope, name)));
  }
  std::vector<std::string> names(const core::Scope& scope, const char* after) {
    std::vector<std::string> found;
    for (const Table* table : catalog.list(scope, after)) {
      found.push_back(table->definition.name.get());
    }
    return found;
  }
  std::int64_t count(const std::string& from) {
    auto statement = connection.prepare("SELECT count(*) FROM " + from);
    auto run = statement.run();
    return run.next() ? run.whole(0) : -1;
  }
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a table is known once it is adopted, in its scope") {
  auto stored = catalog.store_new(definition(kHere, "T"));
  CHECK(catalog.find(kHere, "T") == nullptr);
  Table& table = catalog.adopt(std::move(stored));
  CHECK(catalog.find(kHere, "T") == &table);
  CHECK(catalog.find(kHere, "T") == &table);  // from memory of the last one
  CHECK(catalog.find(kThere, "T") == nullptr);
  CHECK(catalog.find(kHere, "U") == nullptr);
  Table& other = add(kThere, "T");
  CHECK(catalog.find(kThere, "T") == &other);
  CHECK(catalog.find(kHere, "T") == &table);
}

TEST_CASE_FIXTURE(Fixture, "tables are listed by name, each scope its own") {
  for (const char* name : {"C", "A", "B"}) add(kHere, name);
  add(kThere, "A");
  CHECK(names(kHere, "") == Names{"A", "B", "C"});
  CHECK(names(kHere, "A") == Names{"B", "C"});
  CHECK(names(kHere, "AA") == Names{"B", "C"});
  CHECK(names(kHere, "C").empty());
  CHECK(names(kThere, "") == Names{"A"});
  CHECK(catalog.count(kHere) == 3);
  CHECK(catalog.count(kThere) == 1);
  CHECK(catalog.count({}) == 0);
}

TEST_CASE_FIXTURE(Fixture, "all tables are walked, scope after scope") {
  CHECK(catalog.after({}, "") == nullptr);
  Table& a = add(kHere, "A");
  Table& b = add(kHere, "B");
  Table& c = add(kThere, "A");
  CHECK(catalog.after({}, "") == &a);
  CHECK(catalog.after(kHere, "A") == &b);
  CHECK(catalog.after(kHere, "B") == &c);
  CHECK(catalog.after(kThere, "A") == nullptr);
  int visits = 0;
  catalog.for_each([&](Table&) { ++visits; });
  CHECK(visits == 3);
}

TEST_CASE_FIXTURE(Fixture, "what was stored is there for the next catalog") {
  Table& table = add(kHere, "T");
  add(kThere, "U");
  catalog.store_statistics(table, {3, 100});
  catalog.store_index_statistics(table, 1, {2, 50});
  core::TableDefinition changed = table.definition;
  changed.time_to_live_attribute = "ttl";
  catalog.store_definition(table, changed);
  catalog.store_new_expiry(table);

  Catalog again(connection);
  Table* loaded = again.find(kHere, "T");
  REQUIRE(loaded);
  CHECK(loaded->id == table.id);
  CHECK(loaded->definition.time_to_live_attribute == "ttl");
  CHECK(loaded->statistics.item_count == 3);
  CHECK(loaded->statistics.size_bytes == 100);
  REQUIRE(loaded->indexes.size() == 1);
  CHECK(loaded->indexes[0].statistics.item_count == 2);
  CHECK(loaded->indexes[0].statistics.size_bytes == 50);
  REQUIRE(again.find(kThere, "U"));
  CHECK(again.find(kThere, "U")->statistics.item_count == 0);
}

TEST_CASE_FIXTURE(Fixture, "an erased table leaves nothing, and its name to another") {
  const std::int64_t before = count("sqlite_master");
  Table& table = add(kHere, "T");
  catalog.store_index_statistics(table, 1, {2, 50});
  CHECK(catalog.find(kHere, "T"));
  catalog.store_erased(table);
  CHECK(catalog.find(kHere, "T") == &table);
  catalog.forget(table);
  CHECK(catalog.find(kHere, "T") == nullptr);
  for (const char* from : {"table_definition", "table_statistics", "index_statistics"}) {
    CAPTURE(from);
    CHECK(count(from) == 0);
  }
  while (catalog.leftovers().any()) catalog.leftovers().remove_some();
  CHECK(count("sqlite_master") == before);
  add(kHere, "T");
  CHECK(catalog.count(kHere) == 1);
}

TEST_CASE_FIXTURE(Fixture, "an index comes and goes with its entries and statistics") {
  Table& table = add(kHere, "T");
  const std::int64_t names = count("sqlite_master");
  storage::Index added = catalog.new_index(table, index("H", 2));
  CHECK(added.definition.name.get() == "H");
  CHECK(count("sqlite_master") == names);  // however many there are
  added.entries.insert("k", 7);
  table.indexes[0].entries.insert("k", 8);
  catalog.store_index_statistics(table, 1, {1, 1});
  catalog.store_index_statistics(table, 2, {2, 50});
  CHECK(count("index_statistics") == 2);
  catalog.erase_index(table, 2);
  CHECK(count("index_statistics") == 1);
  CHECK(count("index_statistics WHERE number = 1") == 1);
  CHECK(count("index_entry") == 2);
  while (catalog.leftovers().any()) catalog.leftovers().remove_some();
  CHECK(count("index_entry") == 1);
  CHECK(count("index_entry WHERE item = 8") == 1);
}

TEST_CASE_FIXTURE(Fixture, "how far an index is filled is known again, until all of it is") {
  Table& table = add(kHere, "T");
  add(kHere, "U");
  const auto filled_to = [&](const char* name) {
    Catalog again(connection);
    return again.find(kHere, name)->indexes.at(0).filled_to;
  };
  CHECK_FALSE(filled_to("T"));
  catalog.store_filled(table, 1, "a");
  catalog.store_filled(table, 1, "b");
  CHECK(filled_to("T") == "b");
  CHECK_FALSE(filled_to("U"));
  catalog.store_filled(table, 1, {});
  CHECK_FALSE(filled_to("T"));
  CHECK(count("backfill") == 0);
}

TEST_CASE_FIXTURE(Fixture, "the order of expiry comes, is filled and goes") {
  Table& table = add(kHere, "T");
  const std::int64_t before = count("sqlite_master");
  core::TableDefinition changed = table.definition;
  changed.time_to_live_attribute = "ttl";
  catalog.store_definition(table, changed);
  CHECK(catalog.store_new_expiry(table).filled_to == "");
  catalog.store_filled(table, Catalog::kExpiryNumber, "k");
  Catalog again(connection);
  const Table& loaded = *again.find(kHere, "T");
  REQUIRE(loaded.expiry);
  CHECK(loaded.expiry->filled_to == "k");
  CHECK_FALSE(loaded.indexes.at(0).filled_to);
  catalog.erase_expiry(table);
  while (catalog.leftovers().any()) catalog.leftovers().remove_some();
  CHECK(count("sqlite_master") == before);
  CHECK(count("backfill") == 0);
}

TEST_CASE_FIXTURE(Fixture,
                  "a new index has everything to be filled yet, and an erased one nothing") {
  Table& table = add(kHere, "T");
  CHECK(catalog.new_index(table, index("H", 2)).filled_to == "");
  catalog.store_filled(table, 2, "k");
  catalog.erase_index(table, 2);
  CHECK(count("backfill") == 0);
}

TEST_CASE_FIXTURE(Fixture, "what is made beside leftovers of its number begins empty, at once") {
  Table& table = add(kHere, "T");
  const std::string many =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) ";
  catalog.store_new_expiry(table);
  catalog.store_new_history(table);
  const std::string id = std::to_string(table.id);
  const std::string names[] = {"expiry_" + id, "history_" + id};
  connection.execute(many + "INSERT INTO " + names[0] + " SELECT i, i FROM n");
  connection.execute(many + "INSERT INTO " + names[1] + " SELECT i, i, i, i, i FROM n");
  catalog.erase_expiry(table);
  catalog.erase_history(table);
  catalog.store_new_expiry(table);
  catalog.store_new_history(table);
  for (const std::string& name : names) {
    CAPTURE(name);
    CHECK(count(name) == 0);
    CHECK(count(name + "_former_1") == 1500);
  }
  while (catalog.leftovers().any()) catalog.leftovers().remove_some();
  for (const std::string& name : names) {
    CHECK(count(name) == 0);
    CHECK(count("sqlite_master WHERE name = '" + name + "_former_1'") == 0);
  }
}

}  // namespace catalog_test
