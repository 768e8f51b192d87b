#include "server/control/stream_dump.h"

#include "tests/support/stream_fixture.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace stream_dump_test {

using namespace server::control;
using namespace std::chrono_literals;

namespace {

// Counts what is asked of a source, and what of its records is kept.
struct CountingSource : streams::StreamSource {
  explicit CountingSource(streams::StreamSource& of) : source(of) {}

  std::optional<std::vector<streams::SourceShard>> shards(
      const core::StreamArn& stream) const override {
    return source.shards(stream);
  }
  std::uint64_t shards_version(const core::StreamArn& stream) const override {
    return source.shards_version(stream);
  }
  streams::ReadEnd visit(const streams::ReadRequest& request,
                         const streams::TakeRecord& take) override {
    ++visits;
    return source.visit(request, [&](streams::SourceRecord& record) {
      const std::size_t size = record.event.stored_bytes();
      ++seen;
      if (!take(record)) return false;
      ++kept;
      kept_bytes += size;
      return true;
    });
  }
  streams::Backlog backlog(const streams::ReadRequest& request) override {
    return source.backlog(request);
  }
  std::optional<core::SequenceNumber> newest(storage::ShardNumber shard) override {
    return source.newest(shard);
  }
  core::SequenceNumber first_since(const core::StreamArn& stream, storage::ShardNumber shard,
                                   core::WallTime time) override {
    return source.first_since(stream, shard, time);
  }
  core::SequenceNumber tip() const override { return source.tip(); }
  std::unique_ptr<streams::Subscription> subscribe(
      const core::StreamArn& stream,
      std::function<void(const streams::Arrivals&)> on_records) override {
    return source.subscribe(stream, std::move(on_records));
  }

  streams::StreamSource& source;
  std::size_t visits = 0;
  std::size_t seen = 0;
  std::size_t kept = 0;
  std::size_t kept_bytes = 0;
};

struct Fixture : tests::StoredState {
  explicit Fixture(int shards = 1) : f(*this, shards) { f.add_table(); }

  void put(const std::string& id) {
    f.put(id);
    clock.advance(1s);
  }
  StreamDump dump(std::optional<StreamPlace> from = {}, std::optional<StreamPlace> to = {},
                  std::size_t limit = 1000) {
    return dump_stream(f.source, {f.stream_arn(), from, to}, limit);
  }
  // The ids of the items of the lines: "a b".
  std::string ids(const StreamDump& dump) {
    constexpr std::string_view kKey = R"("Keys":{"id":{"S":")";
    std::string text;
    for (auto at = dump.ndjson.find(kKey); at != std::string::npos;
         at = dump.ndjson.find(kKey, at + 1)) {
      const auto begin = at + kKey.size();
      if (!text.empty()) text += " ";
      text += dump.ndjson.substr(begin, dump.ndjson.find('"', begin) - begin);
    }
    return text;
  }

  tests::StreamFixture f;
};

}  // namespace

TEST_CASE("a stream's records come as a function gets them, one a line") {
  Fixture f;
  CHECK(f.dump().ndjson == "");
  f.put("a");
  f.put("b");
  const StreamDump dump = f.dump();
  streams::ReadRequest request;
  request.stream = f.f.stream_arn();
  request.shard = f.f.stream().shards.front().number;
  const auto records = f.f.source.read(request).records;
  std::string lines;
  for (const auto& record : records) lines.append(record.event.text()).append("\n");
  CHECK(records.size() == 2);
  CHECK(dump.ndjson == lines);
  CHECK(dump.next == std::nullopt);
}

TEST_CASE("a range is of numbers, both included, or of times") {
  Fixture f;
  const core::SequenceNumber first = f.f.source.tip();
  const core::WallTime begin = f.clock.now();
  for (const char* id : {"a", "b", "c", "d"}) f.put(id);
  const auto number = [&](std::uint64_t n) { return core::SequenceNumber(first.get() + n); };
  CHECK(f.ids(f.dump(number(1))) == "b c d");
  CHECK(f.ids(f.dump(number(1), number(2))) == "b c");
  CHECK(f.ids(f.dump({}, number(0))) == "a");
  CHECK(f.ids(f.dump(core::SequenceNumber(0), core::SequenceNumber(UINT64_MAX))) == "a b c d");
  CHECK(f.ids(f.dump(begin + 1s)) == "b c d");
  CHECK(f.ids(f.dump(begin + 1s, begin + 3s)) == "b c");
  CHECK(f.ids(f.dump({}, begin)) == "");
  CHECK(f.ids(f.dump(begin + 4s)) == "");
}

