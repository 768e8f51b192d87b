#include "storage/schema.h"

#include "storage/checkpoint_table.h"
#include "storage/stream_table.h"

#include <doctest/doctest.h>

namespace {

storage::ShardNumber add_shard(storage::StreamTable& streams, std::int64_t stream) {
  storage::ShardRow shard;
  shard.stream = stream;
  shard.id = core::ShardId("shardId-00000001573689847184-864758bb");
  shard.first_hash = 7;
  shard.first_sequence = core::SequenceNumber(3);
  return streams.insert(shard);
}

// As the program left it that gave a shard's number out again: schema 2.
void make_schema_2(storage::sqlite::Connection& database) {
  database.execute(R"sql(
DROP INDEX shard_of_stream;
DROP TABLE shard;
CREATE TABLE shard (
  id INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL REFERENCES stream(id),
  name TEXT NOT NULL, parent INTEGER,
  first_hash INTEGER NOT NULL, created_at INTEGER NOT NULL,
  first_sequence INTEGER NOT NULL, last_sequence INTEGER,
  parent_name TEXT, adjacent_parent INTEGER, closed_at INTEGER, trimmed_to INTEGER);
CREATE INDEX shard_of_stream ON shard (stream);
PRAGMA user_version = 2;
)sql");
}

}  // namespace

TEST_CASE("data of the schema whose shard numbers were used again opens, and gives out new ones") {
  auto database = storage::sqlite::Connection::in_memory();
  storage::migrate(database);
  make_schema_2(database);
  storage::StreamTable streams(database);
  storage::StreamRow row;
  row.label = core::StreamLabel("2025-02-22T03:03:25.490");
  const std::int64_t stream = streams.insert(row);
  const auto shard = add_shard(streams, stream);
  streams.close(shard, core::SequenceNumber(5), core::from_epoch_milliseconds(1000));
  streams.set_trimmed(shard, core::SequenceNumber(4));
  database.execute("INSERT INTO checkpoint VALUES ('m', 1, 4), ('m', 99, 7)");

  storage::migrate(database);
  const auto shards = streams.load_shards();
  REQUIRE(shards.size() == 1);
  CHECK(shards[0].number == shard);
  CHECK(shards[0].stream == stream);
  CHECK(shards[0].first_hash == 7);
  CHECK(shards[0].first_sequence == core::SequenceNumber(3));
  CHECK(shards[0].last_sequence == core::SequenceNumber(5));
  CHECK(shards[0].trimmed_to == core::SequenceNumber(4));
  CHECK(shards[0].closed_at == core::from_epoch_milliseconds(1000));
  // What belongs to no shard any more is gone.
  CHECK(storage::CheckpointTable(database).load(core::MappingId("m")).size() == 1);

  streams.erase_shard(shard);
  CHECK(add_shard(streams, stream) > shard);
}
