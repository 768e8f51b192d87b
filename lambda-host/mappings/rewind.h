#pragma once

#include "core/clock.h"
#include "core/sequence_number.h"
#include "lambda-host/mappings/event_source_mapping.h"
#include "storage/checkpoint_table.h"
#include "streams/stream_source.h"

#include <variant>
#include <vector>

namespace lambda_host {

// Where a mapping is to go on: at an end of its stream, at a sequence number, or with the first
// record that was made at a time or later.
using RewindTarget = std::variant<StartingPosition, core::SequenceNumber, core::WallTime>;

// The position of each of the stream's shards, none before what is left of the shard or behind the
// tip. Throws ApiError(resource_conflict) when there is no such stream any more.
std::vector<storage::Checkpoint> rewound(streams::StreamSource& source,
                                         const core::StreamArn& stream, const RewindTarget& target);

}  // namespace lambda_host
