#include "storage/checkpoint_table.h"

#include "storage/stream_table.h"
#include "tests/unit/storage/writer_fixture.h"

#include <doctest/doctest.h>

namespace checkpoint_table_test {

using core::MappingId;
using core::SequenceNumber;

namespace {

// A database with two shards of one stream.
struct TwoShards {
  storage::sqlite::Connection connection = tests::new_database();
  storage::StreamTable streams{connection};
  storage::ShardNumber one = 0;
  storage::ShardNumber two = 0;
  storage::CheckpointTable checkpoints{connection};

  TwoShards() {
    storage::ShardRow shard;
    shard.stream = streams.insert(storage::StreamRow{});
    shard.id = core::ShardId("one");
    one = streams.insert(shard);
    shard.id = core::ShardId("two");
    two = streams.insert(shard);
  }
};

}  // namespace

TEST_CASE("a mapping's checkpoints come back by shard, the newest for each") {
  TwoShards store;
  const MappingId mapping("m");
  store.checkpoints.store(mapping, {store.two, SequenceNumber(7)});
  store.checkpoints.store(mapping, {store.one, SequenceNumber(3)});
  store.checkpoints.store(mapping, {store.one, SequenceNumber(4)});
  store.checkpoints.store(MappingId("other"), {store.one, SequenceNumber(1)});

  const auto loaded = store.checkpoints.load(mapping);
  REQUIRE(loaded.size() == 2);
  CHECK(loaded[0].shard == store.one);
  CHECK(loaded[0].next == SequenceNumber(4));
  CHECK(loaded[1].shard == store.two);
  CHECK(loaded[1].next == SequenceNumber(7));
}

TEST_CASE("a checkpoint of a shard that is gone isn't kept, and goes with its shard") {
  TwoShards store;
  const MappingId mapping("m");
  store.checkpoints.store(mapping, {store.two + 1, SequenceNumber(1)});
  CHECK(store.checkpoints.load(mapping).empty());
  store.checkpoints.store(mapping, {store.one, SequenceNumber(1)});
  store.streams.erase_shard(store.one);
  CHECK(store.checkpoints.load(mapping).empty());
}

TEST_CASE("erasing a mapping's checkpoints leaves those of others") {
  TwoShards store;
  store.checkpoints.store(MappingId("a"), {store.one, SequenceNumber(1)});
  store.checkpoints.store(MappingId("b"), {store.one, SequenceNumber(2)});
  store.checkpoints.erase(MappingId("a"));
  CHECK(store.checkpoints.load(MappingId("a")).empty());
  CHECK(store.checkpoints.load(MappingId("b")).size() == 1);
}

}  // namespace checkpoint_table_test
