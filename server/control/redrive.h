#pragma once

#include "core/names.h"
#include "core/sequence_number.h"
#include "storage/change_record.h"
#include "streams/stream_source.h"

#include <span>
#include <vector>

namespace server::control {

// These records of a shard, in order. Fewer when the stream has lost some.
std::vector<streams::SourceRecord> find_records(streams::StreamSource& source,
                                                const core::StreamArn& stream,
                                                storage::ShardNumber shard,
                                                std::span<const core::SequenceNumber> sequences);

}  // namespace server::control
