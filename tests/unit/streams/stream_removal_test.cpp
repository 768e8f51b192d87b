#include "streams/stream_registry.h"
#include "tests/support/stream_fixture.h"

#include <doctest/doctest.h>

namespace stream_removal_test {

namespace {

std::int64_t count(tests::StoredState& stored, const std::string& table) {
  auto statement = stored.connection.prepare("SELECT count(*) FROM " + table);
  auto run = statement.run();
  return run.next() ? run.whole(0) : -1;
}

void put_into(tests::StreamFixture& f, const char* table, const char* id) {
  f.put(
      core::Item{
          {"id", core::AttributeValue(std::string(id))}
  },
      table);
}

// Until there are none; answers how many pieces it took.
int remove_leftovers(tests::StreamFixture& f) {
  int pieces = 0;
  while (f.stream_registry.remove_leftovers()) ++pieces;
  return pieces;
}

}  // namespace

TEST_CASE("streams that are erased are unknown at once, and their records go later") {
  tests::StoredState stored;
  tests::StreamFixture f(stored, 2);
  f.add_table("A");
  f.add_table("B");
  for (const char* id : {"a", "b", "c"}) put_into(f, "A", id);
  put_into(f, "B", "d");
  const auto arn = f.stream_arn("A");
  const auto shards = f.stream("A").shards;
  const auto next = f.writer.next_sequence();
  const auto gone = f.stream_registry.erase_all(
      [](const streams::Stream& stream) { return stream.row.table.get() == "A"; });
  CHECK(gone == std::vector<storage::ShardNumber>{shards[0].number, shards[1].number});
  CHECK_FALSE(f.stream_registry.find(arn.get()));
  CHECK_FALSE(f.stream_registry.stream_of(shards[0].number));
  CHECK(f.stream_registry.find(f.stream_arn("B").get()));
  CHECK(count(stored, "stream") == 1);
  CHECK(count(stored, "shard") == 2);
  CHECK(count(stored, "change_run") == 4);
  CHECK(remove_leftovers(f) > 2);
  CHECK(count(stored, "change_run") == 1);
  CHECK(count(stored, "change_segment") == 1);
  CHECK(count(stored, "resource") == 0);
  CHECK(f.writer.next_sequence() == next);
}

TEST_CASE("streams are erased until they weigh so much, and one with many shards weighs more") {
  tests::StoredState stored;
  tests::StreamFixture f(stored, 30);
  for (const char* name : {"A", "B", "C", "D", "E"}) f.add_table(name);
  CHECK(streams::removal_weight(f.stream("A")) == 2);
  const auto erase = [&](std::size_t most) {
    return f.stream_registry.erase_all([](const streams::Stream&) { return true; }, most).size();
  };
  CHECK(erase(0) == 0);
  CHECK(erase(1) == 30);
  CHECK(erase(4) == 60);
  CHECK(erase(100) == 60);
}

TEST_CASE("records that were left are removed after a restart, and numbers go on") {
  tests::StoredState stored;
  core::SequenceNumber next;
  {
    tests::StreamFixture f(stored);
    f.add_table();
    f.put("a");
    next = f.writer.next_sequence();
    f.stream_registry.erase_all([](const streams::Stream&) { return true; });
  }
  storage::Catalog catalog(stored.connection);
  storage::Writer writer(stored.connection, catalog, stored.clock, [](auto) {});
  streams::StreamRegistry registry(stored.connection, catalog, writer, stored.clock, 1);
  CHECK(writer.next_sequence() == next);
  while (registry.remove_leftovers()) {
  }
  CHECK(count(stored, "change_run") == 0);
  CHECK(count(stored, "change_segment") == 0);
  CHECK(count(stored, "resource") == 0);
}

TEST_CASE("a stream that is emptied goes on under its ARN, in fresh shards") {
  tests::StoredState stored;
  tests::StreamFixture f(stored, 2);
  f.add_table();
  for (const char* id : {"a", "b", "c"}) f.put(id);
  const auto arn = f.stream_arn();
  const auto before = f.stream().shards;
  const auto version = f.stream().version;
  const auto gone = f.stream_registry.empty(arn);
  CHECK(gone == std::vector<storage::ShardNumber>{before[0].number, before[1].number});
  const streams::Stream& stream = f.stream();
  CHECK(stream.arn == arn);
  CHECK(stream.enabled());
  CHECK(stream.version > version);
  REQUIRE(stream.shards.size() == 2);
  for (const auto& shard : stream.shards) {
    CHECK(shard.is_open());
    CHECK(shard.number > before[1].number);
    CHECK(f.stream_registry.stream_of(shard.number) == &stream);
    CHECK_FALSE(f.log.newest(shard.number));
  }
  CHECK_FALSE(f.stream_registry.stream_of(before[0].number));
  f.put("d");
  CHECK((f.log.newest(stream.shards[0].number) || f.log.newest(stream.shards[1].number)));
  remove_leftovers(f);
  CHECK(count(stored, "change_run") == 1);
  CHECK(count(stored, "shard") == 2);
}

}  // namespace stream_removal_test
