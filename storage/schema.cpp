#include "storage/schema.h"

#include "storage/change_run.h"
#include "storage/definition_json.h"
#include "storage/sqlite/error.h"
#include "storage/sqlite/transaction.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstddef>
#include <iterator>
#include <stdexcept>
#include <vector>

// The tables that are there from the start. Each DynamoDB table adds tables of its own, made by
// ItemTable and its like. Rowid tables with a unique index on the key where rows are large (a
// WITHOUT ROWID table keeps them in interior pages, and a put dirties more pages); WITHOUT ROWID
// where a row is little more than its key.
namespace storage {
namespace {

constexpr const char* kSteps[] = {
    // 1
    R"sql(
CREATE TABLE table_definition (
  id INTEGER PRIMARY KEY,
  account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL,
  definition TEXT NOT NULL,
  UNIQUE (account, region, name));
CREATE TABLE table_statistics (
  id INTEGER PRIMARY KEY,
  item_count INTEGER NOT NULL, size_bytes INTEGER NOT NULL);
CREATE TABLE index_statistics (
  table_id INTEGER NOT NULL, number INTEGER NOT NULL,
  item_count INTEGER NOT NULL, size_bytes INTEGER NOT NULL,
  PRIMARY KEY (table_id, number)) WITHOUT ROWID;
CREATE TABLE stream (
  id INTEGER PRIMARY KEY,
  account TEXT NOT NULL, region TEXT NOT NULL, table_name TEXT NOT NULL, label TEXT NOT NULL,
  view_type TEXT NOT NULL, key_schema TEXT NOT NULL,
  created_at INTEGER NOT NULL, disabled_at INTEGER,
  UNIQUE (account, region, table_name, label));
CREATE TABLE shard (
  id INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL REFERENCES stream(id),
  name TEXT NOT NULL, parent INTEGER,
  first_hash INTEGER NOT NULL, created_at INTEGER NOT NULL,
  first_sequence INTEGER NOT NULL, last_sequence INTEGER);
CREATE INDEX shard_of_stream ON shard (stream);
CREATE TABLE change_record (
  position INTEGER PRIMARY KEY,
  created_at INTEGER NOT NULL, event INTEGER NOT NULL, expired INTEGER NOT NULL,
  keys BLOB NOT NULL, new_image BLOB, old_image BLOB);
CREATE TABLE sequence (name TEXT PRIMARY KEY, next INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE checkpoint (
  mapping TEXT NOT NULL, shard INTEGER NOT NULL, sequence INTEGER NOT NULL,
  PRIMARY KEY (mapping, shard)) WITHOUT ROWID;
CREATE TABLE resource (
  kind TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (kind, account, region, name));
CREATE TABLE log_group (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL,
  class TEXT NOT NULL, kms_key TEXT NOT NULL,
  created_at INTEGER NOT NULL, retention_days INTEGER, stored_bytes INTEGER NOT NULL DEFAULT 0,
  tags TEXT NOT NULL DEFAULT '{}',
  UNIQUE (account, region, name));
CREATE TABLE log_stream (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  log_group INTEGER REFERENCES log_group(id), name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  first_event INTEGER, last_event INTEGER, last_ingestion INTEGER,
  stored_bytes INTEGER NOT NULL DEFAULT 0,
  UNIQUE (log_group, name));
CREATE TABLE log_event (
  id INTEGER PRIMARY KEY,
  log_group INTEGER NOT NULL, log_stream INTEGER NOT NULL,
  timestamp INTEGER NOT NULL, ingested_at INTEGER NOT NULL, message TEXT NOT NULL);
CREATE INDEX log_event_of_group ON log_event (log_group, timestamp);
CREATE INDEX log_event_of_stream ON log_event (log_stream, timestamp);
)sql",
    // 2
    R"sql(
ALTER TABLE shard ADD COLUMN parent_name TEXT;
ALTER TABLE shard ADD COLUMN adjacent_parent INTEGER;
ALTER TABLE shard ADD COLUMN closed_at INTEGER;
ALTER TABLE shard ADD COLUMN trimmed_to INTEGER;
UPDATE shard SET closed_at = (SELECT disabled_at FROM stream WHERE stream.id = shard.stream)
  WHERE last_sequence IS NOT NULL;
)sql",
    // 3: no shard gets the number of one that is gone, for which somebody may still ask.
    R"sql(
DELETE FROM checkpoint WHERE shard NOT IN (SELECT id FROM shard);
ALTER TABLE shard RENAME TO old_shard;
DROP INDEX shard_of_stream;
CREATE TABLE shard (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  stream INTEGER NOT NULL REFERENCES stream(id),
  name TEXT NOT NULL, parent INTEGER, parent_name TEXT, adjacent_parent INTEGER,
  first_hash INTEGER NOT NULL, created_at INTEGER NOT NULL, closed_at INTEGER,
  first_sequence INTEGER NOT NULL, last_sequence INTEGER, trimmed_to INTEGER);
INSERT INTO shard SELECT id, stream, name, parent, parent_name, adjacent_parent, first_hash,
  created_at, closed_at, first_sequence, last_sequence, trimmed_to FROM old_shard;
DROP TABLE old_shard;
CREATE INDEX shard_of_stream ON shard (stream);
)sql",
    // 4: what a commit appends is one row for each shard, behind all others. See change_table.h.
    R"sql(
CREATE TABLE change_run (
  last_sequence INTEGER PRIMARY KEY,
  shard INTEGER NOT NULL, created_at INTEGER NOT NULL, records BLOB NOT NULL);
CREATE TABLE change_segment (
  shard INTEGER NOT NULL, segment INTEGER NOT NULL,
  PRIMARY KEY (shard, segment)) WITHOUT ROWID;
)sql",
    // 5
    R"sql(
