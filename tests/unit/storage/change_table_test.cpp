#include "storage/change_table.h"

#include "core/adjustable_clock.h"
#include "storage/schema.h"
#include "storage/sqlite/transaction.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace change_table_test {

namespace {

using core::SequenceNumber;

core::WallTime at_second(int second) {
  return core::from_epoch_milliseconds(std::int64_t{1000} * second);
}

storage::ChangeRecord record_of(storage::ShardNumber shard, std::uint64_t sequence,
                                std::string keys = "k", int second = 1) {
  storage::ChangeRecord record;
  record.shard = shard;
  record.sequence = SequenceNumber(sequence);
  record.created_at = at_second(second);
  record.keys = std::move(keys);
  return record;
}

struct Fixture {
  Fixture() { storage::migrate(connection); }

  std::vector<std::uint64_t> read(storage::ShardNumber shard, std::uint64_t from,
                                  std::size_t limit = 1000) {
    std::vector<std::uint64_t> numbers;
    read_all =
        table().read(shard, SequenceNumber(from), limit, [&](const storage::ChangeRecord& record) {
          numbers.push_back(record.sequence.get());
          return true;
        });
    return numbers;
  }
  std::int64_t segments(storage::ShardNumber shard) {
    auto statement = connection.prepare("SELECT count(*) FROM change_segment WHERE shard = ?");
    auto run = statement.run();
    run.bind(1, shard);
    return run.next() ? run.whole(0) : -1;
  }
  storage::ChangeTable& table() {
    if (!changes) changes.emplace(connection);
    return *changes;
  }

