#include "storage/history_sweep.h"

#include "tests/unit/storage/writer_fixture.h"

#include <doctest/doctest.h>

namespace history_sweep_test {

using namespace std::chrono_literals;

namespace {

struct Fixture : tests::Store {
  storage::BackupCatalog backups{connection};
  storage::Copies copies{connection, catalog, backups, writer};
  storage::HistorySweep sweep{catalog, copies, writer, clock};

  Fixture() {
    table->definition.recovery = core::PointInTimeRecovery{clock.now(), 1};
    copies.pin(*table);
    copies.unpin(*table, 0);
  }
  void put_each_hour(int count) {
    for (int i = 0; i < count; ++i) {
      run(put(tests::item("a", std::to_string(i))));
      clock.advance(1h);
    }
  }
  int finish(const storage::HistoryBounds& bounds = {}) {
    int steps = 0;
    while (sweep.step(bounds)) ++steps;
    return steps;
  }
};

}  // namespace

TEST_CASE("a history keeps as many days as its table does") {
  Fixture f;
  f.put_each_hour(30);
  const core::WallTime enabled_at = f.table->definition.recovery->enabled_at;
  f.finish();
  // The seventh write was made 24 hours ago.
  CHECK(f.table->history->at(core::WallTime{}) == 6);
  CHECK(f.table->history->last() == 30);
  CHECK(f.table->definition.recovery->enabled_at == enabled_at);
}

TEST_CASE("a history that grows too large reaches back less far") {
  Fixture f;
  f.put_each_hour(5);
  const core::WallTime first = f.table->definition.recovery->enabled_at;
  f.finish({.kept_bytes = 300});
  const auto gone = f.table->history->at(core::WallTime{});
  CHECK(gone > 0);
  CHECK(f.table->definition.recovery->enabled_at == first + (gone - 1) * 1h);
  storage::Catalog again(f.connection);
  CHECK(again.find({}, "T")->definition.recovery->enabled_at ==
        f.table->definition.recovery->enabled_at);
}

TEST_CASE("what is being read stays") {
  Fixture f;
  f.put_each_hour(1);
  const auto moment = f.copies.pin(*f.table);
  f.put_each_hour(40);
  f.finish();
  CHECK(f.table->history->at(core::WallTime{}) == moment);
  f.copies.unpin(*f.table, moment);
  f.finish();
  CHECK(f.table->history->at(core::WallTime{}) > moment);
}

TEST_CASE("histories follow a clock that goes back") {
  Fixture f;
  f.put_each_hour(3);
  f.clock.set(f.clock.now() - 10h);
  CHECK(f.finish({.piece = {.records = 2}}) == 1);
  CHECK(f.table->history->at(f.clock.now()) == 3);
  CHECK(f.table->history->at(f.clock.now() - 1ms) == 0);
}

TEST_CASE(
    "the history of a table that is only being copied follows the clock too, and isn't trimmed") {
  Fixture f;
  f.table->definition.recovery.reset();
  f.copies.pin(*f.table);
  f.put_each_hour(3);
  f.clock.set(f.clock.now() - 10h);
  f.finish();
  CHECK(f.table->history->at(f.clock.now()) == 3);
  f.clock.advance(40 * 24h);
  f.finish();
  CHECK(f.table->history->at(core::WallTime{}) == 0);
}

TEST_CASE("a step looks at so many histories") {
  Fixture f;
  CHECK_FALSE(f.sweep.step({.tables_looked_at = 1}));
  CHECK(f.sweep.step({.tables_looked_at = 0}));
}

TEST_CASE("a backup that is too old goes, but not while it is read") {
  Fixture f;
  storage::Backup draft = f.backups.draft(*f.table, f.clock.now());
  draft.type = storage::BackupType::system;
  for (int i = 0; i < 3; ++i) f.run(f.put(tests::item(std::to_string(i), "x")));
  const storage::Backup& backup = f.copies.back_up(*f.table, draft);
  const auto remove = [&] {
    return remove_expired_backup(f.backups, f.copies, f.writer, f.clock.now());
  };
  CHECK(!remove());
  f.clock.advance(35 * 24h);
  core::TableDefinition target = f.table->definition;
  target.name = core::TableName("Target");
  target.recovery.reset();
  f.copies.restore(backup, target, {.items = 1});
  CHECK(!remove());
  while (f.copies.step()) {
  }
  CHECK(remove());
  CHECK(f.backups.list({}).empty());
}

}  // namespace history_sweep_test
