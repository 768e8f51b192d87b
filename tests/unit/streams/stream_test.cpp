#include "streams/stream.h"

#include <doctest/doctest.h>

#include <chrono>

namespace stream_test {

using namespace std::chrono_literals;
using streams::Stream;
using streams::StreamStatus;

namespace {

storage::ShardRow shard(storage::ShardNumber number, std::uint64_t first_hash,
                        bool closed = false) {
  storage::ShardRow row;
  row.number = number;
  row.id = core::ShardId("shard-" + std::to_string(number));
  row.first_hash = first_hash;
  if (closed) row.last_sequence = core::SequenceNumber(1);
  return row;
}

}  // namespace

TEST_CASE("a status has its wire name") {
  CHECK(streams::wire_name(StreamStatus::enabling) == "ENABLING");
  CHECK(streams::wire_name(StreamStatus::enabled) == "ENABLED");
  CHECK(streams::wire_name(StreamStatus::disabling) == "DISABLING");
  CHECK(streams::wire_name(StreamStatus::disabled) == "DISABLED");
}

TEST_CASE("a transition lasts as long as it is told to, and one from later is over") {
  const core::WallTime made{100s};
  Stream stream;
  stream.row.created_at = made;
  CHECK(stream.status(made, 2s) == StreamStatus::enabling);
  CHECK(stream.status(made + 1999ms, 2s) == StreamStatus::enabling);
  CHECK(stream.status(made + 2s, 2s) == StreamStatus::enabled);
  CHECK(stream.status(made - 1ms, 2s) == StreamStatus::enabled);
  CHECK(stream.status(made, 0s) == StreamStatus::enabled);

  stream.row.disabled_at = made + 10s;
  CHECK(stream.status(made + 11s, 2s) == StreamStatus::disabling);
  CHECK(stream.status(made + 12s, 2s) == StreamStatus::disabled);
}

TEST_CASE("a shard is found by its id and by its number") {
  Stream stream;
  stream.shards = {shard(2, 0), shard(5, 10)};
  CHECK(stream.find_shard("shard-5") == &stream.shards[1]);
  CHECK(stream.find_shard("shard-3") == nullptr);
  CHECK(stream.find_shard(storage::ShardNumber{2}) == &stream.shards[0]);
  CHECK(stream.find_shard(storage::ShardNumber{3}) == nullptr);
  CHECK(stream.find_shard(storage::ShardNumber{6}) == nullptr);
}

TEST_CASE("open shards come in the order of their hashes") {
  Stream stream;
  stream.shards = {shard(1, 0, true), shard(2, 50), shard(3, 0)};
  const auto open = stream.open_shards();
  REQUIRE(open.size() == 2);
  CHECK(open[0]->number == 3);
  CHECK(open[1]->number == 2);
}

}  // namespace stream_test
