#include "storage/change_run.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace change_run_test {

namespace {

storage::ChangeRecord record_of(storage::ShardNumber shard, std::uint64_t sequence,
                                std::string keys = "k", int second = 1) {
  storage::ChangeRecord record;
  record.shard = shard;
  record.sequence = core::SequenceNumber(sequence);
  record.created_at = core::from_epoch_milliseconds(std::int64_t{1000} * second);
  record.keys = std::move(keys);
  return record;
}

void check_same(const storage::ChangeRecord& a, const storage::ChangeRecord& b) {
  CAPTURE(a.sequence.get());
  CHECK(a.shard == b.shard);
  CHECK(a.sequence == b.sequence);
  CHECK(a.created_at == b.created_at);
  CHECK(a.event == b.event);
  CHECK(a.expired == b.expired);
  CHECK(a.keys == b.keys);
  CHECK(a.new_image == b.new_image);
  CHECK(a.old_image == b.old_image);
}

}  // namespace

TEST_CASE("what a record holds survives packing, whatever it has") {
  std::vector<storage::ChangeRecord> records;
  for (int i = 0; i < 24; ++i) {
    auto record = record_of(7, 1000 + 300 * static_cast<std::uint64_t>(i), std::string(i, '\0'));
    record.event = static_cast<storage::ChangeEvent>(i % 3);
    record.expired = i % 2 == 0;
    if (i % 4 < 2) record.new_image = std::string(20 * i, 'n');
    if (i % 8 < 4) record.old_image = std::string(i, 'o');
    records.push_back(record);
  }
  const auto runs = storage::pack_changes(records);
  REQUIRE(runs.size() == 1);
  CHECK(runs[0].last == records.back().sequence);
  const auto unpacked = storage::unpack_changes(runs[0].shard, runs[0].created_at, runs[0].records);
  REQUIRE(unpacked.size() == records.size());
  for (std::size_t i = 0; i < records.size(); ++i) check_same(unpacked[i], records[i]);
}

TEST_CASE("the heads of a run are read without what lies in its images") {
  std::vector<storage::ChangeRecord> records;
  for (int i = 0; i < 40; ++i) {
    auto record = record_of(7, 1000 + 300 * static_cast<std::uint64_t>(i),
                            std::string(static_cast<std::size_t>(i), 'k'), i / 20);
    if (i % 3 > 0) record.new_image = std::string(static_cast<std::size_t>(i % 20) * 900, 'n');
    if (i % 5 > 0) record.old_image = std::string(i % 7 == 0 ? 300'000 : 3, 'o');
    records.push_back(record);
  }
  std::size_t seen = 0;
  for (const auto& run : storage::pack_changes(records)) {
    std::size_t fetched = 0;
    const auto fetch = [&](std::size_t offset, std::size_t bytes) {
      const auto part = std::string_view(run.records).substr(offset, bytes);
      fetched += part.size();
      CHECK(offset < 16 << 10);  // nothing is fetched behind the last image
      return part;
    };
    std::size_t told = 0;
    const auto see = [&](const storage::ChangeHead& head) {
      REQUIRE(seen < records.size());
      CHECK(head.sequence == records[seen].sequence);
      CHECK(head.keys == records[seen].keys);
      CHECK(head.created_at == run.created_at);
      told += head.read_bytes;
      ++seen;
      return true;
    };
    CHECK(storage::visit_heads(run.records.size(), run.created_at, fetch, see));
    CHECK(told <= fetched);
    CHECK(fetched <= 64 << 10);
    const auto see_one = [&](const storage::ChangeHead&) { return false; };
    CHECK_FALSE(storage::visit_heads(run.records.size(), run.created_at, fetch, see_one));
  }
  CHECK(seen == records.size());
}

TEST_CASE("a run is of one shard and one time, and ends when it is long") {
  const std::string long_keys(20'000, 'k');
  const auto runs = storage::pack_changes({record_of(1, 1), record_of(2, 2), record_of(1, 3),
                                           record_of(2, 4, "k", 2), record_of(1, 5, long_keys),
                                           record_of(2, 6), record_of(1, 7)});
  std::vector<std::pair<storage::ShardNumber, std::uint64_t>> found;
  for (const auto& run : runs) found.emplace_back(run.shard, run.last.get());
  const std::vector<std::pair<storage::ShardNumber, std::uint64_t>> expected{
      {2, 2},
      {2, 4},
      {1, 5},
      {2, 6},
      {1, 7}
  };
  CHECK(found == expected);
}

}  // namespace change_run_test