  storage::sqlite::Connection connection = storage::sqlite::Connection::in_memory();
  std::optional<storage::ChangeTable> changes;
  bool read_all = false;
};

using Numbers = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("a look sees what a reading reads, and reads little of what is long") {
  Fixture f;
  std::uint64_t next = 1;
  for (int commit = 0; commit < 60; ++commit) {
    std::vector<storage::ChangeRecord> records;
    for (int i = 0; i < 1 + commit % 9; ++i) {
      auto record = record_of(1 + i % 2, next++, "key" + std::to_string(i), commit);
      const int size = commit % 10 == 0 ? 400'000 : commit * 20;
      record.new_image = std::string(static_cast<std::size_t>(size), 'n');
      records.push_back(record);
    }
    f.table().append(records);
  }
  for (const std::uint64_t from : {0, 1, 7, 100, 1000}) {
    for (const std::size_t limit : {0, 1, 5, 1000}) {
      CAPTURE(from);
      CAPTURE(limit);
      const Numbers read = f.read(1, from, limit);
      Numbers looked;
      std::size_t bytes = 0;
      const bool all =
          f.table().look(1, SequenceNumber(from), limit, [&](const storage::ChangeHead& head) {
            looked.push_back(head.sequence.get());
            CHECK(head.keys.starts_with("key"));
            bytes += head.read_bytes;
            return true;
          });
      CHECK(looked == read);
      CHECK(all == f.read_all);
      CHECK(bytes < 400'000);
    }
  }
}

TEST_CASE("when the first records from a number on were made") {
  Fixture f;
  f.table().append({record_of(1, 1, "k", 10), record_of(2, 2, "k", 10), record_of(1, 3, "k", 10)});
  f.table().append({record_of(1, 4, "k", 20)});
  CHECK(f.table().first_made(1, SequenceNumber(0))->last == SequenceNumber(3));
  CHECK(f.table().first_made(1, SequenceNumber(2))->at == at_second(10));
  CHECK(f.table().first_made(1, SequenceNumber(4))->at == at_second(20));
  CHECK_FALSE(f.table().first_made(1, SequenceNumber(5)));
  CHECK_FALSE(f.table().first_made(3, SequenceNumber(0)));
}

TEST_CASE("a shard's records are read in order, from within a run and across runs") {
  Fixture f;
  f.table().append({record_of(1, 1), record_of(2, 2), record_of(1, 3)});
  f.table().append({record_of(2, 4), record_of(1, 5)});
  f.table().append({record_of(2, 6)});
  CHECK(f.read(1, 0) == Numbers{1, 3, 5});
  CHECK(f.read_all);
  CHECK(f.read(1, 2) == Numbers{3, 5});
  CHECK(f.read(1, 4) == Numbers{5});
  CHECK(f.read(1, 6).empty());
  CHECK(f.read_all);
  CHECK(f.read(2, 0) == Numbers{2, 4, 6});
  CHECK(f.read(3, 0).empty());
  CHECK(f.read(1, ~std::uint64_t{0}).empty());
  CHECK(f.table().last_sequence(1) == SequenceNumber(5));
  CHECK(f.table().last_sequence(2) == SequenceNumber(6));
  CHECK(f.table().last_sequence(3) == std::nullopt);
}

TEST_CASE("a shard's records are found among those of others, whatever lies between them") {
  Fixture f;
  Numbers expected[3];
  for (std::uint64_t sequence = 1; sequence < 5000; ++sequence) {
    // Shard 0 has most, shard 1 some, shard 2 hardly any.
    const int shard = sequence % 1000 == 7 ? 2 : sequence % 50 == 3 ? 1 : 0;
    expected[shard].push_back(sequence);
    f.table().append({record_of(shard, sequence)});
  }
  for (int shard = 0; shard < 3; ++shard) {
    CAPTURE(shard);
    CHECK(f.read(shard, 0, 10'000) == expected[shard]);
    CHECK(f.table().last_sequence(shard) == SequenceNumber(expected[shard].back()));
    for (const std::uint64_t from : {1, 31, 32, 33, 2500, 4999}) {
      CAPTURE(from);
      Numbers rest = expected[shard];
      std::erase_if(rest, [&](std::uint64_t sequence) { return sequence < from; });
      CHECK(f.read(shard, from, 10'000) == rest);
    }
  }
  f.table().remove_up_to(1, SequenceNumber(2503));
  std::erase_if(expected[1], [](std::uint64_t sequence) { return sequence <= 2503; });
  CHECK(f.read(1, 0) == expected[1]);
  // That of the last one that went may have others.
  CHECK(f.segments(1) == static_cast<std::int64_t>(expected[1].size()) + 1);
  f.table().remove_up_to(2, SequenceNumber(expected[2].back()));
  CHECK(f.read(2, 0).empty());
  CHECK(f.table().last_sequence(2) == std::nullopt);
  CHECK(f.read(0, 0, 10'000) == expected[0]);
}

TEST_CASE("what a failed transaction appended is forgotten, and its shard is found again") {
  Fixture f;
  {
    storage::sqlite::Transaction transaction(f.connection);
    f.table().append({record_of(1, 1)});
  }
  f.table().forget_appended();
  CHECK(f.read(1, 0).empty());
  f.table().append({record_of(1, 1)});
  CHECK(f.read(1, 0) == Numbers{1});
}

TEST_CASE("a limit that ends a read is told from the end of the shard") {
  Fixture f;
  f.table().append({record_of(1, 1), record_of(1, 2), record_of(1, 3)});
  CHECK(f.read(1, 0, 2) == Numbers{1, 2});
  CHECK(!f.read_all);
  CHECK(f.read(1, 0, 3) == Numbers{1, 2, 3});
  CHECK(f.read_all);
}

TEST_CASE("obsolete records are found and removed run by run, within bounds") {
  Fixture f;
  f.table().append({record_of(1, 1), record_of(2, 2), record_of(1, 3)});
  f.table().append({record_of(1, 4, "k", 2)});
  f.table().append({record_of(1, 5, "k", 3)});
  const core::ManualClock now(at_second(10));
  CHECK(f.table().find_obsolete(1, at_second(1), now) == std::nullopt);
  CHECK(f.table().find_obsolete(1, at_second(2), now) == SequenceNumber(3));
  CHECK(f.table().find_obsolete(1, at_second(3), now) == SequenceNumber(4));
  CHECK(f.table().find_obsolete(1, at_second(4), now, {.runs = 1}) == SequenceNumber(3));
  CHECK(f.table().find_obsolete(1, at_second(4), now, {.bytes = 1}) == SequenceNumber(3));
  f.table().remove_up_to(1, SequenceNumber(4));
  CHECK(f.read(1, 0) == Numbers{5});
  CHECK(f.read(2, 0) == Numbers{2});
}

TEST_CASE("records below a number are obsolete whatever their age") {
  Fixture f;
  f.table().append({record_of(1, 1, "k", 2)});
  f.table().append({record_of(1, 2, "k", 2)});
  f.table().append({record_of(1, 3, "k", 2)});
  const core::ManualClock now(at_second(10));
  const auto below = [&](std::uint64_t number) {
    return f.table().find_obsolete(1, at_second(1), now, {.below = SequenceNumber(number)});
  };
  CHECK(below(1) == std::nullopt);
  CHECK(below(2) == SequenceNumber(1));
  CHECK(below(4) == SequenceNumber(3));
}

TEST_CASE("a record of a clock that ran ahead goes with the next") {
  Fixture f;
  f.table().append({record_of(1, 1, "k", 99)});
  f.table().append({record_of(1, 2, "k", 3)});
  const core::ManualClock clock(at_second(10));
  CHECK(f.table().find_obsolete(1, at_second(4), clock) == SequenceNumber(2));
}

TEST_CASE("or, when there is no next, as if it were of when the clock was moved back") {
  Fixture f;
  f.table().append({record_of(1, 1, "k", 99)});
  core::ManualClock base(at_second(100));
  core::AdjustableClock clock(base);
  clock.set(at_second(10));
  base.advance(std::chrono::seconds(5));
  CHECK(f.table().find_obsolete(1, at_second(10), clock) == std::nullopt);
  CHECK(f.table().find_obsolete(1, at_second(11), clock) == SequenceNumber(1));
}

}  // namespace change_table_test
