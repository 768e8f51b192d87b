#include "storage/schema.h"

#include "storage/async_invocation_table.h"
#include "storage/backfill.h"
#include "storage/change_table.h"
#include "storage/checkpoint_table.h"
#include "storage/item_codec.h"
#include "storage/key_codec.h"
#include "storage/stream_table.h"

#include <doctest/doctest.h>

namespace schema_test {

namespace {

storage::ShardNumber add_shard(storage::StreamTable& streams, std::int64_t stream) {
  storage::ShardRow shard;
  shard.stream = stream;
  shard.id = core::ShardId("shardId-00000001573689847184-864758bb");
  shard.first_hash = 7;
  shard.first_sequence = core::SequenceNumber(3);
  return streams.insert(shard);
}

// As the program left it that gave each index a table: schema 13.
void make_schema_13(storage::sqlite::Connection& database) {
  database.execute(
      "DROP INDEX message_in_flight; DROP INDEX log_stream_by_last_event; "
      "DROP INDEX dropped_bucket; DROP TABLE index_entry; PRAGMA user_version = 13");
}

// As the program left it that knew no trace headers: schema 12.
void make_schema_12(storage::sqlite::Connection& database) {
  make_schema_13(database);
  database.execute(R"sql(
ALTER TABLE async_invocation_content DROP COLUMN trace_header;
PRAGMA user_version = 12;
)sql");
}

// As the program left it that kept asynchronous invocations in memory: schema 9.
void make_schema_9(storage::sqlite::Connection& database) {
  make_schema_13(database);
  database.execute(R"sql(
DROP TABLE discard;
DROP TABLE async_invocation_content;
DROP TABLE async_invocation;
PRAGMA user_version = 9;
)sql");
}

// As the program left it that forgot a mapping's attempts: schema 8.
void make_schema_8(storage::sqlite::Connection& database) {
  make_schema_9(database);
  database.execute(R"sql(
ALTER TABLE checkpoint DROP COLUMN progress;
PRAGMA user_version = 8;
)sql");
}

// As the program left it that knew neither queues nor buckets: schema 6.
void make_schema_6(storage::sqlite::Connection& database) {
  make_schema_8(database);
  database.execute(R"sql(
DROP TABLE spare_file;
DROP TABLE object;
DROP TABLE queue;
DROP TABLE message_bucket;
DROP TABLE message_content;
DROP TABLE message;
PRAGMA user_version = 6;
)sql");
}

// As the program left it that wrote a row for each change record: schema 3.
void make_schema_3(storage::sqlite::Connection& database) {
  make_schema_6(database);
  database.execute(R"sql(
DROP TABLE backfill;
ALTER TABLE checkpoint DROP COLUMN lanes;
DROP TABLE change_run;
DROP TABLE change_segment;
CREATE TABLE change_record (
  position INTEGER PRIMARY KEY,
  created_at INTEGER NOT NULL, event INTEGER NOT NULL, expired INTEGER NOT NULL,
  keys BLOB NOT NULL, new_image BLOB, old_image BLOB);
PRAGMA user_version = 3;
)sql");
}

// As the program left it that gave a shard's number out again: schema 2.
void make_schema_2(storage::sqlite::Connection& database) {
  make_schema_3(database);
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

TEST_CASE("change records of the schema that gave each a row open as they were") {
  auto database = storage::sqlite::Connection::in_memory();
  storage::migrate(database);
  make_schema_3(database);
  // Of shards 1 and 2, numbered in turns.
  database.execute(
      "INSERT INTO change_record VALUES "
      "((1 << 40) + 5, 1000, 0, 0, x'6b35', x'6e35', NULL), "
      "((1 << 40) + 7, 2000, 2, 1, x'6b37', NULL, x'6f37'), "
      "((2 << 40) + 6, 1500, 1, 0, x'6b36', NULL, NULL)");

  storage::migrate(database);
  storage::ChangeTable changes(database);
  std::vector<storage::ChangeRecord> records;
  const auto keep = [&](const storage::ChangeRecord& record) {
    records.push_back(record);
    return true;
  };
  CHECK(changes.read(1, core::SequenceNumber(0), 10, keep));
  CHECK(changes.read(2, core::SequenceNumber(0), 10, keep));
  REQUIRE(records.size() == 3);
  CHECK(records[0].sequence == core::SequenceNumber(5));
  CHECK(records[0].created_at == core::from_epoch_milliseconds(1000));
  CHECK(records[0].event == storage::ChangeEvent::insert);
  CHECK(records[0].keys == "k5");
  CHECK(records[0].new_image == "n5");
  CHECK(records[0].old_image == std::nullopt);
  CHECK(records[1].sequence == core::SequenceNumber(7));
  CHECK(records[1].event == storage::ChangeEvent::remove);
  CHECK(records[1].expired);
  CHECK(records[1].new_image == std::nullopt);
  CHECK(records[1].old_image == "o7");
  CHECK(records[2].shard == 2);
  CHECK(records[2].sequence == core::SequenceNumber(6));
  CHECK(changes.last_sequence(1) == core::SequenceNumber(7));
}

TEST_CASE(
    "change records that were converted are found from anywhere, and others come behind them") {
  auto database = storage::sqlite::Connection::in_memory();
  storage::migrate(database);
  make_schema_3(database);
  database.execute(
      "WITH RECURSIVE number(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM number WHERE i < 200) "
      "INSERT INTO change_record SELECT ((1 + i % 2) << 40) + i, 1000, 0, 0, x'6b', NULL, NULL "
      "FROM number");

  storage::migrate(database);
  storage::ChangeTable changes(database);
  storage::ChangeRecord next;
  next.shard = 1;
  next.sequence = core::SequenceNumber(201);
  changes.append({next});
  for (const std::uint64_t from : {1, 32, 33, 150, 201, 202}) {
    CAPTURE(from);
    std::vector<std::uint64_t> expected;
    for (std::uint64_t i = 2; i <= 200; i += 2) {
      if (i >= from) expected.push_back(i);
    }
    if (from <= 201) expected.push_back(201);
    std::vector<std::uint64_t> found;
    CHECK(
        changes.read(1, core::SequenceNumber(from), 1000, [&](const storage::ChangeRecord& record) {
          found.push_back(record.sequence.get());
          return true;
        }));
    CHECK(found == expected);
  }
}

TEST_CASE("tables of before that have a time to live get their order of expiry") {
  auto database = storage::sqlite::Connection::in_memory();
  storage::migrate(database);
  core::TableDefinition definition;
  definition.name = core::TableName("Old");
  definition.key.partition = {
      {"id", core::ScalarType::s}
  };
  definition.time_to_live_attribute = "ttl";
  std::int64_t id = 0;
  {
    storage::Catalog catalog(database);
    const auto table = catalog.store_new(definition);
    id = table->id;
    const core::Item item{
        {"id",  core::AttributeValue(std::string("a"))},
        {"ttl", core::AttributeValue(core::Number(7)) }
    };
    const auto key = storage::encode_key(definition.key, item);
    database.execute("DROP TABLE expiry_" + std::to_string(id));
    catalog.adopt(catalog.store_new([&] {
      auto other = definition;
      other.name = core::TableName("Plain");
      other.time_to_live_attribute.reset();
      return other;
    }()));
    auto statement =
        database.prepare("INSERT INTO item_" + std::to_string(id) + " (key, item) VALUES (?, ?)");
    const std::string stored = storage::encode_item(item);
    statement.run().bind_blob(1, key).bind_blob(2, stored).execute();
  }
  make_schema_6(database);
  database.execute("DROP TABLE backfill; PRAGMA user_version = 5");
  storage::migrate(database);
  storage::Catalog catalog(database);
  storage::Table& table = *catalog.find({}, "Old");
  REQUIRE(table.expiry);
  CHECK(table.expiry->filled_to == "");
  CHECK_FALSE(catalog.find({}, "Plain")->expiry);
  CHECK_FALSE(storage::fill(catalog, table, *table.expiry, "ttl").to);
  std::vector<std::int64_t> seconds;
  table.expiry->entries.scan({INT64_MIN, 0}, INT64_MAX, [&](const storage::ExpiryEntry& entry) {
    seconds.push_back(entry.second);
    return true;
  });
  CHECK(seconds == std::vector<std::int64_t>{7});
}

TEST_CASE("checkpoints of before have nothing in flight") {
  auto database = storage::sqlite::Connection::in_memory();
  storage::migrate(database);
  {
    storage::StreamTable streams(database);
    storage::StreamRow row;
    REQUIRE(add_shard(streams, streams.insert(row)) == 1);
  }
  make_schema_8(database);
  database.execute("INSERT INTO checkpoint VALUES ('m', 1, 4, x'')");
  storage::migrate(database);
  storage::CheckpointTable checkpoints(database);
  const core::MappingId mapping("m");
  CHECK(checkpoints.load(mapping) == std::vector<storage::Checkpoint>{
                                         {1, core::SequenceNumber(4)}
  });
  const storage::Checkpoint next{1, core::SequenceNumber(5), {}, std::string("\0kept", 5)};
  checkpoints.store(mapping, next);
  CHECK(checkpoints.load(mapping) == std::vector<storage::Checkpoint>{next});
}

TEST_CASE("tables of before that can be recovered have a past from now on") {
  auto database = storage::sqlite::Connection::in_memory();
  storage::migrate(database);
  {
    storage::Catalog catalog(database);
    core::TableDefinition definition;
    definition.name = core::TableName("Old");
    definition.key.partition = {
        {"id", core::ScalarType::s}
    };
    definition.recovery = core::PointInTimeRecovery{core::WallTime{}, 7};
    storage::HistoryTable::create(database, 1);
    catalog.store_new(definition);
  }
  make_schema_12(database);
  database.execute("DROP TABLE history_1; DROP TABLE discard; PRAGMA user_version = 10");
  storage::migrate(database);
  storage::Catalog catalog(database);
  const storage::Table& table = *catalog.find({}, "Old");
  CHECK(table.history);
  CHECK(table.definition.recovery->enabled_at > core::WallTime{});
  CHECK(table.definition.recovery->period_days == 7);
}

TEST_CASE("events that were accepted before there were trace headers have none") {
  auto database = storage::sqlite::Connection::in_memory();
  storage::migrate(database);
  make_schema_12(database);
  database.execute(
      "INSERT INTO async_invocation (id, account, region, function, qualifier, queued_at) "
      "VALUES (1, 'a', 'r', 'f', '', 7);"
      "INSERT INTO async_invocation_content VALUES (1, '', 'id', '', '{}')");
  storage::migrate(database);
  storage::AsyncInvocationTable table(database);
  CHECK(table.content(1).payload == "{}");
  CHECK(table.content(1).trace_header.empty());
}

TEST_CASE("entries of indexes that had a table each are found, and leftover ones go") {
  auto database = storage::sqlite::Connection::in_memory();
  storage::migrate(database);
  core::TableDefinition definition;
  definition.key.partition = {
      {"pk", core::ScalarType::s}
  };
  for (const int number : {1, 3}) {
    core::IndexDefinition index;
    index.name = core::IndexName(std::to_string(number));
    index.number = number;
    index.key = definition.key;
    definition.indexes.push_back(index);
  }
  {
    storage::Catalog catalog(database);
    for (const char* name : {"A", "B"}) {
      definition.name = core::TableName(name);
      catalog.adopt(catalog.store_new(definition));
    }
    catalog.leftovers().leave("expiry_9");
    catalog.leftovers().leave("index_1_2");
    catalog.leftovers().leave("index_1_2_former_1");
  }
  make_schema_13(database);
  for (const char* name :
       {"index_1_1", "index_1_2", "index_1_2_former_1", "index_1_3", "index_2_1", "index_2_3"}) {
    database.execute(std::string("CREATE TABLE ") + name +
                     " (key BLOB PRIMARY KEY, item INTEGER NOT NULL) WITHOUT ROWID;"
                     "INSERT INTO " +
                     name + " VALUES (CAST('" + name + "' AS BLOB), 7), (x'00', 8)");
  }
  storage::migrate(database);
  storage::Catalog catalog(database);
  std::string entries;
  catalog.for_each([&](storage::Table& table) {
    for (storage::Index& index : table.indexes) {
      index.entries.scan({}, storage::Direction::forward, [&](std::string_view key, auto row) {
        if (row == 7) entries += std::string(key) + " ";
        return true;
      });
    }
  });
  CHECK(entries == "index_1_1 index_1_3 index_2_1 index_2_3 ");
  auto count = database.prepare(
      "SELECT (SELECT count(*) FROM index_entry), (SELECT count(*) FROM sqlite_schema WHERE name "
      "GLOB 'index_[0-9]*'), (SELECT group_concat(name) FROM resource)");
  auto run = count.run();
  REQUIRE(run.next());
  CHECK(run.whole(0) == 8);
  CHECK(run.whole(1) == 0);
  CHECK(run.text(2) == "expiry_9");
}

}  // namespace schema_test
