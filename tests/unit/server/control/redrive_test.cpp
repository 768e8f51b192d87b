#include "server/control/redrive.h"

#include "tests/support/stream_fixture.h"

#include <doctest/doctest.h>

namespace redrive_test {

TEST_CASE("records are found by their numbers, those between them left out") {
  tests::StoredState stored;
  tests::StreamFixture f(stored);
  f.add_table();
  const std::uint64_t first = f.source.tip().get();
  for (int i = 0; i < 250; ++i) f.put(std::to_string(i));
  const auto shard = f.stream().shards.front().number;
  const auto find = [&](std::vector<std::uint64_t> offsets) {
    std::vector<core::SequenceNumber> sequences;
    for (const auto offset : offsets) sequences.emplace_back(first + offset);
    std::vector<std::uint64_t> found;
    for (const auto& record :
         server::control::find_records(f.source, f.stream_arn(), shard, sequences)) {
      CHECK(record.event.text().find(R"("id":{"S":")" +
                                     std::to_string(record.sequence.get() - first)) !=
            std::string::npos);
      found.push_back(record.sequence.get() - first);
    }
    return found;
  };
  using Offsets = std::vector<std::uint64_t>;
  CHECK(find({}) == Offsets{});
  CHECK(find({0, 1, 2}) == Offsets{0, 1, 2});
  CHECK(find({0, 5, 249}) == Offsets{0, 5, 249});
  CHECK(find({249, 250}) == Offsets{249});
  CHECK(find({250, 251}) == Offsets{});
  Offsets all;
  for (std::uint64_t i = 0; i < 250; ++i) all.push_back(i);
  CHECK(find(all) == all);
}

}  // namespace redrive_test
