#include "streams/retention.h"

#include "storage/checkpoint_table.h"
#include "tests/support/stream_fixture.h"

#include <doctest/doctest.h>

namespace retention_test {

using namespace std::chrono_literals;

namespace {

struct Fixture {
  explicit Fixture(tests::StoredState& stored, std::size_t tail_bytes = 1 << 20)
      : f(stored, 1, tail_bytes), sweep(f.stream_registry, f.log, stored.clock) {}

  int sweep_all() {
    int steps = 1;
    while (sweep.step()) ++steps;
    return steps;
  }
  std::size_t count(storage::ShardNumber shard) {
    std::size_t records = 0;
    f.log.read(shard, core::SequenceNumber(0), 1'000'000, [&](const storage::ChangeRecord&) {
      ++records;
      return true;
    });
    return records;
  }
  void roll() { f.stream_registry.replace(f.stream().arn, streams::roll_all(f.stream())); }

  tests::StreamFixture f;
  streams::RetentionSweep sweep;
};

}  // namespace

TEST_CASE("records go after 24 hours, and not before") {
  for (const std::size_t tail_bytes : {std::size_t{1} << 20, std::size_t{1}}) {
    CAPTURE(tail_bytes);
    tests::StoredState stored;
    Fixture fixture(stored, tail_bytes);
    fixture.f.add_table();
    const auto shard = fixture.f.stream().shards.front().number;
    fixture.f.put("a");
    fixture.f.put("b");
    const auto last = core::SequenceNumber(fixture.f.writer.next_sequence().get() - 1);
    stored.clock.advance(1h);
    fixture.f.put("c");
    stored.clock.advance(23h);
    fixture.sweep_all();
    CHECK(fixture.count(shard) == 3);
    CHECK(fixture.f.stream().shards.front().trim_horizon() ==
          fixture.f.stream().shards.front().first_sequence);
    stored.clock.advance(1ms);
    fixture.sweep_all();
    CHECK(fixture.count(shard) == 1);
    CHECK(fixture.f.stream().shards.front().trimmed_to == last);
  }
}

TEST_CASE("a step removes a bounded piece of a shard") {
  tests::StoredState stored;
  Fixture fixture(stored);
  fixture.f.add_table();
  constexpr int kRecords = 1000;
  const std::string padding(1000, 'x');
  for (int i = 0; i < kRecords; ++i) {
    fixture.f.queue_put({
        {"id", core::AttributeValue(padding + std::to_string(i))}
    });
  }
  fixture.f.run_turn();
  stored.clock.advance(25h);
  const auto shard = fixture.f.stream().shards.front().number;
  CHECK(fixture.sweep.step());
  const std::size_t left = fixture.count(shard);
  CHECK(left < kRecords);
  CHECK(left > kRecords / 2);
  fixture.sweep_all();
  CHECK(fixture.count(shard) == 0);
  CHECK(fixture.f.log.tail_bytes() == 0);
}

TEST_CASE("a step removes a bounded number of shards") {
  tests::StoredState stored;
  Fixture fixture(stored);
  fixture.f.add_table();
  for (int i = 0; i < 40; ++i) fixture.roll();
  stored.clock.advance(25h);
  CHECK(fixture.sweep.step());
  CHECK(fixture.f.stream().shards.size() == 41 - 16);
  CHECK(fixture.sweep_all() == 2);
  CHECK(fixture.f.stream().shards.size() == 1);
}

TEST_CASE("a closed shard lives for 24 hours more, even an empty one; an open one stays") {
  tests::StoredState stored;
  Fixture fixture(stored);
  fixture.f.add_table();
  fixture.f.put("a");
  fixture.roll();
  fixture.roll();
  REQUIRE(fixture.f.stream().shards.size() == 3);
  const auto parent = fixture.f.stream().shards[1].id;
  stored.clock.advance(24h);
  fixture.sweep_all();
  CHECK(fixture.f.stream().shards.size() == 3);
  stored.clock.advance(1ms);
  fixture.sweep_all();
  REQUIRE(fixture.f.stream().shards.size() == 1);
  CHECK(fixture.f.stream().shards.front().is_open());
  CHECK(fixture.f.stream().shards.front().parent_id == parent);  // still named
  fixture.f.put("b");
  CHECK(fixture.count(fixture.f.stream().shards.front().number) == 1);
}

TEST_CASE("a disabled stream can be read for 24 hours, then it is gone for good") {
  tests::StoredState stored;
  core::StreamArn arn;
  {
    Fixture fixture(stored);
    fixture.f.add_table();
    arn = fixture.f.stream_arn();
    fixture.f.put("a");
    fixture.f.disable_stream();
    stored.clock.advance(24h);
    fixture.sweep_all();
    REQUIRE(fixture.f.stream_registry.find(arn.get()));
    CHECK(fixture.count(fixture.f.stream_registry.find(arn.get())->shards.front().number) == 1);
    stored.clock.advance(1ms);
    fixture.sweep_all();
    CHECK_FALSE(fixture.f.stream_registry.find(arn.get()));
    CHECK(fixture.f.stream_registry.list(stored.scope, "", "").empty());
  }
  Fixture again(stored);
  CHECK_FALSE(again.f.stream_registry.find(arn.get()));
}

TEST_CASE("sequence numbers go on growing when all records are gone and the program restarts") {
  tests::StoredState stored;
  core::SequenceNumber next;
  {
    Fixture fixture(stored);
    fixture.f.add_table();
    for (const char* id : {"a", "b", "c"}) fixture.f.put(id);
    next = fixture.f.writer.next_sequence();
    fixture.f.disable_stream();
    stored.clock.advance(25h);
    fixture.sweep_all();
  }
  Fixture again(stored);
  CHECK(again.f.writer.next_sequence() == next);
}

TEST_CASE("a restart keeps what was trimmed in mind") {
  tests::StoredState stored;
  std::optional<core::SequenceNumber> trimmed;
  {
    Fixture fixture(stored);
    fixture.f.add_table();
    fixture.f.put("a");
    stored.clock.advance(25h);
    fixture.sweep_all();
    trimmed = fixture.f.stream().shards.front().trimmed_to;
    REQUIRE(trimmed);
  }
  Fixture again(stored);
  CHECK(again.f.stream().shards.front().trimmed_to == trimmed);
  again.f.put("b");
  CHECK(again.count(again.f.stream().shards.front().number) == 1);
}

TEST_CASE("the positions of mappings go with their shard") {
  tests::StoredState stored;
  Fixture fixture(stored);
  fixture.f.add_table();
  storage::CheckpointTable checkpoints(stored.connection);
  const core::MappingId mapping("m");
  const auto shard = fixture.f.stream().shards.front().number;
  fixture.f.writer.transact([&] { checkpoints.store(mapping, {shard, core::SequenceNumber(1)}); });
  fixture.roll();
  stored.clock.advance(25h);
  fixture.sweep_all();
  CHECK(checkpoints.load(mapping).empty());
  // Of a handler that was busy all the while.
  fixture.f.writer.transact([&] { checkpoints.store(mapping, {shard, core::SequenceNumber(2)}); });
  CHECK(checkpoints.load(mapping).empty());
}

TEST_CASE("no shard gets the number of one that is gone, across a restart, too") {
  tests::StoredState stored;
  storage::ShardNumber gone = 0;
  {
    Fixture fixture(stored);
    fixture.f.add_table("A");
    gone = fixture.f.add_table("T").stream->shards.front().number;
    fixture.f.disable_stream();
    stored.clock.advance(25h);
    fixture.sweep_all();
    CHECK(fixture.f.stream_registry.stream_of(gone) == nullptr);
  }
  Fixture again(stored);
  CHECK(again.f.add_table("B").stream->shards.front().number > gone);
}

TEST_CASE("records made before the clock was moved back don't keep older ones behind them") {
  tests::StoredState stored;
  Fixture fixture(stored);
  fixture.f.add_table();
  const auto shard = fixture.f.stream().shards.front().number;
  stored.clock.advance(1000h);
  fixture.f.put("future");
  stored.clock.advance(-1000h);
  fixture.f.put("a");
  stored.clock.advance(24h);
  fixture.sweep_all();
  CHECK(fixture.count(shard) == 2);
  stored.clock.advance(1ms);
  fixture.sweep_all();
  CHECK(fixture.count(shard) == 0);
}

TEST_CASE("what was closed before the clock was moved back ages from then") {
  tests::StoredState stored;
  Fixture fixture(stored);
  stored.clock.advance(1000h);
  fixture.f.add_table();
  fixture.f.put("a");
  fixture.f.disable_stream();
  stored.clock.advance(-1000h);
  fixture.f.stream_registry.roll_due_shards();
  stored.clock.advance(24h);
  fixture.sweep_all();
  REQUIRE(fixture.f.stream_registry.stream_after(""));
  CHECK(fixture.f.stream_registry.stream_after("")->shards.size() == 1);
  stored.clock.advance(1ms);
  fixture.sweep_all();
  CHECK_FALSE(fixture.f.stream_registry.stream_after(""));
}

TEST_CASE("a sweep that is begun again looks at all shards") {
  tests::StoredState stored;
  Fixture fixture(stored);
  fixture.f.add_table("A");
  const auto first = fixture.f.stream("A").shards.front().number;
  fixture.f.put(
      {
          {"id", core::AttributeValue(std::string("a"))}
  },
      "A");
  for (int i = 0; i < 150; ++i) fixture.f.add_table("T" + std::to_string(i));
  CHECK(fixture.sweep.step());  // past the first shard
  stored.clock.advance(25h);
  fixture.sweep.restart();
  CHECK(fixture.sweep.step());
  CHECK(fixture.count(first) == 0);
}

}  // namespace retention_test
