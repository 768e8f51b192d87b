#include "storage/backfill.h"

#include "core/index_projection.h"
#include "tests/support/failing_commit.h"
#include "tests/unit/storage/writer_fixture.h"

#include <doctest/doctest.h>

#include <set>

namespace backfill_test {

namespace {

using core::AttributeValue;

// A table whose items 0 … 9 are there before its second index, H, and its time to live.
struct Fixture : tests::Store {
  Fixture() {
    for (int i = 0; i < 10; ++i) put_one(std::to_string(i), "h", 100);
  }

  void put_one(const std::string& pk, const std::string& h, int ttl) {
    run(put({
        {"pk",  AttributeValue(pk)               },
        {"h",   AttributeValue(h)                },
        {"ttl", AttributeValue(core::Number(ttl))}
    }));
  }

  // As UpdateTable does it, with no more items in the first piece than that.
  void add_index(std::size_t first_piece, int number = 7) {
    core::TableDefinition changed = table->definition;
    core::IndexDefinition definition;
    definition.name = core::IndexName("H");
    definition.number = number;
    definition.key.partition = {
        {"h", core::ScalarType::s}
    };
    changed.indexes.push_back(definition);
    std::optional<storage::Index> made;
    writer.transact([&] {
      made = catalog.new_index(*table, definition);
      const auto filled = storage::fill(catalog, *table, *made, {.items = first_piece});
      made->filled_to = filled.to;
      made->statistics = filled.statistics;
      catalog.store_definition(*table, changed);
    });
    table->definition = changed;
    table->indexes.push_back(*std::move(made));
  }
  void add_time_to_live(std::size_t first_piece) {
    core::TableDefinition changed = table->definition;
    changed.time_to_live_attribute = "ttl";
    std::optional<storage::ExpiryIndex> expiry;
    writer.transact([&] {
      expiry = catalog.store_new_expiry(*table);
      expiry->filled_to = storage::fill(catalog, *table, *expiry, "ttl", {.items = first_piece}).to;
      catalog.store_definition(*table, changed);
    });
    table->definition = changed;
    table->expiry = std::move(expiry);
  }

  int fill_all(std::size_t items) {
    int steps = 0;
    while (backfill.step({.items = items})) ++steps;
    return steps;
  }

  storage::Index& added() { return *table->find_index("H"); }
  // "h:3": what an index tells of an item, by its rows.
  std::multiset<std::string> indexed(storage::Table& of) {
    std::multiset<std::string> found;
    of.find_index("H")->entries.scan(
        {}, storage::Direction::forward, [&](std::string_view, std::int64_t row) {
          const auto item = storage::decode_item(*of.items.item_at(row));
          found.insert(*item.find("h")->get_if<std::string>() + ":" +
                       *item.find("pk")->get_if<std::string>());
          return true;
        });
    return found;
  }
  std::size_t expiring(storage::Table& of) {
    std::size_t count = 0;
    of.expiry->entries.scan({INT64_MIN, 0}, INT64_MAX, [&](const storage::ExpiryEntry&) {
      ++count;
      return true;
    });
    return count;
  }