ALTER TABLE checkpoint ADD COLUMN lanes BLOB NOT NULL DEFAULT x'';
)sql",
    // 6: how far each index is filled that isn't complete. See backfill.h.
    R"sql(
CREATE TABLE backfill (
  table_id INTEGER NOT NULL, number INTEGER NOT NULL, filled_to BLOB NOT NULL,
  PRIMARY KEY (table_id, number)) WITHOUT ROWID;
)sql",
    // 7: queues and their messages. See queue_table.h and message_table.h.
    R"sql(
CREATE TABLE queue (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL,
  bucket INTEGER NOT NULL,
  created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
  attributes TEXT NOT NULL, tags TEXT NOT NULL,
  UNIQUE (account, region, name));
CREATE TABLE message_bucket (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  dropped INTEGER NOT NULL DEFAULT 0);
CREATE TABLE message (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  bucket INTEGER NOT NULL,
  sent_at INTEGER NOT NULL, visible_at INTEGER NOT NULL,
  receive_count INTEGER NOT NULL DEFAULT 0,
  first_received_at INTEGER, last_received_at INTEGER,
  source_arn TEXT NOT NULL DEFAULT '');
CREATE INDEX message_by_visibility ON message (bucket, visible_at);
CREATE INDEX message_by_age ON message (bucket, sent_at);
CREATE TABLE message_content (
  id INTEGER PRIMARY KEY REFERENCES message(id),
  message_id TEXT NOT NULL, body TEXT NOT NULL, attributes TEXT NOT NULL,
  sender_id TEXT NOT NULL, trace_header TEXT NOT NULL, group_id TEXT NOT NULL);
)sql",
    // 8: S3 objects, and the files that belong to none. See object_table.h.
    R"sql(
CREATE TABLE object (
  id INTEGER PRIMARY KEY,
  bucket TEXT NOT NULL, key BLOB NOT NULL,
  file TEXT NOT NULL, size_bytes INTEGER NOT NULL, etag TEXT NOT NULL,
  modified_at INTEGER NOT NULL, document TEXT NOT NULL,
  UNIQUE (bucket, key));
CREATE TABLE spare_file (
  id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key BLOB NOT NULL) WITHOUT ROWID;
)sql",
    // 9: what is kept of batches in flight. See checkpoint_table.h.
    R"sql(
ALTER TABLE checkpoint ADD COLUMN progress BLOB NOT NULL DEFAULT x'';
)sql",
    // 10: asynchronous invocations that aren't over. See async_invocation_table.h.
    R"sql(
