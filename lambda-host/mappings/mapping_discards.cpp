#include "lambda-host/mappings/failure_document.h"
#include "lambda-host/mappings/mapping_registry.h"

#include <utility>

// What is kept of the records that mappings give up.
namespace lambda_host {

std::optional<storage::DiscardRow> MappingRegistry::discard_row(
    const core::MappingId& id, storage::ShardNumber shard,
    std::span<const streams::SourceRecord> records, const Discard& discard) const {
  const auto found = mappings_.find(id);
  if (found == mappings_.end() || records.empty()) return std::nullopt;
  const EventSourceMapping& mapping = found->second;
  storage::DiscardRow row{0, id, mapping.scope, shard, discard.given_up_at, {}, {}};
  for (const auto& record : records) row.sequences.push_back(record.sequence);
  row.document = failure_document(mapping, shard_id(mapping.stream, shard), discard);
  return row;
}

void MappingRegistry::giving_up(const core::MappingId& id, const storage::Checkpoint& checkpoint,
                                std::span<const streams::SourceRecord> records,
                                const Discard& discard) {
  checkpoints_.store(id, checkpoint);
  if (const auto row = discard_row(id, checkpoint.shard, records, discard)) discards_.insert(*row);
}

// With the checkpoint that passes it, in one commit; or it was, with what the destination was told.
void MappingRegistry::discarded(const core::MappingId& id, storage::ShardNumber shard,
                                std::span<const streams::SourceRecord> records,
                                const Discard& discard) {
  if (discard.is_stored) return;
  auto row = discard_row(id, shard, records, discard);
  if (!row) return;
  writer_.submit([this, row = *std::move(row)] { discards_.insert(row); }, {});
}

void MappingRegistry::forget_discard(std::int64_t id, std::function<void(bool)> done) {
  writer_.submit([this, id] { discards_.erase(id); }, std::move(done));
}

}  // namespace lambda_host
