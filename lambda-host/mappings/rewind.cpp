#include "lambda-host/mappings/rewind.h"

#include "core/api_error.h"
#include "core/overloaded.h"

#include <algorithm>

namespace lambda_host {

std::vector<storage::Checkpoint> rewound(streams::StreamSource& source,
                                         const core::StreamArn& stream,
                                         const RewindTarget& target) {
  const auto shards = source.shards(stream);
  if (!shards) {
    throw core::ApiError(core::ErrorCode::resource_conflict, "The mapping's stream is gone.");
  }
  const core::SequenceNumber tip = source.tip();
  const auto position = [&](const streams::SourceShard& shard) {
    return std::visit(
        core::Overloaded{
            [&](StartingPosition end) {
              return end == StartingPosition::latest ? tip : shard.trim_horizon;
            },
            [&](core::SequenceNumber sequence) {
              return std::clamp(sequence, shard.trim_horizon, std::max(tip, shard.trim_horizon));
            },
            [&](core::WallTime time) { return source.first_since(stream, shard.number, time); },
        },
        target);
  };
  std::vector<storage::Checkpoint> checkpoints;
  for (const streams::SourceShard& shard : *shards) {
    checkpoints.push_back({shard.number, position(shard), {}});
  }
  return checkpoints;
}

}  // namespace lambda_host