CREATE TABLE async_invocation (
  id INTEGER PRIMARY KEY,
  account TEXT NOT NULL, region TEXT NOT NULL, function TEXT NOT NULL, qualifier TEXT NOT NULL,
  queued_at INTEGER NOT NULL, tried_at INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0, outcome TEXT NOT NULL DEFAULT '', ended INTEGER NOT NULL DEFAULT 0);
CREATE TABLE async_invocation_content (
  id INTEGER PRIMARY KEY REFERENCES async_invocation(id),
  function_arn TEXT NOT NULL, request_id TEXT NOT NULL, client_context TEXT NOT NULL,
  payload TEXT NOT NULL);
)sql",
    // 11: tables that can be recovered get a history, which begins now. See history_table.h.
    R"sql(
UPDATE table_definition SET definition = json_set(definition, '$.recovery_since',
  CAST(strftime('%s', 'now') AS INTEGER) * 1000)
  WHERE json_extract(definition, '$.recovery_since') IS NOT NULL;
)sql",
    // 12: batches that mappings gave up. See discard_table.h.
    R"sql(
CREATE TABLE discard (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  mapping TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL,
  shard INTEGER NOT NULL, discarded_at INTEGER NOT NULL,
  sequences BLOB NOT NULL, document TEXT NOT NULL);
)sql",
    // 13: trace headers of asynchronous invocations. See async_invocation_table.h.
    R"sql(
ALTER TABLE async_invocation_content ADD COLUMN trace_header TEXT NOT NULL DEFAULT '';
)sql",
    // 14: the entries of all indexes, which had a table each. See index_table.h.
    R"sql(
CREATE TABLE index_entry (
  id INTEGER NOT NULL, key BLOB NOT NULL, item INTEGER NOT NULL,
  PRIMARY KEY (id, key)) WITHOUT ROWID;
)sql",
    // 15: so that what was dropped is found among many buckets.
    R"sql(
CREATE INDEX dropped_bucket ON message_bucket (id) WHERE dropped;
)sql",
    // 16: so that messages in flight are counted among many that are delayed, and a group's many
    // streams are listed in the order of their last events.
    R"sql(
CREATE INDEX message_in_flight ON message (bucket, visible_at, receive_count)
  WHERE receive_count > 0;
CREATE INDEX log_stream_by_last_event ON log_stream (log_group, coalesce(last_event, 0), name);
)sql",
};

constexpr std::int64_t kVersion = std::size(kSteps);

std::optional<std::string> optional_blob(const sqlite::Run& run, int column) {
  if (run.is_null(column)) return std::nullopt;
  return std::string(run.blob(column));
}

// Change records had a row each, in change_record; position = shard << 40 | sequence. Its SQL is
// that of version 4, whatever ChangeTable's becomes.
void pack_change_records(sqlite::Connection& connection) {
  constexpr int kSequenceBits = 40;
  constexpr std::int64_t kSequenceMask = (std::int64_t{1} << kSequenceBits) - 1;
  {
    auto append = connection.prepare(
        "INSERT INTO change_run (last_sequence, shard, created_at, records) VALUES (?, ?, ?, ?)");
    auto old = connection.prepare(
        "SELECT position, created_at, event, expired, keys, new_image, old_image "
        "FROM change_record ORDER BY position");
    for (auto run = old.run(); run.next();) {
      std::vector<ChangeRecord> records(1);
      ChangeRecord& record = records.front();
      const std::int64_t sequence = run.whole(0) & kSequenceMask;
      record.sequence = core::SequenceNumber(static_cast<std::uint64_t>(sequence));
      record.event = static_cast<ChangeEvent>(run.whole(2));
      record.expired = run.whole(3) != 0;
      record.keys = run.blob(4);
      record.new_image = optional_blob(run, 5);
      record.old_image = optional_blob(run, 6);
      const auto runs = pack_changes(records);
      append.run()
          .bind(1, sequence)
          .bind(2, run.whole(0) >> kSequenceBits)
          .bind(3, run.whole(1))
          .bind_blob(4, runs.front().records)
          .execute();
    }
  }
  connection.execute(
      "INSERT INTO change_segment SELECT DISTINCT shard, last_sequence >> 5 FROM change_run;"
      "DROP TABLE change_record");
}

