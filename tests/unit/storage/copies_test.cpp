#include "storage/copies.h"

#include "tests/support/failing_commit.h"
#include "tests/unit/storage/copies_fixture.h"

#include <doctest/doctest.h>

namespace copies_test {

using Fixture = CopiesFixture;
using Items = CopiesFixture::Items;
using core::AttributeValue;

TEST_CASE("a small table is backed up at once, without a history") {
  Fixture f;
  f.fill(3);
  const storage::Backup& backup = f.back_up(3);
  CHECK(backup.complete);
  CHECK(backup.statistics.item_count == 3);
  CHECK(f.items_of(backup) == f.items_of(*f.table));
  CHECK(!f.table->history);
  CHECK(!f.copies.step());
}

TEST_CASE("a backup that takes longer is of the moment when it was begun") {
  Fixture f;
  f.fill(9);
  const Items before = f.items_of(*f.table);
  const storage::Backup& backup = f.back_up(2);
  CHECK(!backup.complete);
  CHECK(f.copies.is_read(*f.table));
  CHECK(f.copies.is_written(backup));
  for (int round = 0; f.copies.step({.items = 2}); ++round) {
    f.put_one(round % 12, "later");
    f.run(f.erase(std::to_string(8 - round % 9)));
  }
  CHECK(backup.complete);
  CHECK(f.items_of(backup) == before);
  CHECK(!f.copies.is_written(backup));
  // Nobody needs it any more.
  CHECK(!f.table->history);
}

TEST_CASE("a table is restored with its indexes, and is whole before it is used") {
  Fixture f;
  f.fill(5);
  const storage::Backup& backup = f.back_up(100);
  storage::Table* complete = nullptr;
  f.copies.add_listener([&](storage::Table& table) { complete = &table; });
  storage::Table& at_once = f.copies.restore(backup, f.named("AtOnce"));
  CHECK(!at_once.being_copied_to);
  CHECK(!at_once.definition.restored_from);
  CHECK(f.entries_of(at_once) == 5);
  CHECK(at_once.indexes[0].statistics.item_count == 5);
  CHECK(complete == nullptr);
  storage::Table& later = f.copies.restore(backup, f.named("Later"), {.items = 2});
  CHECK(later.being_copied_to);
  CHECK(f.copies.is_read(backup));
  CHECK(f.copies.targets() == std::vector<storage::Table*>{&later});
  f.finish(f.copies);
  CHECK(complete == &later);
  CHECK(!later.being_copied_to);
  CHECK(!f.copies.is_read(backup));
  CHECK(f.items_of(later) == f.items_of(*f.table));
  CHECK(f.entries_of(later) == 5);
  CHECK(later.statistics.item_count == f.table->statistics.item_count);
  CHECK(later.statistics.size_bytes == f.table->statistics.size_bytes);
}

TEST_CASE("indexes that take longer than a piece together are filled later") {
  Fixture f;
  f.fill(4);
  const storage::Backup& backup = f.back_up(100);
  const auto with_two_indexes = [&](const std::string& name) {
    core::TableDefinition definition = f.named(name);
    definition.indexes.push_back(definition.indexes[0]);
    definition.indexes.back().name = core::IndexName("H");
    definition.indexes.back().number = definition.indexes[0].number + 1;
    return definition;
  };
  const auto bytes = static_cast<std::size_t>(2 * f.table->statistics.size_bytes);
  CHECK(!f.copies.restore(backup, with_two_indexes("A"), {8, bytes}).being_copied_to);
  int n = 0;
  for (const storage::ReadBounds& piece : {
           storage::ReadBounds{7, bytes    },
           {8, bytes - 1}
  }) {
    storage::Table& later = f.copies.restore(backup, with_two_indexes(std::to_string(n++)), piece);
    CHECK(later.being_copied_to);
    CHECK(f.entries_of(later) == 0);
    f.finish(f.copies);
    CHECK(f.entries_of(later) == 4);
    CHECK(later.indexes[1].statistics == later.indexes[0].statistics);
  }
}

TEST_CASE("a table is recovered as it was, and keeps its source's past till then") {
  Fixture f;
  f.fill(6);
  f.table->definition.recovery = core::PointInTimeRecovery{f.clock.now()};
  const storage::HistoryPosition moment = f.copies.pin(*f.table);
  const Items then = f.items_of(*f.table);
  f.put_one(1, "later");
  f.run(f.erase("2"));
  storage::Table& recovered =
      f.copies.recover(*f.table, moment, f.named("Recovered"), {.items = 1});
  f.copies.unpin(*f.table, moment);
  f.table->definition.recovery.reset();
  f.copies.drop_unused_history(*f.table);
  CHECK(f.table->history);
  CHECK(f.copies.oldest_pin(*f.table) == moment);
  f.put_one(3, "later");
  f.finish(f.copies);
  CHECK(f.items_of(recovered) == then);
  CHECK(!f.table->history);
}

TEST_CASE("copies go on where they were after a restart") {
  Fixture f;
  f.fill(7);
  const Items before = f.items_of(*f.table);
  const std::int64_t number = f.back_up(1).number;
  f.copies.step({.items = 2});
  storage::Catalog catalog(f.connection);
  storage::BackupCatalog backups(f.connection);
  storage::Writer writer(f.connection, catalog, f.clock, [](const auto& call) { call(); });
  storage::Copies copies(f.connection, catalog, backups, writer);
  CHECK(catalog.find({}, "T")->history);
  f.finish(copies);
  const storage::Backup& backup = backups.find(number)->backup;
  CHECK(backup.complete);
  Items items;
  backups.find(number)->items.read({}, {}, [&](auto key, auto item) { items.emplace(key, item); });
  CHECK(items == before);
  CHECK(!catalog.find({}, "T")->history);
}

TEST_CASE("a piece that can't be committed is copied again") {
  Fixture f;
  f.fill(4);
  const storage::Backup& backup = f.back_up(1);
  {
    tests::FailingCommit failing(f.connection);
    CHECK_THROWS(f.copies.step({.items = 2}));
  }
  f.finish(f.copies);
  CHECK(f.items_of(backup) == f.items_of(*f.table));
}

TEST_CASE("copies of scopes that are forgotten end where they are") {
  Fixture f;
  f.fill(6);
  f.copies.restore(f.back_up(10), f.named("Copy"), {.items = 1});
  f.back_up(1);
  f.copies.forget({core::AccountId("999999999999"), {}});
  CHECK(f.copies.targets().size() == 1);
  const core::Scope& scope = f.table->definition.scope;
  f.copies.forget({scope.account, scope.region});
  CHECK(f.copies.targets().empty());
  CHECK(!f.copies.is_read(*f.table));
  CHECK(!f.copies.step());
  storage::Copies again(f.connection, f.catalog, f.backups, f.writer);
  CHECK(!again.step());
}

}  // namespace copies_test
