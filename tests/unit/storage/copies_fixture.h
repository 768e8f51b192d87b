#pragma once

#include "storage/copies.h"
#include "tests/unit/storage/writer_fixture.h"

#include <doctest/doctest.h>

#include <map>
#include <string>

// A table, and copies that a test steps.
struct CopiesFixture : tests::Store {
  using Items = std::map<std::string, std::string>;  // stored items by key

  storage::BackupCatalog backups{connection};
  storage::Copies copies{connection, catalog, backups, writer};

  void fill(int count) {
    for (int i = 0; i < count; ++i) put_one(i, "first");
  }
  void put_one(int i, const std::string& g) {
    run(put({
        {"pk", core::AttributeValue(std::to_string(i))},
        {"g",  core::AttributeValue(g)                }
    }));
  }
  const storage::Backup& back_up(std::size_t first_piece) {
    return copies.back_up(*table, backups.draft(*table, clock.now()), {.items = first_piece});
  }
  core::TableDefinition named(const std::string& name) {
    core::TableDefinition definition = table->definition;
    definition.name = core::TableName(name);
    definition.recovery.reset();
    definition.restored_from = core::RestoreOrigin{};
    return definition;
  }
  void finish(storage::Copies& running) {
    for (int steps = 0; running.step({.items = 2}); ++steps) REQUIRE(steps < 1000);
  }
  Items items_of(storage::Table& of) {
    Items items;
    of.items.scan({}, storage::Direction::forward, [&](auto key, auto, auto item) {
      items.emplace(key, item);
      return true;
    });
    return items;
  }
  Items items_of(const storage::Backup& backup) {
    Items items;
    backups.find(backup.number)->items.read({}, {}, [&](auto key, auto item) {
      items.emplace(key, item);
    });
    return items;
  }
  int entries_of(storage::Table& of) {
    int count = 0;
    of.indexes[0].entries.scan({}, storage::Direction::forward, [&](auto, auto) {
      ++count;
      return true;
    });
    return count;
  }
};