// Tables with a time to live get their order of expiry, to be filled from the beginning.
void add_expiry_tables(sqlite::Connection& connection) {
  std::vector<std::int64_t> tables;
  {
    auto statement = connection.prepare("SELECT id, definition FROM table_definition");
    for (auto run = statement.run(); run.next();) {
      const auto definition = definition_from_json(std::string(run.text(1)));
      if (definition.time_to_live_attribute) tables.push_back(run.whole(0));
    }
  }
  for (const std::int64_t table : tables) {
    connection.execute(
        fmt::format("CREATE TABLE expiry_{0} (second INTEGER NOT NULL, item INTEGER NOT NULL, "
                    "PRIMARY KEY (second, item)) WITHOUT ROWID;"
                    "INSERT INTO backfill VALUES ({0}, 0, x'')",
                    table));
  }
}

// Those that can be recovered from now on.
void add_history_tables(sqlite::Connection& connection) {
  std::vector<std::int64_t> tables;
  {
    auto statement = connection.prepare(
        "SELECT id FROM table_definition "
        "WHERE json_extract(definition, '$.recovery_since') IS NOT NULL");
    for (auto run = statement.run(); run.next();) tables.push_back(run.whole(0));
  }
  for (const std::int64_t table : tables) {
    connection.execute(
        fmt::format("CREATE TABLE history_{} (position INTEGER PRIMARY KEY, at INTEGER NOT NULL, "
                    "total INTEGER NOT NULL, key BLOB NOT NULL, previous BLOB, "
                    "UNIQUE (key, position))",
                    table));
  }
}

// Those that were left to be removed go at once.
void gather_index_entries(sqlite::Connection& connection) {
  std::vector<std::string> tables;
  {
    auto statement = connection.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'index_[0-9]*'");
    for (auto run = statement.run(); run.next();) tables.emplace_back(run.text(0));
  }
  auto indexes = connection.prepare(
      "SELECT 'index_' || table_definition.id || '_' || json_extract(value, '$.number'), "
      "table_definition.id << 20 | json_extract(value, '$.number') "
      "FROM table_definition, json_each(definition, '$.indexes')");
  for (auto run = indexes.run(); run.next();) {
    connection.execute(fmt::format("INSERT INTO index_entry SELECT {}, key, item FROM {}",
                                   run.whole(1), run.text(0)));
  }
  for (const std::string& table : tables) connection.execute("DROP TABLE " + table);
  connection.execute("DELETE FROM resource WHERE kind = 'leftover_table' AND name GLOB 'index_*'");
}

// After a step's SQL, what SQL can't do.
void convert(sqlite::Connection& connection, std::int64_t version) {
  if (version == 4) pack_change_records(connection);
  if (version == 6) add_expiry_tables(connection);
  if (version == 11) add_history_tables(connection);
  if (version == 14) gather_index_entries(connection);
}

// Which every schema has had.
constexpr const char* kOldestTables =
    "type = 'table' AND name IN ('table_definition', 'resource', 'checkpoint')";

std::int64_t count_tables(sqlite::Connection& connection, const std::string& condition) {
  auto statement = connection.prepare("SELECT count(*) FROM sqlite_schema WHERE " + condition);
  auto run = statement.run();
  return run.next() ? run.whole(0) : 0;
}

}  // namespace

void migrate(sqlite::Connection& connection) {
  std::int64_t version = 0;
  {
    auto statement = connection.prepare("PRAGMA user_version");
    auto run = statement.run();
    if (run.next()) version = run.whole(0);
  }
  if (version == kVersion) return;
  if (version > kVersion) {
    throw std::runtime_error(
        fmt::format("the data was written by a newer Rivulet (schema {}, this one knows {})",
                    version, kVersion));
  }
  sqlite::Transaction transaction(connection);
  for (auto step = version; step < kVersion; ++step) {
    connection.execute(kSteps[step]);
    convert(connection, step + 1);
  }
  connection.execute(fmt::format("PRAGMA user_version = {}", kVersion));
  transaction.commit();
}

bool is_rivulet_database(const std::string& path) {
  try {
    auto connection = sqlite::Connection::open_existing(path);
    const std::int64_t tables = count_tables(connection, "1");
    return tables == 0 || count_tables(connection, kOldestTables) == 3;
  } catch (const sqlite::Error& error) {
    if ((error.code() & 0xff) == SQLITE_NOTADB) return false;
    throw;
  }
}

}  // namespace storage
