#include "storage/checkpoint_table.h"

namespace storage {

CheckpointTable::CheckpointTable(sqlite::Connection& connection)
    : load_(connection.prepare(
          "SELECT shard, sequence FROM checkpoint WHERE mapping = ? ORDER BY shard")),
      store_(connection.prepare("INSERT INTO checkpoint SELECT ?1, ?2, ?3 "
                                "WHERE EXISTS (SELECT 1 FROM shard WHERE id = ?2) "
                                "ON CONFLICT DO UPDATE SET sequence = excluded.sequence")),
      erase_(connection.prepare("DELETE FROM checkpoint WHERE mapping = ?")) {}

std::vector<Checkpoint> CheckpointTable::load(const core::MappingId& mapping) {
  auto run = load_.run();
  run.bind_text(1, mapping.get());
  std::vector<Checkpoint> checkpoints;
  while (run.next()) {
    checkpoints.push_back(
        {run.whole(0), core::SequenceNumber(static_cast<std::uint64_t>(run.whole(1)))});
  }
  return checkpoints;
}

void CheckpointTable::store(const core::MappingId& mapping, const Checkpoint& checkpoint) {
  store_.run()
      .bind_text(1, mapping.get())
      .bind(2, checkpoint.shard)
      .bind(3, static_cast<std::int64_t>(checkpoint.next.get()))
      .execute();
}

void CheckpointTable::erase(const core::MappingId& mapping) {
  erase_.run().bind_text(1, mapping.get()).execute();
}

}  // namespace storage
