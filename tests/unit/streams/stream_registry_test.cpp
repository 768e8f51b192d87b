#include "streams/stream_registry.h"

#include "core/time_text.h"
#include "tests/support/stream_fixture.h"

#include <doctest/doctest.h>

namespace stream_registry_test {

TEST_CASE("a new stream has open shards that share all hashes") {
  tests::StoredState stored;
  tests::StreamFixture f(stored, 4);
  f.add_table();
  const streams::Stream& stream = f.stream();
  CHECK(stream.enabled());
  REQUIRE(stream.shards.size() == 4);
  CHECK(f.table().stream->shards.front().first_hash == 0);
  for (const auto& shard : stream.shards) {
    CHECK(shard.id.get().size() == 37);
    CHECK(shard.id.get().starts_with("shardId-0000000"));
    CHECK_FALSE(shard.last_sequence);
    CHECK_FALSE(shard.parent);
    CHECK(f.stream_registry.stream_of(shard.number) == &stream);
    CHECK(stream.find_shard(shard.id.get()) == &shard);
  }
}

TEST_CASE("a disabled stream has closed shards and stays listed, its table writes no records") {
  tests::StoredState stored;
  tests::StreamFixture f(stored);
  f.add_table();
  f.put("a");
  const core::StreamArn arn = f.stream_arn();
  const auto last = f.writer.next_sequence().get() - 1;
  f.disable_stream();
  const streams::Stream* stream = f.stream_registry.find(arn.get());
  REQUIRE(stream);
  CHECK_FALSE(stream->enabled());
  CHECK(stream->shards.front().last_sequence->get() == last);
  CHECK_FALSE(f.table().stream);
  f.put("b");
  CHECK(f.writer.next_sequence().get() == last + 1);
  CHECK(f.stream_registry.list(stored.scope, "", "").size() == 1);
}

TEST_CASE("streams are listed by scope and table, in order of their ARNs") {
  tests::StoredState stored;
  tests::StreamFixture f(stored);
  for (const char* name : {"B", "A", "C"}) f.add_table(name);
  const auto names = [&](std::string_view table, std::string_view after) {
    std::string text;
    for (const auto* stream : f.stream_registry.list(stored.scope, table, after)) {
      text += stream->row.table.get();
    }
    return text;
  };
  CHECK(names("", "") == "ABC");
  CHECK(names("B", "") == "B");
  CHECK(names("D", "").empty());
  CHECK(names("", f.stream_arn("A").get()) == "BC");
  const core::Scope elsewhere{stored.scope.account, core::Region("eu-west-1")};
  CHECK(f.stream_registry.list(elsewhere, "", "").empty());
}

TEST_CASE("two streams of a table in one millisecond have different labels") {
  tests::StoredState stored;
  tests::StreamFixture f(stored);
  f.add_table();
  const auto label = f.stream_registry.new_label(stored.scope, core::TableName("T"));
  CHECK(label != f.table().definition.stream->label);
  CHECK(label.get().size() == std::string("2025-02-22T03:03:25.490").size());
}

TEST_CASE("streams survive a restart, and sequence numbers go on growing") {
  tests::StoredState stored;
  std::uint64_t next = 0;
  core::ShardId shard;
  {
    tests::StreamFixture f(stored);
    f.add_table();
    f.put("a");
    next = f.writer.next_sequence().get();
    shard = f.stream().shards.front().id;
  }
  tests::StreamFixture again(stored);
  CHECK(again.stream().shards.front().id == shard);
  CHECK(again.writer.next_sequence().get() >= next);
  again.put("b");  // the table knows where its records go
  CHECK(again.writer.next_sequence().get() == next + 1);
}

TEST_CASE("a rolled shard ends with its last record, and its child goes on behind it") {
  tests::StoredState stored;
  tests::StreamFixture f(stored);
  f.add_table();
  f.put("a");
  const auto last = core::SequenceNumber(f.writer.next_sequence().get() - 1);
  f.stream_registry.replace(f.stream().arn, streams::roll_all(f.stream()));
  REQUIRE(f.stream().shards.size() == 2);
  const auto& parent = f.stream().shards[0];
  const auto& child = f.stream().shards[1];
  CHECK(parent.last_sequence == last);
  CHECK(parent.closed_at == stored.clock.now());
  CHECK(child.parent == parent.number);
  CHECK(child.parent_id == parent.id);
  CHECK(child.first_sequence > last);
  CHECK(child.is_open());
  f.put("b");
  storage::ChangeTable changes(stored.connection);
  CHECK(changes.last_sequence(parent.number) == last);
  CHECK(changes.last_sequence(child.number) > child.first_sequence);
}

TEST_CASE("writes that are queued when a shard closes are still the parent's") {
  tests::StoredState stored;
  tests::StreamFixture f(stored);
  f.add_table();
  f.queue_put({
      {"id", core::AttributeValue(std::string("a"))}
  });
  f.stream_registry.replace(f.stream().arn, streams::roll_all(f.stream()));
  storage::ChangeTable changes(stored.connection);
  const auto& parent = f.stream().shards.front();
  CHECK(changes.last_sequence(parent.number) == parent.last_sequence);
}

TEST_CASE("a shard that had no record ends where it began") {
  tests::StoredState stored;
  tests::StreamFixture f(stored);
  f.add_table();
  f.stream_registry.replace(f.stream().arn, streams::roll_all(f.stream()));
  CHECK(f.stream().shards[0].last_sequence == f.stream().shards[0].first_sequence);
}

TEST_CASE("an item's records go to one line of shards across splits and merges and a restart") {
  tests::StoredState stored;
  std::vector<storage::OpenShard> open;
  {
    tests::StreamFixture f(stored);
    f.add_table();
    f.stream_registry.replace(f.stream().arn, streams::split_all(f.stream()));
    f.stream_registry.replace(f.stream().arn, streams::split_all(f.stream()));
    f.stream_registry.replace(f.stream().arn,
                              {*streams::merge(f.stream(), *f.stream().open_shards()[1])});
    const auto& merged = f.stream().shards.back();
    CHECK(merged.parent == f.stream().shards[4].number);
    CHECK(merged.adjacent_parent == f.stream().shards[5].number);
    open = f.table().stream->shards;
    REQUIRE(open.size() == 3);
    CHECK(open[0].first_hash == 0);
    CHECK(open[1].first_hash == std::uint64_t{1} << 62);
    CHECK(open[1].number == merged.number);
    CHECK(open[2].first_hash == std::uint64_t{3} << 62);
  }
  tests::StreamFixture again(stored);
  REQUIRE(again.table().stream->shards.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(again.table().stream->shards[i].number == open[i].number);
  }
  CHECK(again.stream().shards.back().adjacent_parent);
}

TEST_CASE("shards that are due roll, one stream a call") {
  tests::StoredState stored;
  tests::StreamFixture f(stored, 2);
  f.add_table("A");
  f.add_table("B");
  CHECK_FALSE(f.stream_registry.roll_due_shards());
  stored.clock.advance(std::chrono::hours(4));
  CHECK(f.stream_registry.roll_due_shards());
  CHECK(f.stream("A").shards.size() == 4);
  CHECK(f.stream("B").shards.size() == 2);
  CHECK(f.stream_registry.roll_due_shards());
  CHECK(f.stream("B").shards.size() == 4);
  CHECK_FALSE(f.stream_registry.roll_due_shards());
}

TEST_CASE("each stream's shards roll in their own time, however often one looks") {
  tests::StoredState stored;
  tests::StreamFixture f(stored);
  f.add_table("A");
  for (int hours = 1; hours <= 6; ++hours) {
    stored.clock.advance(std::chrono::hours(1));
    if (hours == 2) f.add_table("B");
    while (f.stream_registry.roll_due_shards()) {
    }
    CHECK(f.stream("A").shards.size() == (hours < 4 ? 1 : 2));
    if (hours >= 2) CHECK(f.stream("B").shards.size() == (hours < 6 ? 1 : 2));
  }
}

TEST_CASE("shard ids grow, also in one millisecond and when the clock was moved back") {
  tests::StoredState stored;
  tests::StreamFixture f(stored, 4);
  f.add_table();
  f.stream_registry.replace(f.stream().arn, streams::split_all(f.stream()));
  stored.clock.advance(-std::chrono::hours(1));
  f.stream_registry.replace(f.stream().arn, streams::merge_all(f.stream()));
  const auto& shards = f.stream().shards;
  REQUIRE(shards.size() == 16);
  for (std::size_t i = 1; i < shards.size(); ++i) {
    CHECK(shards[i - 1].id < shards[i].id);
    CHECK(shards[i].id.get().size() == 37);
  }
}

TEST_CASE("a stream was created at the time that its label tells") {
  tests::StoredState stored;
  tests::StreamFixture f(stored);
  stored.clock.advance(std::chrono::microseconds(1234));
  f.add_table();
  CHECK(core::iso_milliseconds(f.stream().row.created_at) == f.stream().row.label.get());
  const auto label = f.stream_registry.new_label(stored.scope, core::TableName("T"));
  const auto again =
      f.stream_registry.store_new(f.table().definition, core::StreamViewType::keys_only, label);
  CHECK(core::iso_milliseconds(again.row.created_at) == label.get());
}

TEST_CASE("after the clock was moved back shards roll four hours from then, after a restart, too") {
  for (const bool restart : {false, true}) {
    CAPTURE(restart);
    tests::StoredState stored;
    auto f = std::make_unique<tests::StreamFixture>(stored);
    stored.clock.advance(std::chrono::hours(1000));
    f->add_table();
    f->stream_registry.roll_due_shards();
    stored.clock.advance(-std::chrono::hours(1000));
    if (restart) {
      f.reset();
      f = std::make_unique<tests::StreamFixture>(stored);
    }
    CHECK_FALSE(f->stream_registry.roll_due_shards());
    stored.clock.advance(std::chrono::hours(4) - std::chrono::milliseconds(1));
    CHECK_FALSE(f->stream_registry.roll_due_shards());
    stored.clock.advance(std::chrono::milliseconds(1));
    CHECK(f->stream_registry.roll_due_shards());
    CHECK(f->stream().shards.front().closed_at == stored.clock.now());
  }
}

TEST_CASE("many shards are dated back in pieces") {
  tests::StoredState stored;
  tests::StreamFixture f(stored, 3000);
  stored.clock.advance(std::chrono::hours(1000));
  f.add_table("A");
  f.add_table("B");
  while (f.stream_registry.roll_due_shards()) {
  }
  stored.clock.advance(-std::chrono::hours(1000));
  CHECK(f.stream_registry.roll_due_shards());
  CHECK(f.stream("A").shards.back().created_at == stored.clock.now());
  CHECK(f.stream("B").shards.back().created_at > stored.clock.now());
  CHECK_FALSE(f.stream_registry.roll_due_shards());
  CHECK(f.stream("B").shards.back().created_at == stored.clock.now());
}

TEST_CASE("a stream's version tells that its shards are others, or that another stream came") {
  tests::StoredState stored;
  tests::StreamFixture f(stored);
  f.add_table();
  const auto arn = f.stream_arn();
  std::uint64_t last = f.source.shards_version(arn);
  const auto changed = [&] {
    return std::exchange(last, f.source.shards_version(arn)) != f.source.shards_version(arn);
  };
  f.put("a");
  CHECK_FALSE(changed());
  f.add_table("Other");
  CHECK(changed());
  f.stream_registry.replace(arn, streams::roll_all(f.stream()));
  CHECK(changed());
  const auto parent = f.stream().shards.front().number;
  f.stream_registry.trim(parent, core::WallTime::max());
  CHECK_FALSE(changed());
  f.stream_registry.erase_shard(parent);
  CHECK(changed());
  f.disable_stream();
  CHECK(changed());
  CHECK_FALSE(changed());
}

}  // namespace stream_registry_test