TEST_CASE("a page says where the next one begins") {
  Fixture f;
  for (int i = 0; i < 250; ++i) f.put(std::to_string(i));
  StreamDump page = f.dump({}, {}, 120);
  std::string all = f.ids(page);
  int pages = 1;
  for (; page.next; ++pages) {
    page = f.dump(*page.next, {}, 120);
    all += " " + f.ids(page);
  }
  CHECK(pages == 3);
  CHECK(all == f.ids(f.dump()));
  CHECK(f.dump({}, {}, 250).next == std::nullopt);
  CHECK(f.dump({}, {}, 249).next == core::SequenceNumber(f.f.source.tip().get() - 1));
}

TEST_CASE("a page has a few megabytes at most") {
  Fixture f;
  for (int i = 0; i < 15; ++i) f.f.put(std::to_string(i), std::string(390'000, 'x'));
  const StreamDump page = f.dump();
  CHECK(f.ids(page) == "0 1 2 3 4 5 6 7 8 9 10");
  REQUIRE(page.next);
  CHECK(f.ids(f.dump(*page.next)) == "11 12 13 14");
}

TEST_CASE("records of several shards come in the order of their commits") {
  Fixture f(4);
  std::string expected;
  for (int i = 0; i < 300; ++i) {
    f.put(std::to_string(i));
    expected += (i == 0 ? "" : " ") + std::to_string(i);
  }
  CHECK(f.ids(f.dump()) == expected);
}

TEST_CASE("of shards that aren't in front nothing is read") {
  Fixture f(16);
  for (int i = 0; i < 400; ++i) f.put(std::to_string(i));
  CountingSource source(f.f.source);
  const StreamRange range{f.f.stream_arn(), {}, {}};
  CHECK(f.ids(dump_stream(source, range, 1)) == "0");
  CHECK(source.visits == 1);
  CHECK(source.kept == 4);
  CHECK(source.seen == 4 + 1);
}

TEST_CASE("of a shard that is in front larger and larger pages are read") {
  Fixture f;
  for (int i = 0; i < 400; ++i) f.put(std::to_string(i));
  CountingSource source(f.f.source);
  const auto read_for = [&](std::size_t limit) {
    source.kept = 0;
    const StreamDump dump = dump_stream(source, {f.f.stream_arn(), {}, {}}, limit);
    CHECK(std::count(dump.ndjson.begin(), dump.ndjson.end(), '\n') == std::ptrdiff_t(limit));
    return source.kept;
  };
  CHECK(read_for(4) == 4);
  CHECK(read_for(5) == 20);
  CHECK(read_for(20) == 20);
  CHECK(read_for(21) == 84);
  CHECK(read_for(84) == 84);
  CHECK(read_for(85) == 184);
  CHECK(read_for(184) == 184);
  CHECK(read_for(185) == 284);
}

TEST_CASE("a page ends early when too much was read for it, and the next one goes on") {
  Fixture f(64);
  std::string expected;
  for (int i = 0; i < 300; ++i) {
    f.f.put(std::to_string(i), std::string(60'000, 'x'));
    expected += (i == 0 ? "" : " ") + std::to_string(i);
  }
  CountingSource source(f.f.source);
  std::string all;
  std::optional<StreamPlace> from;
  for (int pages = 0; pages < 300; ++pages) {
    source.kept_bytes = 0;
    const StreamDump page = dump_stream(source, {f.f.stream_arn(), from, {}}, 1000);
    CHECK(source.kept_bytes < (8 << 20) + 4 * 61'000);
    if (pages == 0) CHECK(page.ndjson.size() < (4 << 20) - 61'000);
    all += (all.empty() ? "" : " ") + f.ids(page);
    if (!page.next) break;
    from = *page.next;
  }
  CHECK(all == expected);
}

}  // namespace stream_dump_test