  storage::Backfill backfill{catalog, writer};
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "an index of few items is complete with its first piece") {
  add_index(10);
  CHECK_FALSE(added().filled_to);
  CHECK(added().statistics.item_count == 10);
  CHECK_FALSE(backfill.step());
}

TEST_CASE_FIXTURE(Fixture, "one of more items is filled a piece at a time") {
  add_index(4);
  CHECK(added().filled_to);
  CHECK(added().statistics.item_count == 4);
  CHECK(backfill.step({.items = 4}));
  CHECK(added().statistics.item_count == 8);
  CHECK(added().filled_to);
  CHECK(backfill.step({.items = 4}));
  CHECK_FALSE(added().filled_to);
  CHECK_FALSE(backfill.step({.items = 4}));
  CHECK(indexed(*table).size() == 10);
  CHECK(added().statistics.item_count == 10);
}

TEST_CASE_FIXTURE(Fixture, "a piece has a limit in bytes, too") {
  add_index(1);
  int steps = 0;
  while (backfill.step({.bytes = 1})) ++steps;
  CHECK(steps == 9);
  CHECK(indexed(*table).size() == 10);
}

TEST_CASE_FIXTURE(Fixture, "writes go on meanwhile, before and behind the walk") {
  for (std::size_t first = 1; first < 10; ++first) {
    CAPTURE(first);
    Fixture f;
    f.add_index(first);
    f.put_one("3", "changed", 100);
    f.put_one("new", "h", 100);
    f.run(f.erase("5"));
    f.run(f.put({
        {"pk", AttributeValue(std::string("7"))}
    }));
    f.fill_all(1);
    const std::multiset<std::string> expected{"changed:3", "h:0", "h:1", "h:2",  "h:4",
                                              "h:6",       "h:8", "h:9", "h:new"};
    CHECK(f.indexed(*f.table) == expected);
    CHECK(f.added().statistics.item_count == 9);
    std::int64_t bytes = 0;
    for (const std::string& entry : expected) {
      const auto item = f.find(entry.substr(entry.find(':') + 1));
      bytes += static_cast<std::int64_t>(
          core::projected_size_bytes(f.table->definition, f.added().definition, *item));
    }
    CHECK(f.added().statistics.size_bytes == bytes);
    f.put_one("8", "again", 100);
    CHECK(f.indexed(*f.table).count("again:8") == 1);
  }
}

TEST_CASE_FIXTURE(Fixture, "a piece whose commit fails is filled again") {
  add_index(4);
  {
    const tests::FailingCommit failing(connection);
    CHECK_THROWS(backfill.step({.items = 4}));
  }
  CHECK(added().statistics.item_count == 4);
  fill_all(4);
  CHECK(indexed(*table).size() == 10);
  CHECK(added().statistics.item_count == 10);
}

TEST_CASE_FIXTURE(Fixture, "a restart goes on where it stopped") {
  add_index(4);
  add_time_to_live(3);
  storage::Catalog again(connection);
  storage::Writer other(connection, again, clock, [](const auto&) {});
  storage::Table& loaded = *again.find(table->definition.scope, "T");
  CHECK(loaded.find_index("H")->filled_to == added().filled_to);
  CHECK(loaded.find_index("H")->statistics.item_count == 4);
  CHECK(loaded.expiry->filled_to == table->expiry->filled_to);
  storage::Backfill rest(again, other);
  while (rest.step({.items = 3})) {
  }
  CHECK(indexed(loaded).size() == 10);
  CHECK(expiring(loaded) == 10);
  storage::Catalog complete(connection);
  CHECK_FALSE(complete.find(table->definition.scope, "T")->find_index("H")->filled_to);
  CHECK_FALSE(complete.find(table->definition.scope, "T")->expiry->filled_to);
}

TEST_CASE_FIXTURE(Fixture, "the order of expiry is filled likewise, with writes going on") {
  for (std::size_t first = 1; first < 10; ++first) {
    CAPTURE(first);
    Fixture f;
    f.add_time_to_live(first);
    f.put_one("3", "h", 50);
    f.put_one("new", "h", 60);
    f.run(f.erase("5"));
    f.run(f.put({
        {"pk", AttributeValue(std::string("7"))}
    }));
    f.fill_all(1);
    std::multiset<std::int64_t> seconds;
    f.table->expiry->entries.scan({INT64_MIN, 0}, INT64_MAX,
                                  [&](const storage::ExpiryEntry& entry) {
                                    seconds.insert(entry.second);
                                    return true;
                                  });
    CHECK(seconds == std::multiset<std::int64_t>{50, 60, 100, 100, 100, 100, 100, 100, 100});
  }
}

TEST_CASE_FIXTURE(Fixture, "an index that goes before it is complete leaves nothing to fill") {
  add_index(4);
  writer.transact([&] { catalog.erase_index(*table, 7); });
  table->indexes.pop_back();
  add_index(10, 8);
  storage::Catalog again(connection);
  CHECK_FALSE(again.find(table->definition.scope, "T")->find_index("H")->filled_to);
}

}  // namespace backfill_test
