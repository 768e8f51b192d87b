#include "storage/stream_table.h"

#include "storage/definition_json.h"

namespace storage {

// Streams and shards change rarely: most statements are prepared as they are needed.

StreamTable::StreamTable(sqlite::Connection& connection)
    : connection_(connection),
      erase_stream_(connection.prepare("DELETE FROM stream WHERE id = ?")),
      erase_checkpoints_(connection.prepare("DELETE FROM checkpoint WHERE shard = ?")),
      erase_shard_(connection.prepare("DELETE FROM shard WHERE id = ?")) {}

std::int64_t StreamTable::insert(const StreamRow& stream) {
  const std::string key = key_schema_to_json(stream.key);
  auto statement = connection_.prepare(
      "INSERT INTO stream (account, region, table_name, label, view_type, key_schema, created_at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)");
  statement.run()
      .bind_text(1, stream.scope.account.get())
      .bind_text(2, stream.scope.region.get())
      .bind_text(3, stream.table.get())
      .bind_text(4, stream.label.get())
      .bind_text(5, core::wire_name(stream.view_type))
      .bind_text(6, key)
      .bind(7, core::epoch_milliseconds(stream.created_at))
      .execute();
  return connection_.last_insert_rowid();
}

ShardNumber StreamTable::insert(const ShardRow& shard) {
  auto statement = connection_.prepare(
      "INSERT INTO shard (stream, name, parent, first_hash, created_at, first_sequence, "
      "adjacent_parent, parent_name) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  auto run = statement.run();
  run.bind(1, shard.stream)
      .bind_text(2, shard.id.get())
      .bind_optional(3, shard.parent)
      .bind(4, static_cast<std::int64_t>(shard.first_hash))
      .bind(5, core::epoch_milliseconds(shard.created_at))
      .bind(6, static_cast<std::int64_t>(shard.first_sequence.get()))
      .bind_optional(7, shard.adjacent_parent);
  if (shard.parent_id) run.bind_text(8, shard.parent_id->get());
  run.execute();
  return connection_.last_insert_rowid();
}

void StreamTable::disable(std::int64_t stream, core::WallTime now) {
  auto statement = connection_.prepare("UPDATE stream SET disabled_at = ? WHERE id = ?");
  statement.run().bind(1, core::epoch_milliseconds(now)).bind(2, stream).execute();
}

void StreamTable::close(ShardNumber shard, core::SequenceNumber last, core::WallTime now) {
  auto statement =
      connection_.prepare("UPDATE shard SET last_sequence = ?, closed_at = ? WHERE id = ?");
  statement.run()
      .bind(1, static_cast<std::int64_t>(last.get()))
      .bind(2, core::epoch_milliseconds(now))
      .bind(3, shard)
      .execute();
}

void StreamTable::set_trimmed(ShardNumber shard, core::SequenceNumber last) {
  auto statement = connection_.prepare("UPDATE shard SET trimmed_to = ? WHERE id = ?");
  statement.run().bind(1, static_cast<std::int64_t>(last.get())).bind(2, shard).execute();
}

void StreamTable::date_back_streams(core::WallTime now) {
  auto statement = connection_.prepare("UPDATE stream SET disabled_at = ?1 WHERE disabled_at > ?1");
  statement.run().bind(1, core::epoch_milliseconds(now)).execute();
}

void StreamTable::date_back_shards(core::WallTime now, ShardNumber first, ShardNumber last) {
  // min() of none is none.
  auto statement = connection_.prepare(
      "UPDATE shard SET created_at = min(created_at, ?1), closed_at = min(closed_at, ?1) "
      "WHERE id BETWEEN ?2 AND ?3 AND (created_at > ?1 OR closed_at > ?1)");
  statement.run().bind(1, core::epoch_milliseconds(now)).bind(2, first).bind(3, last).execute();
}

void StreamTable::erase_shard(ShardNumber shard) {
  leave_shard(shard);
  auto statement = connection_.prepare("DELETE FROM change_segment WHERE shard = ?");
  statement.run().bind(1, shard).execute();
}

void StreamTable::leave_shard(ShardNumber shard) {
  erase_checkpoints_.run().bind(1, shard).execute();
  erase_shard_.run().bind(1, shard).execute();
}

void StreamTable::erase_stream(std::int64_t stream) {
  erase_stream_.run().bind(1, stream).execute();
}

std::vector<StreamRow> StreamTable::load_streams() {
  auto statement = connection_.prepare(
      "SELECT id, account, region, table_name, label, view_type, key_schema, created_at, "
      "disabled_at FROM stream ORDER BY id");
  auto run = statement.run();
  std::vector<StreamRow> streams;
  while (run.next()) {
    StreamRow& stream = streams.emplace_back();
    stream.id = run.whole(0);
    stream.scope = {core::AccountId(std::string(run.text(1))),
                    core::Region(std::string(run.text(2)))};
    stream.table = core::TableName(std::string(run.text(3)));
    stream.label = core::StreamLabel(std::string(run.text(4)));
    stream.view_type = *core::find_stream_view_type(run.text(5));
    stream.key = key_schema_from_json(std::string(run.text(6)));
    stream.created_at = core::from_epoch_milliseconds(run.whole(7));
    if (!run.is_null(8)) stream.disabled_at = core::from_epoch_milliseconds(run.whole(8));
  }
  return streams;
}

std::vector<ShardRow> StreamTable::load_shards() {
  auto statement = connection_.prepare(
      "SELECT id, stream, name, parent, first_hash, created_at, first_sequence, last_sequence, "
      "adjacent_parent, parent_name, closed_at, trimmed_to FROM shard ORDER BY id");
  auto run = statement.run();
  std::vector<ShardRow> shards;
  const auto sequence = [&](int column) {
    return core::SequenceNumber(static_cast<std::uint64_t>(run.whole(column)));
  };
  while (run.next()) {
    ShardRow& shard = shards.emplace_back();
    shard.number = run.whole(0);
    shard.stream = run.whole(1);
    shard.id = core::ShardId(std::string(run.text(2)));
    if (!run.is_null(3)) shard.parent = run.whole(3);
    shard.first_hash = static_cast<std::uint64_t>(run.whole(4));
    shard.created_at = core::from_epoch_milliseconds(run.whole(5));
    shard.first_sequence = sequence(6);
    if (!run.is_null(7)) shard.last_sequence = sequence(7);
    if (!run.is_null(8)) shard.adjacent_parent = run.whole(8);
    if (!run.is_null(9)) shard.parent_id = core::ShardId(std::string(run.text(9)));
    if (!run.is_null(10)) shard.closed_at = core::from_epoch_milliseconds(run.whole(10));
    if (!run.is_null(11)) shard.trimmed_to = sequence(11);
  }
  return shards;
}

void StreamTable::store_next_sequence(core::SequenceNumber next) {
  auto statement = connection_.prepare(
      "INSERT INTO sequence VALUES ('change', ?) ON CONFLICT DO UPDATE SET next = excluded.next");
  statement.run().bind(1, static_cast<std::int64_t>(next.get())).execute();
}

core::SequenceNumber StreamTable::load_next_sequence() {
  auto statement = connection_.prepare("SELECT next FROM sequence WHERE name = 'change'");
  auto run = statement.run();
  return core::SequenceNumber(run.next() ? static_cast<std::uint64_t>(run.whole(0)) : 1);
}

}  // namespace storage
