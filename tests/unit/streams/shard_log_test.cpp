#include "streams/shard_log.h"

#include "tests/support/stream_fixture.h"

#include <doctest/doctest.h>

namespace shard_log_test {

namespace {

std::vector<std::uint64_t> read(streams::ShardLog& log, storage::ShardNumber shard,
                                std::uint64_t from, std::size_t limit = 1000) {
  std::vector<std::uint64_t> numbers;
  log.read(shard, core::SequenceNumber(from), limit, [&](const storage::ChangeRecord& record) {
    numbers.push_back(record.sequence.get());
    return true;
  });
  return numbers;
}

using Numbers = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("committed records are read in order, near the tip without SQLite") {
  tests::StoredState stored;
  tests::StreamFixture f(stored);
  f.add_table();
  const auto shard = f.stream().shards.front();
  const std::uint64_t first = f.writer.next_sequence().get();
  for (const char* id : {"a", "b", "c"}) f.put(id);
  CHECK(read(f.log, shard.number, first) == Numbers{first, first + 1, first + 2});
  CHECK(read(f.log, shard.number, first + 1) == Numbers{first + 1, first + 2});
  CHECK(read(f.log, shard.number, first, 2) == Numbers{first, first + 1});
  CHECK(read(f.log, shard.number, first + 3).empty());
  CHECK(f.log.stored_reads() == 0);
}

TEST_CASE("a reader may stop in the middle") {
  tests::StoredState stored;
  tests::StreamFixture f(stored);
  f.add_table();
  for (const char* id : {"a", "b", "c"}) f.put(id);
  int visited = 0;
  f.log.read(f.stream().shards.front().number, core::SequenceNumber(0), 1000,
             [&](const storage::ChangeRecord&) { return ++visited < 2; });
  CHECK(visited == 2);
}

TEST_CASE("records that left the tail, or are older than the process, come from SQLite") {
  tests::StoredState stored;
  std::uint64_t first = 0;
  {
    tests::StreamFixture f(stored, 1, 1);  // no room for any record
    f.add_table();
    first = f.writer.next_sequence().get();
    for (const char* id : {"a", "b"}) f.put(id);
    const auto shard = f.stream().shards.front().number;
    CHECK(read(f.log, shard, first) == Numbers{first, first + 1});
    CHECK(f.log.stored_reads() == 1);
  }
  tests::StreamFixture again(stored);
  const auto shard = again.stream().shards.front().number;
  again.put("c");
  CHECK(read(again.log, shard, first) == Numbers{first, first + 1, first + 2});
  CHECK(again.log.stored_reads() == 1);
  CHECK(read(again.log, shard, first + 2) == Numbers{first + 2});
  CHECK(again.log.stored_reads() == 1);
}

TEST_CASE("each shard that got records is announced once a commit") {
  tests::StoredState stored;
  tests::StreamFixture f(stored);
  f.add_table();
  std::vector<streams::Arrivals> told;
  f.log.on_records([&](const streams::Arrivals& arrivals) { told.push_back(arrivals); });
  for (const char* id : {"a", "b"})
    f.queue_put({
        {"id", core::AttributeValue(std::string(id))}
    });
  f.run_turn();
  REQUIRE(told.size() == 1);
  CHECK(told[0].shard == f.stream().shards.front().number);
  CHECK(told[0].records == 2);
  std::size_t bytes = 0;
  f.log.read(told[0].shard, {}, 2, [&](const storage::ChangeRecord& record) {
    CHECK(record.new_image);
    bytes += record.keys.size() + record.new_image->size();
    return true;
  });
  CHECK(told[0].stored_bytes == bytes);
}

TEST_CASE("a reader begins at its number, however far from the tip") {
  tests::StoredState stored;
  tests::StreamFixture f(stored);
  f.add_table();
  const auto shard = f.stream().shards.front().number;
  const std::uint64_t first = f.writer.next_sequence().get();
  for (int i = 0; i < 10; ++i) f.put(std::to_string(i));
  for (std::uint64_t from = 0; from <= 10; ++from) {
    CAPTURE(from);
    Numbers expected;
    for (std::uint64_t n = from; n < 10; ++n) expected.push_back(first + n);
    CHECK(read(f.log, shard, first + from) == expected);
  }
  CHECK(f.log.stored_reads() == 0);
}

TEST_CASE("a reader learns that it has come to the tip") {
  for (const std::size_t tail_bytes : {std::size_t{1} << 20, std::size_t{1}}) {
    CAPTURE(tail_bytes);
    tests::StoredState stored;
    tests::StreamFixture f(stored, 1, tail_bytes);
    f.add_table();
    const auto shard = f.stream().shards.front().number;
    for (const char* id : {"a", "b", "c"}) f.put(id);
    const auto all = [](const storage::ChangeRecord&) { return true; };
    CHECK(f.log.read(shard, core::SequenceNumber(0), 4, all));
    CHECK_FALSE(f.log.read(shard, core::SequenceNumber(0), 2, all));
    CHECK_FALSE(f.log.read(shard, core::SequenceNumber(0), 4,
                           [](const storage::ChangeRecord&) { return false; }));
    CHECK(f.log.read(999, core::SequenceNumber(0), 4, all));
  }
}

TEST_CASE("trimmed records leave the tail, whichever shard's are older") {
  tests::StoredState stored;
  tests::StreamFixture f(stored);
  f.add_table("A");
  f.add_table("B");
  const auto a = f.stream("A").shards.front().number;
  const auto b = f.stream("B").shards.front().number;
  const core::Item item{
      {"id", core::AttributeValue(std::string("x"))}
  };
  f.put(item, "A");
  f.put(item, "B");
  const auto last = core::SequenceNumber(f.writer.next_sequence().get() - 1);
  const std::size_t both = f.log.tail_bytes();
  f.log.forget(b, last);
  CHECK(f.log.tail_bytes() == both / 2);
  CHECK(read(f.log, a, 0).size() == 1);
  CHECK(f.log.stored_reads() == 1);
  f.log.forget(a);
  CHECK(f.log.tail_bytes() == 0);
}

TEST_CASE("the tail stays within its budget after records were forgotten in its middle") {
  tests::StoredState stored;
  tests::StreamFixture f(stored, 1, 2000);
  f.add_table("A");
  f.add_table("B");
  const auto b = f.stream("B").shards.front().number;
  for (int i = 0; i < 50; ++i) {
    const core::Item item{
        {"id", core::AttributeValue(std::to_string(i))}
    };
    f.put(item, "A");
    f.put(item, "B");
    if (i % 5 == 0) f.log.forget(b, core::SequenceNumber(f.writer.next_sequence().get() - 1));
    CHECK(f.log.tail_bytes() <= 2000);
  }
}

TEST_CASE("the newest record of a shard is known, whether it is in the tail or only stored") {
  tests::StoredState stored;
  std::uint64_t next = 0;
  {
    tests::StreamFixture f(stored);
    f.add_table();
    const auto shard = f.stream().shards.front().number;
    CHECK(f.log.newest(shard) == std::nullopt);
    for (const char* id : {"a", "b"}) f.put(id);
    next = f.writer.next_sequence().get();
    CHECK(f.log.newest(shard) == core::SequenceNumber(next - 1));
  }
  tests::StreamFixture again(stored);
  const auto shard = again.stream().shards.front().number;
  CHECK(again.log.newest(shard) == core::SequenceNumber(next - 1));
  again.put("c");
  CHECK(again.log.newest(shard) == core::SequenceNumber(next));
  CHECK(again.log.newest(shard + 1) == std::nullopt);
}

}  // namespace shard_log_test
