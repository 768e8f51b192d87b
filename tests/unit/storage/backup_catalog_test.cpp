#include "storage/backup_catalog.h"

#include "tests/unit/storage/writer_fixture.h"

#include <doctest/doctest.h>

namespace backup_catalog_test {

using namespace std::chrono_literals;

namespace {

struct Fixture : tests::Store {
  storage::BackupCatalog backups{connection};

  storage::Backup& add() {
    std::unique_ptr<storage::BackupCatalog::Entry> entry;
    writer.transact([&] { entry = backups.store_new(backups.draft(*table, clock.now())); });
    return backups.adopt(std::move(entry)).backup;
  }
};

}  // namespace

TEST_CASE("backups have ARNs with their time, and numbers of their own") {
  Fixture f;
  const storage::Backup first = f.add();
  const storage::Backup second = f.add();
  CHECK(first.arn != second.arn);
  CHECK(first.number != second.number);
  CHECK(first.arn.find(":table/T/backup/01734480000000-") != std::string::npos);
  CHECK(f.backups.find({}, first.arn)->backup.number == first.number);
  CHECK(f.backups.list({}).size() == 2);
  CHECK(f.backups.find({}, "arn:aws:dynamodb:r:1:table/T") == nullptr);
  CHECK(f.backups.find({core::AccountId("2"), {}}, first.arn) == nullptr);
}

TEST_CASE("backups are there after a restart, and gone when they were erased") {
  Fixture f;
  const storage::Backup kept = f.add();
  const storage::Backup erased = f.add();
  f.writer.transact([&] { f.backups.store_erased(erased); });
  f.backups.forget(erased);
  CHECK(f.backups.find(erased.number) == nullptr);
  storage::BackupCatalog again(f.connection);
  REQUIRE(again.list({}).size() == 1);
  CHECK(again.list({}).front()->arn == kept.arn);
}

TEST_CASE("a new backup doesn't get the number of one whose items are still there") {
  Fixture f;
  const storage::Backup first = f.add();
  auto& items = f.backups.find(first.number)->items;
  f.writer.transact([&] {
    for (std::size_t i = 0; i <= storage::LeftoverTables::kRows; ++i) {
      items.insert(std::to_string(i), "item");
    }
  });
  f.writer.transact([&] { f.backups.store_erased(first); });
  f.backups.forget(first);
  CHECK(f.add().number == first.number + 1);
}

TEST_CASE("a table that goes may leave its items") {
  Fixture f;
  f.run(f.put(tests::item("a", "text")));
  storage::Backup draft = f.backups.draft(*f.table, f.clock.now());
  draft.type = storage::BackupType::system;
  std::unique_ptr<storage::BackupCatalog::Entry> entry;
  f.writer.transact([&] {
    entry = f.backups.store_left(draft, *f.table);
    f.catalog.store_erased_but_items(*f.table);
  });
  auto& left = f.backups.adopt(std::move(entry));
  f.catalog.forget(*f.table);
  int items = 0;
  left.items.read({}, {}, [&](auto, auto) { ++items; });
  CHECK(items == 1);
  CHECK(left.backup.expires_at() == f.clock.now() + 35 * 24h);
  CHECK(f.backups.find_expired(f.clock.now() + 35 * 24h - 1us) == nullptr);
  CHECK(f.backups.find_expired(f.clock.now() + 35 * 24h) == &left.backup);
}

TEST_CASE("a user's backup stays") {
  Fixture f;
  CHECK(!f.add().expires_at());
  CHECK(f.backups.find_expired(core::WallTime::max()) == nullptr);
}

}  // namespace backup_catalog_test
