#include "storage/history_table.h"

#include "tests/unit/storage/writer_fixture.h"

#include <doctest/doctest.h>

#include <limits>

namespace history_table_test {

using namespace std::chrono_literals;
using storage::HistoryTable;

namespace {

core::WallTime at(int second) {
  return core::WallTime{std::chrono::seconds(second)};
}

struct Fixture {
  storage::sqlite::Connection connection = tests::new_database();
  HistoryTable history = made(connection);

  static HistoryTable made(storage::sqlite::Connection& connection) {
    HistoryTable::create(connection, 1);
    return HistoryTable(connection, 1);
  }
  HistoryTable::Bounds keeping(std::int64_t bytes, core::WallTime before = at(0)) {
    return {before, bytes, std::numeric_limits<storage::HistoryPosition>::max() - 1, 1000};
  }
};

}  // namespace

TEST_CASE("the moment of a time is behind all that was written by then") {
  Fixture f;
  CHECK(f.history.last() == 0);
  CHECK(f.history.at(at(5)) == 0);
  for (const int second : {1, 1, 3, 4, 4, 7}) f.history.append(at(second), "k", {});
  CHECK(f.history.at(at(0)) == 0);
  CHECK(f.history.at(at(1)) == 2);
  CHECK(f.history.at(at(2)) == 2);
  CHECK(f.history.at(at(3)) == 3);
  CHECK(f.history.at(at(4)) == 5);
  CHECK(f.history.at(at(7) - 1ms) == 5);
  CHECK(f.history.at(at(7)) == 6);
  CHECK(f.history.last() == 6);
}

TEST_CASE("an item was what the first write after the moment replaced") {
  Fixture f;
  f.history.append(at(1), "a", {});
  f.history.append(at(2), "b", "old");
  f.history.append(at(3), "a", "first");
  const auto before = f.history.former("a", 0);
  REQUIRE(before);
  CHECK(!*before);
  CHECK(**f.history.former("a", 1) == "first");
  CHECK(!f.history.former("a", 3));
  CHECK(**f.history.former("b", 1) == "old");
  CHECK(!f.history.former("c", 0));
  CHECK(f.history.next_key("") == "a");
  CHECK(f.history.next_key("a1") == "b");
  CHECK(!f.history.next_key("b1"));
}

TEST_CASE("times never go back, and what lies ahead of a clock that did counts as now") {
  Fixture f;
  f.history.append(at(10), "a", {});
  f.history.append(at(5), "a", {});
  CHECK(f.history.at(at(9)) == 0);
  CHECK(f.history.at(at(10)) == 2);
  CHECK(!f.history.lies_ahead_of(at(10)));
  CHECK(f.history.lies_ahead_of(at(7)));
  f.history.date_back(at(7));
  CHECK(f.history.at(at(6)) == 0);
  CHECK(f.history.at(at(7)) == 2);
}

TEST_CASE(
    "what lies ahead is dated a piece at a time, and what is written meanwhile isn't before it") {
  Fixture f;
  for (const int second : {5, 10, 11, 12, 13}) {
    f.history.append(at(second), "k", std::string(1000, 'x'));
  }
  SUBCASE("so many records") {
    CHECK(f.history.date_back(at(7), {.records = 2}).records == 2);
  }
  // A record takes its item, 64 bytes and its key twice: 1066.
  SUBCASE("so many bytes beside the first record's") {
    CHECK(f.history.date_back(at(7), {.bytes = 1066}).bytes == 2 * 1066);
  }
  CHECK(f.history.at(at(7)) == 3);
  CHECK(f.history.at(at(11)) == 3);
  CHECK(f.history.at(at(12)) == 4);
  CHECK(f.history.lies_ahead_of(at(7)));
  f.history.append(at(7), "k", {});
  CHECK(f.history.at(at(12)) == 4);
  f.history.date_back(at(7), {.bytes = 1065});
  CHECK(f.history.at(at(7)) == 4);
  f.history.date_back(at(7));
  CHECK(f.history.at(at(7)) == 6);
  CHECK_FALSE(f.history.lies_ahead_of(at(7)));
}

TEST_CASE("what is old goes, but for the newest and what is being read") {
  Fixture f;
  for (const int second : {1, 2, 3, 4}) f.history.append(at(second), "k", {});
  const std::int64_t much = 1 << 20;
  HistoryTable::Bounds bounds = f.keeping(much, at(3));
  bounds.keep_after = 1;
  auto trimmed = f.history.trim(bounds);
  CHECK(trimmed.any);
  CHECK(!trimmed.for_size);
  CHECK(trimmed.newest_at == at(1));
  CHECK(f.history.former("k", 1).has_value());
  trimmed = f.history.trim(f.keeping(much, at(3)));
  CHECK(trimmed.newest_at == at(2));
  CHECK(!f.history.trim(f.keeping(much, at(3))).any);
  f.history.trim(f.keeping(much, at(100)));
  CHECK(f.history.last() == 4);
  CHECK(f.history.at(at(3)) == 3);
}

TEST_CASE("large records go a few at a time") {
  Fixture f;
  for (const int second : {1, 2, 3, 4}) f.history.append(at(second), "k", std::string(1000, 'x'));
  HistoryTable::Bounds bounds = f.keeping(1 << 20, at(100));
  bounds.piece.bytes = 1066;
  CHECK(f.history.trim(bounds).newest_at == at(2));
  bounds.piece.bytes = 0;
  CHECK(f.history.trim(bounds).newest_at == at(3));
}

TEST_CASE("what is too much goes, the oldest first, some at a time") {
  Fixture f;
  for (const int second : {1, 2, 3, 4}) f.history.append(at(second), "k", std::string(1000, 'x'));
  HistoryTable::Bounds bounds = f.keeping(2200);
  bounds.piece.records = 1;
  auto trimmed = f.history.trim(bounds);
  CHECK(trimmed.for_size);
  CHECK(trimmed.newest_at == at(1));
  trimmed = f.history.trim(f.keeping(2200));
  CHECK(!trimmed.any);
  trimmed = f.history.trim(f.keeping(100));
  CHECK(trimmed.newest_at == at(3));
}

}  // namespace history_table_test
