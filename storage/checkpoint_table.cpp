#include "storage/checkpoint_table.h"

#include "storage/byte_codec.h"

namespace storage {
namespace {

std::string write_lanes(const std::vector<core::SequenceNumber>& lanes) {
  std::string bytes;
  for (const core::SequenceNumber next : lanes) put_varint(bytes, next.get());
  return bytes;
}

std::vector<core::SequenceNumber> read_lanes(std::string_view bytes) {
  std::vector<core::SequenceNumber> lanes;
  for (ByteReader reader(bytes); !reader.at_end();) {
    lanes.push_back(core::SequenceNumber(reader.varint()));
  }
  return lanes;
}

}  // namespace

CheckpointTable::CheckpointTable(sqlite::Connection& connection)
    : load_(connection.prepare("SELECT shard, sequence, lanes, progress FROM checkpoint WHERE "
                               "mapping = ? ORDER BY shard")),
      store_(connection.prepare(
          "INSERT INTO checkpoint (mapping, shard, sequence, lanes, progress) "
          "SELECT ?1, ?2, ?3, ?4, ?5 "
          "WHERE EXISTS (SELECT 1 FROM shard WHERE id = ?2) "
          "ON CONFLICT DO UPDATE SET sequence = excluded.sequence, lanes = excluded.lanes, "
          "progress = excluded.progress")),
      erase_(connection.prepare("DELETE FROM checkpoint WHERE mapping = ?")) {}

std::vector<Checkpoint> CheckpointTable::load(const core::MappingId& mapping) {
  auto run = load_.run();
  run.bind_text(1, mapping.get());
  std::vector<Checkpoint> checkpoints;
  while (run.next()) {
    checkpoints.push_back({run.whole(0),
                           core::SequenceNumber(static_cast<std::uint64_t>(run.whole(1))),
                           read_lanes(run.blob(2)), std::string(run.blob(3))});
  }
  return checkpoints;
}

void CheckpointTable::store(const core::MappingId& mapping, const Checkpoint& checkpoint) {
  const std::string lanes = write_lanes(checkpoint.lanes);
  store_.run()
      .bind_text(1, mapping.get())
      .bind(2, checkpoint.shard)
      .bind(3, static_cast<std::int64_t>(checkpoint.next.get()))
      .bind_blob(4, lanes)
      .bind_blob(5, checkpoint.progress)
      .execute();
}

void CheckpointTable::erase(const core::MappingId& mapping) {
  erase_.run().bind_text(1, mapping.get()).execute();
}

}  // namespace storage
