#include "storage/stream_table.h"

#include "tests/unit/storage/writer_fixture.h"

#include <doctest/doctest.h>

#include <chrono>

namespace stream_table_test {

using namespace std::chrono_literals;
using core::SequenceNumber;
using core::WallTime;

namespace {

storage::StreamRow stream_row() {
  storage::StreamRow row;
  row.scope = {core::AccountId("000000000000"), core::Region("us-east-1")};
  row.table = core::TableName("T");
  row.label = core::StreamLabel("label");
  row.view_type = core::StreamViewType::old_image;
  row.key = {{{"pk", core::ScalarType::s}}, {{"sk", core::ScalarType::n}}};
  row.created_at = WallTime{100s};
  return row;
}

storage::ShardRow shard_row(std::int64_t stream) {
  storage::ShardRow row;
  row.stream = stream;
  row.id = core::ShardId("shard");
  row.first_hash = ~std::uint64_t{0};
  row.created_at = WallTime{100s};
  row.first_sequence = SequenceNumber(5);
  return row;
}

}  // namespace

TEST_CASE("a stream comes back as it was stored") {
  auto connection = tests::new_database();
  storage::StreamTable table(connection);
  const auto id = table.insert(stream_row());
  const auto streams = table.load_streams();
  REQUIRE(streams.size() == 1);
  CHECK(streams[0].id == id);
  CHECK(streams[0].scope == stream_row().scope);
  CHECK(streams[0].table == stream_row().table);
  CHECK(streams[0].label == stream_row().label);
  CHECK(streams[0].view_type == core::StreamViewType::old_image);
  CHECK(streams[0].key == stream_row().key);
  CHECK(streams[0].created_at == WallTime{100s});
  CHECK_FALSE(streams[0].disabled_at);
  table.disable(id, WallTime{200s});
  CHECK(table.load_streams()[0].disabled_at == WallTime{200s});
}

TEST_CASE("a shard is open until it is closed, and knows its parents and what was trimmed") {
  auto connection = tests::new_database();
  storage::StreamTable table(connection);
  const auto stream = table.insert(stream_row());
  const auto parent = table.insert(shard_row(stream));
  storage::ShardRow child = shard_row(stream);
  child.parent = parent;
  child.parent_id = core::ShardId("shard");
  child.adjacent_parent = parent;
  table.insert(child);
  table.close(parent, SequenceNumber(9), WallTime{150s});
  table.set_trimmed(parent, SequenceNumber(7));

  const auto shards = table.load_shards();
  REQUIRE(shards.size() == 2);
  CHECK_FALSE(shards[0].is_open());
  CHECK(shards[0].last_sequence == SequenceNumber(9));
  CHECK(shards[0].closed_at == WallTime{150s});
  CHECK(shards[0].trim_horizon() == SequenceNumber(8));
  CHECK(shards[0].first_hash == ~std::uint64_t{0});
  CHECK(shards[1].is_open());
  CHECK(shards[1].trim_horizon() == SequenceNumber(5));
  CHECK(shards[1].parent == parent);
  CHECK(shards[1].parent_id == core::ShardId("shard"));
  CHECK(shards[1].adjacent_parent == parent);
}

TEST_CASE("what happened later than now counts as happened now") {
  auto connection = tests::new_database();
  storage::StreamTable table(connection);
  const auto stream = table.insert(stream_row());
  const auto shard = table.insert(shard_row(stream));
  table.close(shard, SequenceNumber(9), WallTime{150s});
  table.disable(stream, WallTime{150s});
  table.date_back_shards(WallTime{120s}, shard + 1, shard + 9);
  CHECK(table.load_shards()[0].closed_at == WallTime{150s});
  table.date_back_shards(WallTime{120s}, shard - 9, shard);
  CHECK(table.load_streams()[0].disabled_at == WallTime{150s});
  table.date_back_streams(WallTime{120s});
  CHECK(table.load_streams()[0].created_at == WallTime{100s});
  CHECK(table.load_streams()[0].disabled_at == WallTime{120s});
  CHECK(table.load_shards()[0].created_at == WallTime{100s});
  CHECK(table.load_shards()[0].closed_at == WallTime{120s});
}

TEST_CASE("shards and streams go one by one") {
  auto connection = tests::new_database();
  storage::StreamTable table(connection);
  const auto stream = table.insert(stream_row());
  const auto shard = table.insert(shard_row(stream));
  const auto other = table.insert(shard_row(stream));
  table.erase_shard(shard);
  REQUIRE(table.load_shards().size() == 1);
  CHECK(table.load_shards()[0].number == other);
  table.erase_shard(other);
  table.erase_stream(stream);
  CHECK(table.load_streams().empty());
}

TEST_CASE("the next sequence number is kept") {
  auto connection = tests::new_database();
  storage::StreamTable table(connection);
  const SequenceNumber first = table.load_next_sequence();
  table.store_next_sequence(SequenceNumber(first.get() + 10));
  table.store_next_sequence(SequenceNumber(first.get() + 20));
  CHECK(storage::StreamTable(connection).load_next_sequence() == SequenceNumber(first.get() + 20));
}

}  // namespace stream_table_test
