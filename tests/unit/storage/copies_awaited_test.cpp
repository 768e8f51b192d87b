#include "tests/support/failing_commit.h"
#include "tests/unit/storage/copies_fixture.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>

namespace copies_awaited_test {

namespace {

const core::Scope kPlace{core::AccountId("999999999999"), core::Region("us-east-1")};

struct Fixture : CopiesFixture {
  void await_copy(const std::string& name = "Copy") {
    core::TableDefinition definition = named(name);
    definition.scope = kPlace;
    definition.restored_from.reset();
    copies.await_copy(*table, std::move(definition));
  }
  storage::Table& copy(const std::string& name = "Copy") { return *catalog.find(kPlace, name); }
  // More than is copied in one transaction.
  void fill_large() {
    for (int i = 0; i < 6; ++i) {
      run(put({
          {"pk",                                        core::AttributeValue(std::to_string(i))},
          {      "g", core::AttributeValue(std::string("first"))                                       },
          { "text",                                      core::AttributeValue(std::string(60'000,                                                                             'i'))}
      }));
    }
  }
  bool has_history_table() {
    auto statement = connection.prepare("SELECT 1 FROM sqlite_schema WHERE name LIKE 'history_%'");
    return statement.run().next();
  }
};

}  // namespace

TEST_CASE("to await a copy is no work, and a small one is complete when it begins") {
  Fixture f;
  f.fill(6);
  f.await_copy();
  CHECK(f.copies.awaits(kPlace));
  CHECK(f.copies.is_read(*f.table));
  CHECK_FALSE(f.catalog.find(kPlace, "Copy"));
  CHECK_FALSE(f.has_history_table());
  CHECK_FALSE(f.copies.begin_awaited(core::Scope{}));
  CHECK(f.copies.begin_awaited(kPlace));
  CHECK_FALSE(f.has_history_table());
  CHECK_FALSE(f.copy().being_copied_to);
  CHECK(f.items_of(f.copy()) == f.items_of(*f.table));
  CHECK(f.entries_of(f.copy()) == 6);
  CHECK(f.copy().statistics.item_count == 6);
  CHECK_FALSE(f.copies.is_read(*f.table));
  CHECK_FALSE(f.copies.awaits(kPlace));
  CHECK_FALSE(f.copies.begin_awaited(kPlace));
}

TEST_CASE(
    "a copy has what its table was when it was awaited, whatever is written until it begins") {
  Fixture f;
  f.fill(6);
  const auto then = f.items_of(*f.table);
  f.await_copy();
  f.run(f.erase("2"));
  CHECK(f.table->history);
  f.put_one(1, "later");
  f.put_one(7, "new");
  CHECK(f.copies.begin_awaited(kPlace));
  CHECK(f.items_of(f.copy()) == then);
  CHECK(f.entries_of(f.copy()) == 6);
  CHECK_FALSE(f.table->history);
}

TEST_CASE("a table that has a history, since it can be recovered, is copied as it is") {
  for (const bool written : {false, true}) {
    CAPTURE(written);
    Fixture f;
    f.table->history = f.catalog.store_new_history(*f.table);
    f.table->definition.recovery = core::PointInTimeRecovery{};
    f.fill(6);
    const auto then = f.items_of(*f.table);
    f.await_copy();
    if (written) f.run(f.erase("2"));
    CHECK(f.copies.begin_awaited(kPlace));
    CHECK(f.items_of(f.copy()) == then);
    CHECK(f.table->history);
  }
}

TEST_CASE("each copy has its own moment") {
  Fixture f;
  f.fill(3);
  const auto first = f.items_of(*f.table);
  f.await_copy("First");
  f.await_copy("Alike");
  f.put_one(1, "later");
  const auto second = f.items_of(*f.table);
  f.await_copy("Second");
  f.run(f.erase("2"));
  f.put_one(0, "last");
  for (const char* name : {"First", "Alike", "Second"}) {
    CAPTURE(name);
    CHECK(f.copies.begin_awaited(kPlace));
    CHECK(f.items_of(f.copy(name)) == (name == std::string("Second") ? second : first));
  }
  CHECK_FALSE(f.table->history);
}

TEST_CASE("a table is copied as it was, a piece at a time, while others write") {
  Fixture f;
  f.fill_large();
  const auto then = f.items_of(*f.table);
  int told = 0;
  for (int n = 0; n < 2; ++n) f.copies.add_listener([&](storage::Table&) { ++told; });
  f.await_copy();
  CHECK(f.copies.begin_awaited(kPlace));
  CHECK(f.copy().being_copied_to);
  CHECK(f.copies.is_written(kPlace));
  CHECK_FALSE(f.copies.is_written(f.table->definition.scope));
  CHECK(f.copies.is_read(*f.table));
  f.put_one(1, "later");
  f.run(f.erase("5"));
  f.finish(f.copies);
  CHECK(told == 2);
  CHECK_FALSE(f.copies.is_written(kPlace));
  CHECK(f.items_of(f.copy()) == then);
  CHECK(f.entries_of(f.copy()) == 6);
  CHECK_FALSE(f.table->history);
}

TEST_CASE("a write that isn't committed notes no moment") {
  Fixture f;
  f.fill(2);
  const auto then = f.items_of(*f.table);
  f.await_copy();
  {
    const tests::FailingCommit failing(f.connection);
    CHECK(f.run(f.put(tests::item("9", ""))).error);
  }
  CHECK_FALSE(f.table->history);
  f.put_one(9, "later");
  CHECK(f.copies.begin_awaited(kPlace));
  CHECK(f.items_of(f.copy()) == then);
}

TEST_CASE("whoever removes a table has its copies begin before") {
  Fixture f;
  f.fill(2);
  f.await_copy("First");
  f.await_copy("Second");
  f.put_one(9, "later");
  f.copies.begin_awaited(*f.table);
  CHECK(f.items_of(f.copy("First")).size() == 2);
  CHECK(f.items_of(f.copy("Second")).size() == 2);
  CHECK_FALSE(f.copies.is_read(*f.table));
  CHECK_FALSE(f.table->history);
}

TEST_CASE("copies that are awaited are forgotten with either scope, and writes note nothing then") {
  for (const bool of_target : {true, false}) {
    CAPTURE(of_target);
    Fixture f;
    f.fill(2);
    f.await_copy();
    f.put_one(1, "later");
    f.copies.forget({core::AccountId("111111111111"), {}});
    CHECK(f.copies.awaits(kPlace));
    CHECK(f.table->history);
    const core::Scope& scope = of_target ? kPlace : f.table->definition.scope;
    f.copies.forget({scope.account, scope.region});
    CHECK_FALSE(f.copies.awaits(kPlace));
    CHECK_FALSE(f.table->history);
    f.put_one(1, "last");
    CHECK_FALSE(f.table->history);
  }
}

}  // namespace copies_awaited_test
