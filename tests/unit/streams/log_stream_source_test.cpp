#include "streams/log_stream_source.h"

#include "tests/support/stream_fixture.h"

#include <doctest/doctest.h>

#include <set>

namespace log_stream_source_test {

namespace {

struct Fixture : tests::StoredState {
  Fixture() { f.add_table(); }
  storage::ShardNumber shard() { return f.stream().shards.front().number; }
  streams::ReadRequest request(streams::ReadRequest request = {}) {
    request.stream = f.stream_arn();
    request.shard = shard();
    return request;
  }
  streams::ReadResult read(streams::ReadRequest wanted = {}) {
    return f.source.read(request(std::move(wanted)));
  }

  tests::StreamFixture f{*this};
};

}  // namespace

TEST_CASE("records come with what a batch needs of them") {
  Fixture f;
  const auto tip = f.f.source.tip();
  f.f.put("a");
  const auto page = f.read();
  REQUIRE(page.records.size() == 1);
  CHECK(page.records[0].sequence == tip);
  CHECK(page.records[0].created_at == f.clock.now());
  CHECK(page.records[0].event.text().find(R"("eventSourceARN":")" + f.f.stream_arn().get()) !=
        std::string::npos);
  CHECK(page.next == f.f.source.tip());
  CHECK_FALSE(page.has_more);
  CHECK_FALSE(page.at_end);
}

TEST_CASE("a page ends at its limits and says that there is more") {
  Fixture f;
  for (const char* id : {"a", "b", "c"}) f.f.put(id);
  streams::ReadRequest request;
  request.limit = 2;
  const auto page = f.read(request);
  CHECK(page.records.size() == 2);
  CHECK(page.has_more);
  request.from = page.next;
  CHECK(f.read(request).records.size() == 1);
  CHECK_FALSE(f.read(request).has_more);

  streams::ReadRequest small;
  small.max_bytes = 1;
  CHECK(f.read(small).records.size() == 1);
  CHECK(f.read(small).has_more);
}

TEST_CASE("a closed shard has an end, and so has one that is gone") {
  Fixture f;
  streams::ReadRequest request;
  request.stream = f.f.stream_arn();
  request.shard = f.shard();
  f.f.put("a");
  f.f.put("b");
  f.f.disable_stream();
  request.limit = 1;
  CHECK_FALSE(f.f.source.read(request).at_end);
  request.limit = 10;
  CHECK(f.f.source.read(request).at_end);
  request.shard = 999;
  CHECK(f.f.source.read(request).at_end);
}

TEST_CASE("a read doesn't cross from one stream to another") {
  Fixture f;
  f.f.add_table("Other");
  f.f.put("a");
  streams::ReadRequest request;
  request.stream = f.f.stream_arn("Other");
  request.shard = f.shard();
  CHECK(f.f.source.read(request).records.empty());
  CHECK(f.f.source.read(request).at_end);
}

TEST_CASE("slices part the items: each is in one, with all its records") {
  Fixture f;
  for (int i = 0; i < 60; ++i) f.f.put("i" + std::to_string(i % 30), std::to_string(i));
  std::set<core::SequenceNumber> seen;
  for (std::uint32_t index = 0; index < 3; ++index) {
    streams::ReadRequest request;
    request.slice = {index, 3};
    const auto page = f.read(request);
    CHECK(page.next == f.f.source.tip());
    CHECK(page.records.size() % 2 == 0);
    CHECK_FALSE(page.records.empty());
    for (const auto& record : page.records) CHECK(seen.insert(record.sequence).second);
  }
  CHECK(seen.size() == 60);
}

TEST_CASE("what the slices of another division have passed is left out") {
  Fixture f;
  for (int i = 0; i < 60; ++i) f.f.put("i" + std::to_string(i));
  std::vector<core::SequenceNumber> passed;
  std::multiset<core::SequenceNumber> seen;
  for (std::uint32_t index = 0; index < 3; ++index) {
    streams::ReadRequest request;
    request.slice = {index, 3};
    const auto page = f.read(request);
    REQUIRE(page.records.size() > 4);
    for (std::size_t i = 0; i < 4; ++i) seen.insert(page.records[i].sequence);
    passed.push_back(page.records[4].sequence);
  }
  for (const std::uint32_t count : {1U, 2U}) {
    CAPTURE(count);
    std::multiset<core::SequenceNumber> all = seen;
    for (std::uint32_t index = 0; index < count; ++index) {
      streams::ReadRequest request;
      request.slice = {index, count};
      request.passed = passed;
      for (const auto& record : f.read(request).records) all.insert(record.sequence);
    }
    CHECK(all.size() == 60);
    CHECK(std::set<core::SequenceNumber>(all.begin(), all.end()).size() == 60);
  }
}

TEST_CASE("subscribers hear of their own stream until they are gone") {
  Fixture f;
  f.f.add_table("U");
  int told = 0;
  auto subscription =
      f.f.source.subscribe(f.f.stream_arn(), [&](const streams::Arrivals& arrivals) {
        CHECK(arrivals.shard == f.shard());
        told += static_cast<int>(arrivals.records);
      });
  f.f.put("a");
  f.f.put(
      {
          {"id", core::AttributeValue(std::string("a"))}
  },
      "U");
  CHECK(told == 1);
  subscription.reset();
  f.f.put("b");
  CHECK(told == 1);
}

TEST_CASE("two who read a stream get the same event, one who is alone another each time") {
  Fixture f;
  const auto silent = [](const streams::Arrivals&) {};
  f.f.put("a");
  const auto read_text = [&] { return f.read().records.front().event.text().data(); };
  const auto held = f.read();
  CHECK(read_text() != held.records.front().event.text().data());
  auto first = f.f.source.subscribe(f.f.stream_arn(), silent);
  const auto alone = f.read();
  CHECK(read_text() != alone.records.front().event.text().data());
  auto second = f.f.source.subscribe(f.f.stream_arn(), silent);
  const auto shared = f.read();
  CHECK(read_text() == shared.records.front().event.text().data());
}

TEST_CASE("an event outlives its stream") {
  Fixture f;
  f.f.put("a");
  const auto page = f.read();
  const std::string arn = f.f.stream_arn().get();
  f.f.stream_registry.erase_all([](const streams::Stream&) { return true; });
  REQUIRE(page.records.size() == 1);
  CHECK(page.records[0].event.text().find(arn) != std::string_view::npos);
}

TEST_CASE("an unknown stream has no shards") {
  Fixture f;
  CHECK_FALSE(f.f.source.shards(core::StreamArn("arn:aws:dynamodb:r:a:table/T/stream/x")));
  CHECK(f.f.source.shards(f.f.stream_arn())->size() == 1);
}

TEST_CASE("at the tip no read goes to SQLite, though the shard got no record since the start") {
  tests::StoredState stored;
  {
    tests::StreamFixture f(stored);
    f.add_table();
    f.put("a");
    f.add_table("Other");
    f.put(
        {
            {"id", core::AttributeValue(std::string("b"))}
    },
        "Other");
  }
  tests::StreamFixture again(stored);
  streams::ReadRequest request;
  request.stream = again.stream_arn();
  request.shard = again.stream().shards.front().number;
  const auto page = again.source.read(request);
  CHECK(page.records.size() == 1);
  CHECK_FALSE(page.has_more);
  request.from = page.next;
  for (int i = 0; i < 3; ++i) CHECK(again.source.read(request).records.empty());
  CHECK(again.log.stored_reads() == 1);
  again.put("c");
  CHECK(again.source.read(request).records.size() == 1);
  CHECK(again.log.stored_reads() == 1);
}

TEST_CASE("a source's shards name both parents and begin behind what was trimmed") {
  tests::StoredState stored;
  tests::StreamFixture f(stored, 2);
  f.add_table();
  f.stream_registry.replace(f.stream().arn, streams::merge_all(f.stream()));
  const auto shards = *f.source.shards(f.stream_arn());
  REQUIRE(shards.size() == 3);
  CHECK(shards[2].parent == shards[0].number);
  CHECK(shards[2].adjacent_parent == shards[1].number);
  f.put("a");
  const auto last = core::SequenceNumber(f.writer.next_sequence().get() - 1);
  stored.clock.advance(std::chrono::hours(25));
  CHECK(f.stream_registry.trim(shards[2].number, stored.clock.now()) == last);
  CHECK(f.source.shards(f.stream_arn())->back().trim_horizon == f.writer.next_sequence());
}

TEST_CASE("a backlog counts the records of a slice, and knows the oldest") {
  Fixture f;
  CHECK(f.f.source.backlog(f.request()).records == 0);
  const core::WallTime first = f.clock.now();
  f.f.put("a");
  f.clock.advance(std::chrono::seconds(5));
  const core::SequenceNumber second = f.f.source.tip();
  for (const char* id : {"b", "c", "d"}) f.f.put(id);
  streams::ReadRequest request = f.request();
  const auto all = f.f.source.backlog(request);
  CHECK(all.records == 4);
  CHECK_FALSE(all.has_more);
  CHECK(all.oldest == first);
  CHECK(all.first->get() + 1 == second.get());
  request.limit = 3;
  CHECK(f.f.source.backlog(request).records == 3);
  CHECK(f.f.source.backlog(request).has_more);
  request.from = second;
  CHECK(f.f.source.backlog(request).records == 3);
  CHECK_FALSE(f.f.source.backlog(request).has_more);
  CHECK(f.f.source.backlog(request).oldest == f.clock.now());
  request.from = {};
  request.limit = 100;
  std::size_t sum = 0;
  for (std::uint32_t i = 0; i < 3; ++i) {
    request.slice = {i, 3};
    sum += f.f.source.backlog(request).records;
  }
  CHECK(sum == 4);
  request.stream = core::StreamArn("arn:none");
  CHECK(f.f.source.backlog(request).records == 0);
  request = f.request();
  ++request.shard;
  CHECK(f.f.source.backlog(request).records == 0);
}

TEST_CASE("a backlog of records that aren't in memory costs what is read of them") {
  tests::StoredState stored;
  tests::StreamFixture f(stored);
  f.add_table();
  for (int i = 0; i < 3; ++i) f.put(std::to_string(i), std::string(300'000, 'x'));
  streams::ShardLog log(stored.connection, f.writer.next_sequence());
  streams::LogStreamSource source(log, f.stream_registry, f.writer);
  streams::ReadRequest request{f.stream_arn(), f.stream().shards.front().number, {}};
  const auto backlog = source.backlog(request);
  CHECK(backlog.records == 3);
  CHECK_FALSE(backlog.has_more);
  CHECK(backlog.looks > 3 * 8);
  CHECK(backlog.looks < 200);
  request.limit = 20;
  CHECK(source.backlog(request).records == 2);
  CHECK(source.backlog(request).has_more);
  f.stream_registry.replace(f.stream_arn(), streams::roll_all(f.stream()));
  request.from = f.writer.next_sequence();
  const std::size_t reads = log.stored_reads();
  CHECK(source.backlog(request).looks == 0);  // the closed shard has nothing there
  CHECK(log.stored_reads() == reads);
}

TEST_CASE("the first record since a time is found") {
  Fixture f;
  f.f.put("before");
  f.clock.advance(std::chrono::seconds(1));
  std::vector<std::pair<core::WallTime, core::SequenceNumber>> made;
  for (int i = 0; i < 20; ++i) {
    made.emplace_back(f.clock.now(), f.f.source.tip());
    f.f.put("a" + std::to_string(i));
    f.clock.advance(std::chrono::seconds(1));
  }
  const core::SequenceNumber tip = f.f.source.tip();
  const auto since = [&](core::WallTime time) {
    return f.f.source.first_since(f.f.stream_arn(), f.shard(), time);
  };
  for (const auto& [time, sequence] : made) {
    CHECK(since(time) == sequence);
    CHECK(since(time - core::Duration(1)) == sequence);
    CHECK(since(time + core::Duration(1)).get() == sequence.get() + 1);
  }
  CHECK(since(f.clock.now()) == tip);
  CHECK(f.f.source.first_since(core::StreamArn("arn:none"), f.shard(), {}) == tip);
  CHECK(f.f.source.first_since(f.f.stream_arn(), f.shard() + 1, {}) == tip);
}

}  // namespace log_stream_source_test
