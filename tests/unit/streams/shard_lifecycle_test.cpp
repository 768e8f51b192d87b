#include "streams/shard_lifecycle.h"

#include <doctest/doctest.h>

#include <limits>

namespace shard_lifecycle_test {

using namespace std::chrono_literals;
using streams::Succession;

namespace {

constexpr std::uint64_t kLastHash = std::numeric_limits<std::uint64_t>::max();
const core::WallTime kStart(1'700'000'000s);

storage::ShardRow shard(storage::ShardNumber number, std::uint64_t first_hash, bool open = true) {
  storage::ShardRow row;
  row.number = number;
  row.first_hash = first_hash;
  row.created_at = kStart;
  if (!open) row.last_sequence = core::SequenceNumber(1);
  return row;
}

Succession succession(std::vector<storage::ShardNumber> parents,
                      std::vector<std::uint64_t> first_hashes) {
  return {std::move(parents), std::move(first_hashes)};
}

// A closed shard, and three open ones that aren't in the order of their hashes.
streams::Stream stream() {
  streams::Stream stream;
  stream.shards = {shard(1, 0, false), shard(4, 0), shard(3, 200), shard(2, 100)};
  return stream;
}

}  // namespace

TEST_CASE("an open shard is due after four hours") {
  CHECK_FALSE(streams::is_due(shard(1, 0), kStart + 4h - 1ms));
  CHECK(streams::is_due(shard(1, 0), kStart + 4h));
  CHECK_FALSE(streams::is_due(shard(1, 0, false), kStart + 5h));
}

TEST_CASE("all open shards that are due roll, each to one child of the same hashes") {
  streams::Stream some = stream();
  some.shards.back().created_at += 1h;
  CHECK(streams::due_rolls(some, kStart + 4h) ==
        std::vector<Succession>{succession({4}, {0}), succession({3}, {200})});
  CHECK(streams::roll_all(some) == std::vector<Succession>{succession({4}, {0}),
                                                           succession({2}, {100}),
                                                           succession({3}, {200})});
}

TEST_CASE("a shard splits in the middle of its hashes") {
  const streams::Stream some = stream();
  CHECK(streams::split(some, some.shards[1]) == succession({4}, {0, 50}));
  CHECK(streams::split(some, some.shards[3]) == succession({2}, {100, 150}));
  CHECK(streams::split(some, some.shards[2]) ==
        succession({3}, {200, 200 + (kLastHash - 200) / 2 + 1}));
  CHECK(streams::split_all(some).size() == 3);
}

TEST_CASE("a shard of one hash can't split, one of two can") {
  streams::Stream some;
  some.shards = {shard(1, 0), shard(2, 1), shard(3, 3)};
  CHECK_FALSE(streams::split(some, some.shards[0]));
  CHECK(streams::split(some, some.shards[1]) == succession({2}, {1, 2}));
  CHECK(streams::split_all(some).size() == 2);
}

TEST_CASE("a shard merges with its neighbour of the next hashes, the last with the one before") {
  const streams::Stream some = stream();
  const Succession low = succession({4, 2}, {0});
  const Succession high = succession({2, 3}, {100});
  CHECK(streams::merge(some, some.shards[1]) == low);
  CHECK(streams::merge(some, some.shards[3]) == high);
  CHECK(streams::merge(some, some.shards[2]) == high);
  CHECK(streams::merge_all(some) == std::vector{low});
  streams::Stream single;
  single.shards = {shard(1, 0)};
  CHECK_FALSE(streams::merge(single, single.shards[0]));
  CHECK(streams::merge_all(single).empty());
}

}  // namespace shard_lifecycle_test
