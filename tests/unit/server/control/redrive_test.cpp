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
    server::control::RecordSearch search(f.source, f.stream_arn(), shard, sequences);
    while (search.step()) {
    }
    CHECK(search.has_all() == (sequences.empty() || sequences.back() < f.source.tip()));
    for (const auto& record : search.take()) {
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

TEST_CASE("a search goes on in steps where records are far from one another, or large") {
  tests::StoredState stored;
  tests::StreamFixture f(stored);
  f.add_table();
  const std::uint64_t first = f.source.tip().get();
  const auto shard = f.stream().shards.front().number;
  const auto steps_for = [&](std::vector<std::uint64_t> offsets) {
    std::vector<core::SequenceNumber> sequences;
    for (const auto offset : offsets) sequences.emplace_back(first + offset);
    server::control::RecordSearch search(f.source, f.stream_arn(), shard, sequences);
    int steps = 1;
    while (search.step()) ++steps;
    CHECK(search.has_all());
    return steps;
  };
  for (int i = 0; i < 300; ++i) f.put(std::to_string(i));
  CHECK(steps_for({0, 100}) == 1);
  CHECK(steps_for({0, 102}) == 2);
  for (int i = 0; i < 6; ++i) f.put(std::to_string(i), std::string(300'000, 'x'));
  CHECK(steps_for({300, 301, 302, 303, 304, 305}) == 2);
}

}  // namespace redrive_test
