#include "server/control/stream_dump.h"

#include "tests/support/stream_fixture.h"

#include <doctest/doctest.h>

namespace stream_dump_test {

using namespace server::control;
using namespace std::chrono_literals;

namespace {

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

}  // namespace stream_dump_test
